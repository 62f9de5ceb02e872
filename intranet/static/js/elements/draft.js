// <parvis-draft key="…"> around a form: what is typed is kept in this browser until the server has it (core/drafts.py).
import { dropDraft, keepDraft, readDraft } from "parvis/helpers/drafts.js"
import { locale } from "parvis/helpers/locale.js"
import { debounce } from "parvis/helpers/timing.js"

const SKIPPED = new Set(["csrfmiddlewaretoken", "draft_key", "seen", "attached"])

class Draft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    if (!this.form || this.key) return
    this.key = this.getAttribute("key")
    const marker = Object.assign(document.createElement("input"), { type: "hidden", name: "draft_key", value: this.key })
    this.form.append(marker)
    this.first = this.typed()
    this.changes = 0
    this.number = Number(this.getAttribute("number") ?? 0)
    this.fresh = this.hasAttribute("fresh")
    if (!this.fresh) this.restore()
    this.keep = debounce(() => this.keepNow(), 400)
    for (const type of ["input", "change"]) this.form.addEventListener(type, () => this.keep())
    this.form.addEventListener("submit", event => this.sending(event))
    this.form.addEventListener("reset", () => setTimeout(() => this.keepNow()))
    this.querySelector("[data-discard]").addEventListener("click", () => this.discard())
    addEventListener("pagehide", this.leaving = () => this.keepNow())
    addEventListener("online", this.back = () => { this.querySelector("[data-offline]").hidden = true })
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.leaving)
    removeEventListener("online", this.back)
  }

  get fields() {
    return [...this.form.elements].filter(field =>
      field.name && !SKIPPED.has(field.name) && !["password", "file", "submit", "button", "fieldset"].includes(field.type))
  }

  // [[name, value], …] in the order of the form; a box that is not ticked and an empty choice are told too.
  typed() {
    return this.fields.map(field => {
      if (field.type === "checkbox" || field.type === "radio") return [field.name, field.checked]
      if (field.type === "select-multiple") return [field.name, [...field.selectedOptions].map(option => option.value)]
      return [field.name, field.value]
    })
  }

  keepNow() {
    for (const editor of this.form.querySelectorAll("parvis-editor")) editor.write?.()
    const now = this.typed()
    if (same(now, this.first) && !this.fresh) dropDraft(this.key)
    else if (!same(now, this.lastKept)) keepDraft(this.key, { fields: now, first: this.first, at: Date.now(), number: this.number, onServer: false })
    if (!same(now, this.lastKept)) this.changes++
    this.lastKept = now
  }

  // The server keeps this text too (elements/autosave.js), as its copy `number`; `changes` says which state it was sent.
  keptElsewhere(number, changes) {
    this.number = number
    const draft = readDraft(this.key)
    if (draft?.fields) keepDraft(this.key, { ...draft, number, onServer: changes === this.changes })
  }

  restore() {
    const draft = readDraft(this.key)
    if (!draft?.fields) return
    if (this.agrees(draft.fields)) {
      // The server gave the form back with its errors: what stands in it is still nowhere else. What it hides in the
      // form (the version that was opened, a picture that it kept) is newer than what this browser has.
      this.first = draft.first
      return
    }
    // The server has this copy, or had it and it was saved or discarded from another place: what is served stands.
    if (draft.onServer) return this.number ? undefined : dropDraft(this.key)
    const apart = (draft.number ?? 0) < this.number
    const served = Date.parse(this.getAttribute("at") ?? "")
    if (apart && draft.at < served) return this.offer(draft.fields, draft.at)
    this.fill(draft.fields)
    this.restored = true
    if (apart) this.offer(this.first, served)
    else if (!this.number) this.tell("[data-restored]", draft.at)
  }

  // Whether a kept copy says the same as the form in all that a person sees of both.
  agrees(kept) {
    const hidden = new Set(this.fields.filter(field => field.type === "hidden").map(field => field.name))
    const known = (fields, others) => fields.filter(([name]) => !hidden.has(name) && others.some(([other]) => other === name))
    return same(known(kept, this.first), known(this.first, kept))
  }

  // Two copies went apart, here and on the server: the newer one is in the form, the other one a button away.
  offer(fields, at) {
    this.other = fields
    this.tell("[data-apart]", at)
    this.querySelector("[data-swap]").addEventListener("click", () => {
      const now = this.typed()
      this.fill(this.other)
      this.other = now
      this.form.dispatchEvent(new Event("input", { bubbles: true }))
    })
  }

  tell(name, at) {
    const notice = this.querySelector(name)
    const when = notice.querySelector("[data-when]")
    when.dateTime = new Date(at).toISOString()
    when.textContent = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at)
    notice.hidden = false
  }

  fill(values) {
    const left = values.slice()
    for (const field of this.fields) {
      const at = left.findIndex(([name]) => name === field.name)
      if (at < 0) continue
      const [[, value]] = left.splice(at, 1)
      if (field.type === "checkbox" || field.type === "radio") field.checked = value
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = value.includes(option.value)
      else field.value = value
      field.closest("parvis-editor")?.reload?.()
    }
  }

  discard() {
    this.fill(this.first)
    dropDraft(this.key)
    this.querySelector("[data-restored]").hidden = true
    this.fields.find(field => field.type !== "hidden" && !field.hidden)?.focus()
  }

  sending(event) {
    this.keepNow()
    if (navigator.onLine || event.defaultPrevented) return
    event.preventDefault()
    this.querySelector("[data-offline]").hidden = false
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)

if (!customElements.get("parvis-draft")) customElements.define("parvis-draft", Draft)
