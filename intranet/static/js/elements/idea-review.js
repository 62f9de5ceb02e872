// The review page by keyboard: j and k go through the ideas, d decides in place, o opens, Escape comes back to the row.
class ParvisIdeaReview extends HTMLElement {
  connectedCallback() {
    this.onKey = event => this.key(event)
    document.addEventListener("keydown", this.onKey)
    this.addEventListener("htmx:afterSettle", event => event.target.querySelector("select")?.focus())
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.onKey) }

  get rows() { return [...this.querySelectorAll(".review-row")] }

  get current() { return document.activeElement?.closest(".review-row") }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") this.current?.focus()
      return
    }
    const moves = { j: () => this.go(1), k: () => this.go(-1), d: () => this.decide(), o: () => this.open() }
    if (!moves[event.key]) return
    event.preventDefault()
    moves[event.key]()
  }

  go(step) {
    const at = this.rows.indexOf(this.current)
    const next = this.rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), this.rows.length - 1)]
    next?.focus()
    next?.scrollIntoView({ block: "nearest" })
  }

  decide() {
    const row = this.current ?? this.rows[0]
    row?.querySelector("[data-decide]")?.click()
    row?.querySelector("select")?.focus()
  }

  open() {
    const row = this.current
    if (row) location.assign(row.dataset.url)
  }
}

customElements.define("parvis-idea-review", ParvisIdeaReview)
