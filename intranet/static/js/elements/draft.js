// <parvis-draft key="…"> around a form: what is typed is kept in this browser until the server has it (core/drafts.py).
import { dropDraft, keepDraft, readDraft } from "parvis/helpers/drafts.js"
import { debounce } from "parvis/helpers/timing.js"

const SKIPPED = new Set(["csrfmiddlewaretoken", "draft_key"])

class Draft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    if (!this.form || this.key) return
    this.key = this.getAttribute("key")
    const marker = Object.assign(document.createElement("input"), { type: "hidden", name: "draft_key", value: this.key })
    this.form.append(marker)
    this.first = this.typed()
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
    else keepDraft(this.key, { fields: now, first: this.first, at: Date.now() })
  }

  restore() {
    const draft = readDraft(this.key)
    if (!draft?.fields) return
    if (same(draft.fields, this.first)) {
      // The server gave the form back with its errors: what stands in it is still nowhere else.
      this.first = draft.first
      return
    }
    this.fill(draft.fields)
    const notice = this.querySelector("[data-restored]")
    const when = notice.querySelector("[data-when]")
    when.dateTime = new Date(draft.at).toISOString()
    when.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(draft.at)
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
