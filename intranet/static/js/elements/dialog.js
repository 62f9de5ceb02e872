// Native dialogs. data-dialog-open="id" opens one, data-dialog-close closes the one it stands in; so does the backdrop.
document.addEventListener("click", event => {
  const opener = event.target.closest("[data-dialog-open]")
  const dialog = opener && document.getElementById(opener.dataset.dialogOpen)
  if (dialog) {
    event.preventDefault()
    dialog.showModal()
    dialog.addEventListener("close", () => opener.isConnected && opener.focus(), { once: true })
    return
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close()
  else if (event.target.matches?.("dialog.dialog[open]") && outside(event)) event.target.close()
})

function outside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect()
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom
}
