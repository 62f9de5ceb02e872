// Say something to screen readers, politely, without showing it.
export function announce(text) {
  const live = document.querySelector("parvis-toasts [data-live]")
  if (!live) return
  live.textContent = ""
  requestAnimationFrame(() => { live.textContent = text })
}
