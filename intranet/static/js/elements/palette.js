// The Ctrl-K palette: a combobox in a dialog over what the server lists for each keystroke.
import { get, post } from "parvis/helpers/http.js"

class Palette extends HTMLElement {
  #asked = 0

  connectedCallback() {
    this.dialog = this.querySelector("dialog")
    this.field = this.querySelector("input")
    this.list = this.querySelector("ul")
    this.field.addEventListener("input", () => { this.#choose(); this.#ask() })
    this.field.addEventListener("keydown", event => this.#key(event))
    this.dialog.addEventListener("click", event => { if (event.target === this.dialog) this.dialog.close() })
    this.list.addEventListener("click", event => this.#tell(event.target.closest("[role=option]")))
    this.dialog.addEventListener("close", () => this.#tell())
    this.abort = new AbortController()
    document.addEventListener("keydown", event => this.#shortcut(event), { signal: this.abort.signal })
  }

  disconnectedCallback() {
    this.abort.abort()
  }

  #shortcut(event) {
    // In a rich-text editor the same keys make a link.
    if (event.defaultPrevented || event.target.closest?.("[contenteditable]")) return
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault()
      this.dialog.open ? this.dialog.close() : this.#open()
    }
  }

  #open() {
    this.told = this.field.value.trim()
    this.dialog.showModal()
    this.field.select()
    this.#ask()
  }

  // Answers may come back in another order than they were asked: only the latest question's is shown.
  async #ask() {
    const mine = ++this.#asked
    const url = `${this.dataset.url}?q=${encodeURIComponent(this.field.value)}`
    try {
      const html = await (await get(url)).text()
      if (mine === this.#asked) this.#show(html)
    } catch {
      // Offline or signed out: what is listed stays, Enter still leads to the search page.
    }
  }

  #show(html) {
    this.list.innerHTML = html
    this.#choose(this.#options[0])
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")]
  }

  get #chosen() {
    return this.list.querySelector("[aria-selected=true]")
  }

  #choose(option) {
    this.#chosen?.setAttribute("aria-selected", "false")
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    this.field.setAttribute("aria-activedescendant", option?.id ?? "")
  }

  // Once a sitting, when it ends: what was typed, and what was opened. The search page tells of itself.
  #tell(option) {
    const q = this.field.value.trim()
    const isKnown = !q || (q === this.told && !option)
    this.told = q
    if (isKnown || (option && !option.dataset.hit)) return
    const hits = this.#options.filter(each => each.dataset.hit)
    const opened = option ? { hit: option.dataset.hit, rank: hits.indexOf(option) + 1 } : {}
    post(this.dataset.heard, { q, results: hits.length, ...opened }, { keepalive: true }).catch(() => {})
  }

  // What is listed answers an earlier question until the next answer comes: Enter must not open it meanwhile.
  #searchEverywhere() {
    this.told = this.field.value.trim()
    const form = document.querySelector("form.topbar-search")
    form.elements.q.value = this.field.value
    form.requestSubmit()
  }

  #key(event) {
    const options = this.#options
    const at = options.indexOf(this.#chosen)
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      const step = event.key === "ArrowDown" ? 1 : -1
      this.#choose(options[(at + step + options.length) % options.length])
    } else if (event.key === "Enter") {
      event.preventDefault()
      this.#chosen ? this.#chosen.click() : this.#searchEverywhere()
    }
  }
}

customElements.define("parvis-palette", Palette)
