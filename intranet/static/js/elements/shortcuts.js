// "/" and Ctrl-K (⌘K) go to the search field, unless the palette took the key already.
const typing = target => target.closest?.("input, textarea, select, [contenteditable]")

addEventListener("keydown", event => {
  const search = document.getElementById("site-search")
  const slash = event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey
  const control = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k"
  if (!search || event.defaultPrevented || !(slash || control)) return
  if (control && event.target.closest?.("[contenteditable]")) return
  event.preventDefault()
  search.focus()
  search.select()
})
