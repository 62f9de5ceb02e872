// Two ideas: the left and right arrow keys choose, unless somebody writes or moves in a field.
class ParvisDuel extends HTMLElement {
  connectedCallback() {
    this.pressed = event => this.choose(event)
    document.addEventListener("keydown", this.pressed)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed)
  }

  choose(event) {
    const side = { ArrowLeft: "left", ArrowRight: "right" }[event.key]
    if (!side || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return
    if (event.target.closest("input, textarea, select, [contenteditable], dialog, details[open], [role=menu]")) return
    event.preventDefault()
    this.querySelector(`button[value=${side}]`).click()
  }
}

customElements.define("parvis-duel", ParvisDuel)
