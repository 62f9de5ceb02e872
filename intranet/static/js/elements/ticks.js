// <parvis-ticks>: a long list to tick: all at once, shift-click for a stretch, how many are ticked on the button; what one
// button of a row settles leaves the list (data-leaves) where it stands. Without it the same form works row by row.
import { post } from "parvis/helpers/http.js"
import { toast } from "parvis/helpers/toast.js"

class Ticks extends HTMLElement {
  connectedCallback() {
    this.all = this.querySelector("[data-all]")
    this.all.hidden = false
    this.addEventListener("click", event => this.stretch(event))
    this.addEventListener("change", event => this.changed(event))
    this.addEventListener("submit", event => this.settle(event))
    addEventListener("pageshow", () => this.count()) // what the browser ticked again on the way back
    this.count()
  }

  get boxes() { return [...this.querySelectorAll("input[name=article]")] }

  stretch(event) {
    if (event.target.name !== "article") return
    if (event.shiftKey && this.last?.isConnected) {
      const boxes = this.boxes
      const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(event.target)].sort((a, b) => a - b)
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked
    }
    this.last = event.target
  }

  changed(event) {
    if (this.all.contains(event.target)) for (const box of this.boxes) box.checked = event.target.checked
    this.count()
  }

  count() {
    const boxes = this.boxes
    const ticked = boxes.filter(box => box.checked).length
    const all = this.all.querySelector("input")
    all.checked = ticked > 0 && ticked === boxes.length
    all.indeterminate = ticked > 0 && ticked < boxes.length
    for (const place of this.querySelectorAll("[data-count]")) place.textContent = ticked ? `\u00a0(${ticked})` : ""
  }

  async settle(event) {
    const button = event.submitter
    const row = button?.closest("li")
    if (!row || !button.hasAttribute("formaction") || !this.hasAttribute("data-leaves")) return
    event.preventDefault()
    button.disabled = true
    try {
      await post(button.formAction)
    } catch {
      button.disabled = false
      this.removeAttribute("data-leaves") // as a plain form, whose page says what is the matter
      return event.target.requestSubmit(button)
    }
    const next = row.nextElementSibling ?? row.previousElementSibling
    row.remove()
    toast(this.dataset.done, "success")
    if (!next) return location.reload()
    next.querySelector("button[formaction]")?.focus()
    this.count()
  }
}

customElements.define("parvis-ticks", Ticks)
