// <parvis-theme>: the choice of light, dark or automatic takes effect at once; the server keeps it for the next page.
import { post } from "parvis/helpers/http.js"

class Theme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this)
  }

  async handleEvent(event) {
    const { value } = event.submitter ?? {}
    if (!value) return
    event.preventDefault()
    const root = document.documentElement
    if (value === "system") delete root.dataset.theme
    else root.dataset.theme = value
    this.querySelectorAll("button").forEach(button => button.setAttribute("aria-pressed", button.value === value))
    await post(event.target.action, { theme: value }).catch(() => {})
  }
}

customElements.define("parvis-theme", Theme)
