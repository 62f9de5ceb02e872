// Says which ideas somebody saw: a card at least half visible for a second, in a tab that is looked at. Once a day each;
// in batches every few seconds, and with what is left when the page goes away.
import { csrfToken, post } from "parvis/helpers/http.js"

const LONG_ENOUGH = 1000
const EVERY = 5000
const MOST_AT_ONCE = 60

class ParvisSeen extends HTMLElement {
  connectedCallback() {
    this.waiting = new Map()
    this.inView = new Set()
    this.batch = []
    this.key = `parvis.seen.${new Date().toISOString().slice(0, 10)}`
    this.leaving = new AbortController()
    const { signal } = this.leaving
    document.addEventListener("visibilitychange", () => this.look(), { signal })
    addEventListener("pagehide", () => this.send({ last: true }), { signal })
    if (this.dataset.idea) return this.show(this.dataset.idea)
    this.observer = new IntersectionObserver(entries => this.moved(entries), { threshold: 0.5 })
    for (const card of this.querySelectorAll("[id^='idea-'].idea-row")) if (!this.known(idOf(card))) this.observer.observe(card)
  }

  disconnectedCallback() {
    this.send({ last: true })
    this.leaving.abort()
    this.observer?.disconnect()
    for (const timer of this.waiting.values()) clearTimeout(timer)
    clearTimeout(this.sending)
  }

  moved(entries) {
    for (const entry of entries) entry.isIntersecting ? this.show(idOf(entry.target), entry.target) : this.hide(idOf(entry.target))
  }

  show(idea) {
    if (this.known(idea)) return
    this.inView.add(idea)
    if (!document.hidden && !this.waiting.has(idea)) this.waiting.set(idea, setTimeout(() => this.saw(idea), LONG_ENOUGH))
  }

  hide(idea) {
    this.inView.delete(idea)
    clearTimeout(this.waiting.get(idea))
    this.waiting.delete(idea)
  }

  // Nobody looks at a hidden tab: the second begins again when it is back.
  look() {
    if (!document.hidden) return this.inView.forEach(idea => this.show(idea))
    for (const timer of this.waiting.values()) clearTimeout(timer)
    this.waiting.clear()
    this.send({ last: true })
  }

  saw(idea) {
    this.hide(idea)
    this.batch.push(idea)
    this.sending ??= setTimeout(() => this.send(), EVERY)
  }

  async send({ last = false } = {}) {
    clearTimeout(this.sending)
    this.sending = null
    const ideas = this.batch.splice(0, MOST_AT_ONCE)
    if (!ideas.length) return
    const data = new URLSearchParams({ ideas: ideas.join(",") })
    this.remember(ideas)
    if (last) {
      data.set("csrfmiddlewaretoken", csrfToken())
      return void navigator.sendBeacon(this.dataset.url, data)
    }
    // Lost with the connection: tomorrow is another day.
    await post(this.dataset.url, data, { keepalive: true }).catch(() => {})
  }

  known(idea) {
    return this.batch.includes(idea) || this.remembered().includes(idea)
  }

  remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "[]")
    } catch {
      return []
    }
  }

  remember(ideas) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify([...this.remembered(), ...ideas].slice(-400)))
    } catch {
      // Without storage the server counts once all the same.
    }
  }
}

const idOf = card => card.id.slice("idea-".length)

customElements.define("parvis-seen", ParvisSeen)
