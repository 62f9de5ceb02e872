// Tells which result of a search was opened, without holding the reader up: the page leaves, the word follows.
import { post } from "parvis/helpers/http.js"

class Opened extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this)
    this.addEventListener("auxclick", this)
  }

  handleEvent(event) {
    const hit = event.button < 2 && event.target.closest("h3 a")?.closest("[data-hit]")
    if (!hit || this.told) return
    this.told = true
    const rank = [...this.querySelectorAll("[data-hit]")].indexOf(hit) + 1
    post(this.dataset.url, { hit: hit.dataset.hit, rank }, { keepalive: true }).catch(() => { this.told = false })
  }
}

customElements.define("parvis-opened", Opened)
