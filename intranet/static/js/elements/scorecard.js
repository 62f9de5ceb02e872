// <parvis-scorecard>: keeps the draft of a scorecard on the server as one chooses. The form works without it.
import { HttpError, post } from "parvis/helpers/http.js"

const QUIET = 700

class Scorecard extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.status = this.querySelector("[data-status]")
    this.listeners = new AbortController()
    const on = (target, type, work) => target.addEventListener(type, work, { signal: this.listeners.signal })
    on(this.form, "change", () => this.soon())
    on(this.form, "input", () => this.soon())
    on(this.form, "submit", () => { this.sent = true; clearTimeout(this.waiting); this.sending?.abort() })
    on(window, "pagehide", () => this.leave())
  }

  disconnectedCallback() {
    this.listeners.abort()
    this.leave()
  }

  soon() {
    this.changed = true
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.keep(), QUIET)
  }

  leave() {
    clearTimeout(this.waiting)
    if (this.changed && !this.sent && !this.sending) this.keep({ last: true })
  }

  // One at a time: each answer brings the version that the next one is of.
  async keep({ last = false } = {}) {
    if (this.sent || this.refused) return
    if (this.sending && !last) return
    this.changed = false
    const data = new FormData(this.form)
    this.sending = new AbortController()
    try {
      const response = await post(this.form.action, data, {
        keepalive: last, signal: last ? undefined : this.sending.signal, headers: { Accept: "application/json" },
      })
      const answer = await response.json()
      this.form.elements.version.value = answer.version
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date(answer.at))
      this.say(this.dataset.kept.replace("{time}", time))
    } catch (error) {
      if (error.name === "AbortError") return
      if (error instanceof HttpError && [409, 422].includes(error.status)) {
        this.refused = error.status === 409
        this.say((await error.response.json().catch(() => ({}))).error ?? this.dataset.failed)
      } else {
        this.changed = true
        this.say(this.dataset.failed)
      }
    } finally {
      this.sending = null
    }
    if (this.changed && !this.sent && this.isConnected) this.soon()
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text
  }
}

if (!customElements.get("parvis-scorecard")) customElements.define("parvis-scorecard", Scorecard)
