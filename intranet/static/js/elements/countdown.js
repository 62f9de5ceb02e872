// Says how long until an hour that the page names. The date is there without it; it asks the server nothing.
const LENGTHS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]
const language = document.documentElement.lang || "en"

function words(seconds) {
  const first = LENGTHS.findIndex(([, length]) => seconds >= length)
  if (first < 0) return words(1)
  const parts = []
  for (const [unit, length] of LENGTHS.slice(first, first + 2)) {
    const number = Math.floor(seconds / length)
    seconds -= number * length
    if (number) parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(number))
  }
  return new Intl.ListFormat(language, { type: "unit", style: "long" }).format(parts)
}

customElements.define("parvis-countdown", class extends HTMLElement {
  connectedCallback() {
    // The server's clock counts, not the browser's.
    this.late = Number(this.dataset.now) * 1000 - Date.now()
    this.at = Date.parse(this.dataset.at)
    this.onshow = () => document.visibilityState === "visible" && this.show()
    document.addEventListener("visibilitychange", this.onshow)
    this.show()
  }

  disconnectedCallback() {
    clearTimeout(this.timer)
    document.removeEventListener("visibilitychange", this.onshow)
  }

  show() {
    clearTimeout(this.timer)
    const left = this.at - Date.now() - this.late
    const place = this.querySelector("[data-left]")
    if (left <= 0) {
      const link = Object.assign(document.createElement("a"), { href: "", textContent: this.dataset.done })
      place.replaceChildren(link)
      return
    }
    place.textContent = this.dataset.in.replace("{time}", words(left / 1000))
    // Seconds are shown in the last hour only: before, a minute is soon enough.
    this.timer = setTimeout(() => this.show(), left < 3600000 ? 1000 : 60000)
  }
})
