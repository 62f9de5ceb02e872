// A ballot says at each change what is left to give, before it is sent. The form does the same without it.
class ParvisBallot extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.word = this.querySelector("[data-word]")
    this.number = new Intl.NumberFormat(document.documentElement.lang)
    this.before = this.said()
    this.form.addEventListener("input", () => this.count())
    this.form.addEventListener("submit", () => { this.sent = true })
    this.leaving = event => { if (!this.sent && this.said() !== this.before) event.preventDefault() }
    window.addEventListener("beforeunload", this.leaving)
    this.count()
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this.leaving)
  }

  get fields() {
    return [...this.form.querySelectorAll("[data-cost]")]
  }

  said() {
    return this.fields.map(field => this.pointsOf(field)).join(",")
  }

  pointsOf(field) {
    return field.type === "checkbox" ? Number(field.checked) : Math.max(0, Math.trunc(Number(field.value)) || 0)
  }

  count() {
    let spent = 0
    let cost = 0
    for (const field of this.fields) {
      const points = this.pointsOf(field)
      spent += points
      if (points) cost += Number(field.dataset.cost)
    }
    const left = this.dataset.allowed === "" ? null : Number(this.dataset.allowed) - spent
    const money = this.dataset.total === "" ? null : Number(this.dataset.total) - cost
    this.show("[data-spent]", spent)
    this.show("[data-left]", left)
    this.show("[data-cost-sum]", cost)
    this.show("[data-money-left]", money === null ? null : Math.max(money, 0))
    const over = left !== null && left < 0
    const dear = left === null && money !== null && money < 0
    const changed = this.said() !== this.before
    this.word.textContent = over ? this.say("over", -left) : dear ? this.say("moneyOver", -money) : changed ? this.dataset.changed : ""
    this.classList.toggle("ballot-over", over)
  }

  show(selector, value) {
    const place = this.querySelector(selector)
    if (place && value !== null) place.textContent = this.number.format(value)
  }

  say(name, value) {
    return this.dataset[name].replace("{n}", this.number.format(value))
  }
}

customElements.define("parvis-ballot", ParvisBallot)
