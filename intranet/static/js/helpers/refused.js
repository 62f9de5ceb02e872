// A form that was refused is shown again from its top: bring who sent it to the first field that says why.
export function reachRefused() {
  const field = document.querySelector("main form[method=post] .field[data-invalid]")
  if (!field) return
  const control = field.querySelector("input:not([type=hidden]), select, textarea, [contenteditable]")
  field.scrollIntoView({ block: "center", behavior: "instant" })
  control?.focus({ preventScroll: true })
}
