// The form of an idea: keeps a draft in this browser, and shows ideas that say about the same.
import { dropDraft, keepDraft, readDraft } from "parvis/helpers/drafts.js"
import { get } from "parvis/helpers/http.js"
import { debounce } from "parvis/helpers/timing.js"

const NAMES = ["title", "problem", "proposal", "benefit", "tags", "language"]

class ParvisIdeaForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.similar = this.querySelector("[data-similar]")
    this.restore()
    const changed = debounce(() => { this.keep(); this.look() }, 600)
    this.form.addEventListener("input", changed)
    this.form.addEventListener("change", changed)
    this.form.addEventListener("submit", () => { this.keep(); sessionStorage.setItem("parvis:sent", this.dataset.draft) })
    this.querySelector("[data-forget]")?.addEventListener("click", () => { dropDraft(this.dataset.draft); this.form.reset(); location.reload() })
    this.look()
  }

  field(name) { return this.form.elements.namedItem(name) }

  values() {
    const departments = [...this.form.querySelectorAll("[name=departments]:checked")].map(box => box.value)
    return { ...Object.fromEntries(NAMES.map(name => [name, this.field(name)?.value ?? ""])), departments }
  }

  keep() {
    const values = this.values()
    const written = ["title", "problem", "proposal", "benefit", "tags"].some(name => values[name].trim())
    keepDraft(this.dataset.draft, written ? values : "")
  }

  // A form that came back with errors holds what was sent; otherwise what was begun here comes back.
  restore() {
    const draft = readDraft(this.dataset.draft)
    if ("sent" in this.dataset || !draft) return
    const now = this.values()
    if (NAMES.every(name => (draft[name] ?? "") === now[name])) return
    for (const name of NAMES) this.fill(this.field(name), draft[name] ?? "")
    for (const box of this.form.querySelectorAll("[name=departments]")) box.checked = draft.departments?.includes(box.value)
    this.querySelector("[data-restored]").hidden = false
  }

  fill(field, value) {
    if (!field || field.value === value) return
    field.value = value
    field.dispatchEvent(new Event("parvis:restored", { bubbles: true }))
  }

  async look() {
    const { title, problem, proposal } = this.values()
    const asked = title.trim().length < 4 ? "" : new URLSearchParams({ title, body: `${problem} ${proposal}`.slice(0, 1500), besides: this.dataset.besides }).toString()
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

customElements.define("parvis-idea-form", ParvisIdeaForm)
