// <parvis-wording data-form="id">: among the words that the charter asks to avoid, shows those that the text being written
// holds, with what to say instead. It says so and never stands in the way.
import { debounce } from "parvis/helpers/timing.js"

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/'/g, "['’ʼ]").replace(/ /g, "\\s+").replace(/-/g, "[-‐‑]")

class Wording extends HTMLElement {
  connectedCallback() {
    this.lines = [...this.querySelectorAll("li")].map(line => ({
      line, language: line.dataset.language,
      word: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${line.dataset.forms.split("|").map(escaped).join("|")})(?![\\p{L}\\p{N}_])`, "iu"),
    }))
    const look = debounce(() => this.look(), 400)
    // The form stands after this element, which may be read before it.
    requestAnimationFrame(() => {
      this.form = document.getElementById(this.dataset.form) ?? document.querySelector("form.article-form")
      if (!this.form) return
      for (const type of ["input", "change", "parvis:editor"]) this.form.addEventListener(type, look)
      this.look()
    })
  }

  look() {
    const { title, summary, body, language } = this.form.elements
    body.closest("parvis-editor")?.write?.()
    const text = [title?.value, summary?.value, new DOMParser().parseFromString(body.value, "text/html").body.textContent].join("\n")
    let found = 0
    for (const { line, language: spoken, word } of this.lines) {
      line.hidden = spoken !== language.value || !word.test(text)
      found += line.hidden ? 0 : 1
    }
    this.hidden = found === 0
  }
}

customElements.define("parvis-wording", Wording)
