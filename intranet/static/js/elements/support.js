// Supporting an idea: the button answers at once, and goes back with a word if the server refuses. On the page of an
// idea the count follows the others: hints come over the socket, the numbers are asked for, once for many hints.
import { HttpError, getJSON, post } from "parvis/helpers/http.js"
import { announce } from "parvis/helpers/announce.js"
import { toast } from "parvis/helpers/toast.js"
import { live } from "parvis/models/live.js"
import { SupportState } from "parvis/models/support.js"

const SETTLE = 700
const SPREAD = 800

class ParvisSupport extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.button = this.form?.querySelector("button")
    this.counter = this.querySelector("[data-count]")
    this.added = Number(this.counter?.dataset.add ?? 0)
    this.state = new SupportState({
      supported: this.button?.getAttribute("aria-pressed") === "true",
      count: this.counter ? Number(this.counter.textContent.replace(/\D/g, "")) - this.added : null,
    })
    this.format = new Intl.NumberFormat(document.documentElement.lang)
    this.form?.addEventListener("submit", event => this.toggle(event))
    if (this.dataset.topic) this.leave = live().listen(this.dataset.topic, ({ kind }) => ["hint", "resync", "up"].includes(kind) && this.refreshSoon(kind))
  }

  disconnectedCallback() {
    this.leave?.()
    clearTimeout(this.refreshing)
  }

  // Many hints are one question; the random part keeps a crowd of open pages from asking in the same instant.
  refreshSoon(kind) {
    if (kind === "up" && !this.wasUp) return void (this.wasUp = true)
    this.refreshing ??= setTimeout(() => this.refresh(), SETTLE + Math.random() * SPREAD)
  }

  async refresh() {
    this.refreshing = null
    if (this.busy) return this.refreshSoon()
    try {
      const state = await getJSON(this.dataset.tallyUrl)
      if (this.busy) return this.refreshSoon()
      this.show(this.state.with(state), { quiet: true })
      this.spread(state)
    } catch {
      // The next hint asks again.
    }
  }

  spread({ departments, status }) {
    const breadth = this.querySelector("[data-breadth]")
    if (breadth && departments !== undefined) {
      breadth.hidden = !departments
      const one = new Intl.PluralRules(document.documentElement.lang).select(departments) === "one"
      breadth.textContent = (one ? breadth.dataset.one : breadth.dataset.many).replace("{n}", this.format.format(departments))
    }
    if (status === this.dataset.status) return
    this.dataset.status = status
    toast(this.dataset.moved, "info")
  }

  async toggle(event) {
    event.preventDefault()
    if (this.busy) return
    this.busy = true
    const before = this.state
    this.show(before.toggled())
    try {
      const response = await post(before.supported ? this.dataset.withdrawUrl : this.dataset.url, {}, { headers: { Accept: "application/json" } })
      this.show(this.state.with(await response.json()))
    } catch (error) {
      this.show(before)
      await this.explain(error)
    } finally {
      this.busy = false
    }
  }

  async explain(error) {
    if ([401, 403].includes(error.status)) return toast(this.dataset.expired, "warning")
    if (!(error instanceof HttpError) || error.status !== 409) return toast(this.dataset.failed, "error")
    const answer = await error.response.json()
    this.show(this.state.with(answer))
    toast(answer.message, "warning")
  }

  show(state, { quiet = false } = {}) {
    this.state = state
    if (this.counter && state.count !== null) this.counter.textContent = this.format.format(state.count + this.added)
    if (!this.button) return
    this.button.setAttribute("aria-pressed", String(state.supported))
    const { textOn, textOff, labelOn, labelOff } = this.dataset
    if (labelOn) this.button.setAttribute("aria-label", state.supported ? labelOn : labelOff)
    const text = this.button.querySelector("[data-text]")
    if (!text) return
    text.textContent = state.supported ? textOn : textOff
    this.button.classList.toggle("button-primary", !state.supported)
    if (!quiet) announce(text.textContent)
  }
}

customElements.define("parvis-support", ParvisSupport)
