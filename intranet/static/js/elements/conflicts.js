// <parvis-conflicts> around the questions of a merge: choosing to write anew starts the editor; what is chosen is kept on
// the server (knowledge/drafting), by the mark of each question, and is there when it is asked again.
import { post } from "parvis/helpers/http.js"

const QUIET = 1000

class Conflicts extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.addEventListener("change", event => { if (event.target.matches("[data-own]")) this.open(event.target) })
    this.querySelectorAll("[data-own]:checked").forEach(choice => this.open(choice))
    this.status = Object.assign(document.createElement("span"), { className: "autosave-status", role: "status" })
    this.form.querySelector(".form-actions").append(this.status)
    this.last = JSON.stringify(this.chosen())
    this.listeners = new AbortController()
    const on = (target, type, work) => target.addEventListener(type, work, { signal: this.listeners.signal })
    for (const type of ["input", "change"]) on(this.form, type, () => this.soon())
    on(this.form, "submit", () => { this.sent = true })
    on(window, "pagehide", () => this.keep({ last: true }))
    on(document, "visibilitychange", () => { if (document.hidden) this.keep({ last: true }) })
    on(window, "pageshow", event => { if (event.persisted) this.sent = false })
    on(window, "online", () => this.keep())
  }

  disconnectedCallback() {
    this.listeners?.abort()
    clearTimeout(this.waiting)
  }

  open(choice) {
    choice.closest("[data-conflict]").querySelector("parvis-editor")?.start?.()
  }

  // {mark: {choice, own}} of the questions that have a choice.
  chosen() {
    const found = {}
    for (const question of this.querySelectorAll("[data-conflict]")) {
      const choice = question.querySelector("input[type=radio]:checked")?.value
      if (!choice) continue
      const own = choice === "own" ? question.querySelector(".conflict-own textarea, .conflict-own input")?.value ?? "" : ""
      found[question.dataset.mark] = { choice, own }
    }
    return found
  }

  soon() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.keep(), QUIET)
  }

  async keep({ last = false } = {}) {
    clearTimeout(this.waiting)
    if (this.sent) return
    this.querySelectorAll("parvis-editor").forEach(editor => editor.write?.())
    const now = JSON.stringify(this.chosen())
    if (now === this.last) return
    try {
      await post(this.dataset.url, { answers: now }, { keepalive: last && now.length < 60000, headers: { Accept: "application/json" } })
      this.last = now
      this.status.textContent = this.dataset.textKept
    } catch {
      this.status.textContent = this.dataset.textOffline
    }
  }
}

if (!customElements.get("parvis-conflicts")) customElements.define("parvis-conflicts", Conflicts)
