// <parvis-review-room>: the shortlist and the idea beside it. Without it each idea is a page of its own; with it the idea
// is exchanged in place, the address follows, and the keyboard goes through the list: j and k (or the arrows, in the list),
// d to decide, s to score, Escape back to the list. On a narrow screen links stay links: the list, then the idea.
import { announce } from "parvis/helpers/announce.js"
import { get } from "parvis/helpers/http.js"
import { toast } from "parvis/helpers/toast.js"

const WIDE = "(min-width: 62rem)"
const PAUSE = 120

class ReviewRoom extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController()
    const on = (target, type, work) => target.addEventListener(type, work, { signal: this.listeners.signal })
    on(this, "click", event => this.clicked(event))
    on(document, "keydown", event => this.key(event))
    on(window, "popstate", () => this.show(location.href, { push: false }))
    this.reveal(this.current)
  }

  disconnectedCallback() {
    this.listeners.abort()
    this.loading?.abort()
  }

  get links() { return [...this.querySelectorAll(".room-place")] }

  get current() { return this.querySelector(".room-place[aria-current]") }

  get middle() { return this.querySelector("#review-place") }

  get isWide() { return matchMedia(WIDE).matches }

  clicked(event) {
    const link = event.target.closest("a[data-place]")
    if (!link || !this.isWide || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
    event.preventDefault()
    this.show(link.href, { focus: "title" })
  }

  key(event) {
    const target = event.target
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (target.closest("dialog, [role=menu], [role=listbox]")) return
    if (target.closest("input:not([type=radio]), textarea, select, [contenteditable], [role=combobox]")) {
      return
    }
    if (event.key === "Escape" && this.middle.contains(target)) return this.current?.focus()
    const inList = Boolean(target.closest(".room-list"))
    const moves = {
      j: () => this.go(1), k: () => this.go(-1), d: () => this.enter(".room-decide"), s: () => this.enter(".room-score"),
      ...(inList && {
        ArrowDown: () => this.go(1), ArrowUp: () => this.go(-1),
        Home: () => this.go(-Infinity), End: () => this.go(Infinity),
      }),
    }
    if (!moves[event.key]) return
    event.preventDefault()
    moves[event.key]()
  }

  // The focus moves at once; the idea follows once one stays a moment.
  go(step) {
    const links = this.links
    const from = links.indexOf(document.activeElement)
    const at = from < 0 ? links.indexOf(this.current) : from
    const next = links[Math.min(Math.max(at + step, 0), links.length - 1)]
    if (!next) return
    if (!this.isWide) return next.offsetParent ? next.focus() : location.assign(next.href)
    next.focus({ preventScroll: true })
    this.reveal(next)
    clearTimeout(this.waiting)
    if (next !== this.current) this.waiting = setTimeout(() => this.show(next.href), PAUSE)
  }

  // Scrolls the list, never the page.
  reveal(link) {
    const list = this.querySelector(".room-list")
    if (!link || !this.isWide) return
    const one = link.getBoundingClientRect(), frame = list.getBoundingClientRect()
    const end = Math.min(frame.bottom, innerHeight)
    if (one.top < frame.top) list.scrollTop -= frame.top - one.top
    else if (one.bottom > end) list.scrollTop += one.bottom - end
  }

  async enter(where) {
    clearTimeout(this.waiting)
    const focused = document.activeElement?.closest?.(".room-place")
    if (focused && focused !== this.current) await this.show(focused.href)
    const place = this.querySelector(where)
    place?.querySelector("input[type=radio]:checked, input[type=radio], select, textarea")?.focus()
    place?.scrollIntoView({ block: "nearest" })
  }

  async show(url, { push = true, focus = "" } = {}) {
    this.loading?.abort()
    const loading = this.loading = new AbortController()
    this.setAttribute("aria-busy", "true")
    try {
      const response = await get(url, { signal: loading.signal, headers: { "HX-Request": "true", "HX-Target": "review-place" } })
      const html = await response.text()
      if (loading.signal.aborted) return
      this.middle.innerHTML = html
      const open = this.middle.querySelector("[data-idea]")
      if (!open) return location.assign(url)
      if (push && url !== location.href) history.pushState({}, "", url)
      this.dataset.at = "idea"
      this.mark(open.dataset.idea)
      document.title = open.dataset.title
      const title = this.middle.querySelector(".room-title")
      if (focus === "title") title.focus()
      else announce(title.textContent)
      if (!push && document.activeElement?.closest?.(".room-place")) this.current?.focus()
      this.middle.scrollTop = 0
      if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" })
    } catch (error) {
      if (error.name === "AbortError") return
      if (error.status) return location.assign(url)
      toast(this.dataset.failed, "error")
    } finally {
      if (this.loading === loading) this.removeAttribute("aria-busy")
    }
  }

  mark(idea) {
    for (const link of this.links) {
      if (link.dataset.place === idea) link.setAttribute("aria-current", "true")
      else link.removeAttribute("aria-current")
    }
    this.reveal(this.current)
  }
}

if (!customElements.get("parvis-review-room")) customElements.define("parvis-review-room", ReviewRoom)
