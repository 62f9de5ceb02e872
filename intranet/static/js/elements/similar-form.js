// The form of an idea or a question: shows what says about the same while one writes. data-fields names the texts
// read besides the title, data-off keeps it quiet. (Drafts are kept by <parvis-draft>.)
import { get } from "parvis/helpers/http.js"
import { debounce } from "parvis/helpers/timing.js"

class ParvisSimilarForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    // Another campaign asks other things: its form comes with all that is typed.
    const other = this.form.querySelector("[data-switch]")
    this.form.elements.namedItem("campaign")?.addEventListener("change", () => other?.click())
    if ("off" in this.dataset) return
    this.similar = this.querySelector("[data-similar]")
    const changed = debounce(() => this.look(), 600)
    for (const type of ["input", "change", "parvis:editor"]) this.form.addEventListener(type, changed)
    changed()
  }

  value(name) {
    const field = this.form.elements.namedItem(name)
    field.closest("parvis-editor")?.write?.()
    return field.value.trim()
  }

  async look() {
    const title = this.value("title")
    const fields = this.dataset.fields.split(",")
    const body = fields.map((name) => this.value(name)).join(" ").slice(0, 1500)
    const asked = title.length < 4 ? "" : new URLSearchParams({ title, body, besides: this.dataset.besides ?? "", draft: this.dataset.draft ?? "" }).toString()
    if (asked === this.asked) return
    this.asked = asked
    this.waiting?.abort()
    if (!asked) return this.similar.replaceChildren()
    this.waiting = new AbortController()
    try {
      const response = await get(`${this.dataset.similarUrl}?${asked}`, { signal: this.waiting.signal })
      if (!response.redirected) this.similar.innerHTML = await response.text()
    } catch {
      // Nobody misses a suggestion.
    }
  }
}

customElements.define("parvis-similar-form", ParvisSimilarForm)
