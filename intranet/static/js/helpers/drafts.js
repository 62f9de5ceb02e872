// What a person typed, kept in this browser until it is sent: survives a reload, a crash, an expired session.
const PREFIX = "parvis:draft:"
const KEPT = 30 * 24 * 3600 * 1000

export function keepDraft(key, value) {
  try {
    if (value) localStorage.setItem(PREFIX + key, JSON.stringify({ value, at: Date.now() }))
    else localStorage.removeItem(PREFIX + key)
  } catch {
    // Storage is full or refused: the page still works, only without the copy.
  }
}

export function readDraft(key) {
  try {
    const { value, at } = JSON.parse(localStorage.getItem(PREFIX + key)) ?? {}
    return at > Date.now() - KEPT ? value : null
  } catch {
    return null
  }
}

export const dropDraft = key => keepDraft(key, "")
