// Hand the files chosen in `input`, or dropped anywhere on `element`, to `take`; `drop` shows where they may fall.
export function takeFiles(element, { input, drop, take }) {
  input.addEventListener("change", () => {
    take([...input.files])
    input.value = ""
  })
  element.addEventListener("dragover", event => {
    if (![...event.dataTransfer.types].includes("Files")) return
    event.preventDefault()
    drop.classList.add("is-over")
  })
  element.addEventListener("dragleave", () => drop.classList.remove("is-over"))
  element.addEventListener("drop", event => {
    drop.classList.remove("is-over")
    if (!event.dataTransfer.files.length) return
    event.preventDefault()
    take([...event.dataTransfer.files])
  })
}
