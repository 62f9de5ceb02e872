// Supporting an idea: the button answers at once, and goes back with a word if the server refuses.
import { HttpError, post } from "parvis/helpers/http.js"
import { announce } from "parvis/helpers/announce.js"
import { toast } from "parvis/helpers/toast.js"
import { SupportState } from "parvis/models/support.js"

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
  }

  async toggle(event) {
    event.preventDefault()
    if (this.busy) return
    this.busy = true
    const before = this.state
    this.show(before.toggled())
    try {
      const response = await post(before.supported ? this.dataset.withdrawUrl : this.dataset.url, {}, { headers: { Accept: "application/json" } })
      if (response.redirected) throw new SignedOut()
      this.show(this.state.with(await response.json()))
    } catch (error) {
      this.show(before)
      await this.explain(error)
    } finally {
      this.busy = false
    }
  }

  async explain(error) {
    if (error instanceof SignedOut || [401, 403].includes(error.status)) return toast(this.dataset.expired, "warning")
    if (!(error instanceof HttpError) || error.status !== 409) return toast(this.dataset.failed, "error")
    const answer = await error.response.json()
    this.show(this.state.with(answer))
    toast(answer.message, "warning")
  }

  show(state) {
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
    announce(text.textContent)
  }
}

class SignedOut extends Error {}

customElements.define("parvis-support", ParvisSupport)
