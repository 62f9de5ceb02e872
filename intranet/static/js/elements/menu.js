// <parvis-menu> around <details class="menu">: closes outside, with Escape, and when the focus leaves; arrows walk its items.
const ITEMS = ".menu-item, .menu-panel button, .menu-panel a"

class Menu extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details")
    if (!this.details) return
    this.addEventListener("keydown", this)
    this.addEventListener("focusout", this)
    this.details.addEventListener("toggle", () => this.listen())
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this)
  }

  listen() {
    const change = this.details.open ? "addEventListener" : "removeEventListener"
    document[change]("pointerdown", this)
  }

  handleEvent(event) {
    if (event.type === "pointerdown" && !this.contains(event.target)) this.close()
    if (event.type === "pointerdown" && event.target === this.details) this.close()
    if (event.type === "focusout" && event.relatedTarget && !this.contains(event.relatedTarget)) this.close()
    if (event.type === "keydown") this.walk(event)
  }

  walk(event) {
    const { key } = event
    if (key === "Escape" && this.details.open) {
      event.stopPropagation()
      this.close()
      this.details.querySelector("summary").focus()
    }
    if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(key) || event.target.matches("input, textarea, select")) return
    event.preventDefault()
    this.details.open = true
    const items = [...this.details.querySelectorAll(ITEMS)].filter(item => item.checkVisibility())
    const at = items.indexOf(document.activeElement)
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 }[key]
    items[(next + items.length) % items.length]?.focus()
  }

  close() {
    this.details.open = false
  }
}

customElements.define("parvis-menu", Menu)
