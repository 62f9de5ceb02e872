// The statement to vote on, by keyboard: a agrees, d disagrees, p passes. The next one is read aloud where one was.
class ParvisOpinions extends HTMLElement {
  connectedCallback() {
    this.onKey = event => this.key(event)
    document.addEventListener("keydown", this.onKey)
    this.addEventListener("htmx:afterSettle", () => this.querySelector("#statement-text")?.focus())
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.onKey) }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.target.closest("input, textarea, select, [contenteditable]")) return
    const button = this.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
    if (!button || this.querySelector(".htmx-request")) return
    event.preventDefault()
    button.click()
  }
}

customElements.define("parvis-opinions", ParvisOpinions)
