// What a person typed, kept in this browser until it is sent: survives a reload, a crash, an expired session.
// The key holds who is signed in: on a shared computer nobody finds another's words.
const PREFIX = `parvis:draft:${document.body?.dataset.person ?? ""}:`
const SENT = /(?:^|;\s*)parvis_sent="?([^";]+)/
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

// The server took a form (core/drafts.py): its copy is not needed any more.
export function forgetSent() {
  const sent = SENT.exec(document.cookie)
  if (!sent) return
  dropDraft(decodeURIComponent(sent[1]))
  document.cookie = "parvis_sent=; Max-Age=0; Path=/; SameSite=Lax"
}
