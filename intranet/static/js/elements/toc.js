// <parvis-toc>: marks, in the table of contents, the section that is being read: the last whose heading passed under the
// bar; or the one that somebody asked for, as long as they do not scroll away, even where the page ends before it is on top.
const SCROLLING = ["wheel", "touchmove", "keydown"]

class Toc extends HTMLElement {
  connectedCallback() {
    this.links = new Map([...this.querySelectorAll("a[href^='#']")].map(link => [decodeURIComponent(link.hash.slice(1)), link]))
    this.headings = [...this.links.keys()].map(id => document.getElementById(id)).filter(Boolean)
    if (!this.headings.length) return
    this.due = false
    this.onScroll = () => {
      if (this.due) return
      this.due = true
      requestAnimationFrame(() => { this.due = false; this.mark() })
    }
    addEventListener("scroll", this.onScroll, { passive: true })
    addEventListener("resize", this.onScroll, { passive: true })
    addEventListener("load", this.onScroll)
    this.onAsked = () => {
      this.asked = this.headings.find(heading => heading.id === decodeURIComponent(location.hash.slice(1)))
      this.onScroll()
    }
    this.onAway = event => {
      if (event.type !== "keydown" || /^(?:Arrow|Page|Home|End| )/.test(event.key)) this.asked = null
    }
    addEventListener("hashchange", this.onAsked)
    // Asked for once more, the address does not change.
    this.addEventListener("click", event => { if (event.target.closest("a")) setTimeout(this.onAsked) })
    for (const name of SCROLLING) addEventListener(name, this.onAway, { passive: true })
    this.onAsked()
    this.mark()
  }

  disconnectedCallback() {
    if (!this.onScroll) return
    removeEventListener("scroll", this.onScroll)
    removeEventListener("load", this.onScroll)
    removeEventListener("hashchange", this.onAsked)
    for (const name of SCROLLING) removeEventListener(name, this.onAway)
    removeEventListener("resize", this.onScroll)
  }

  mark() {
    const landing = ["scrollPaddingTop", "scrollMarginTop"].map((name, at) => parseFloat(getComputedStyle(at ? this.headings[0] : document.documentElement)[name]) || 0)
    const line = Math.max(Math.min(innerHeight * 0.3, 200), landing[0] + landing[1] + 4)
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4
    const passed = this.headings.filter(heading => heading.getBoundingClientRect().top <= line)
    const reached = atEnd ? this.headings.at(-1) : passed.at(-1)
    const current = this.asked && inView(this.asked) ? this.asked : reached
    if (current === this.current) return
    this.current = current
    for (const [id, link] of this.links) link.toggleAttribute("aria-current", false) || (current?.id === id && link.setAttribute("aria-current", "true"))
    if (current) this.keepInView(this.links.get(current.id))
  }

  keepInView(link) {
    const box = this.closest(".page-aside")
    if (!box) return
    const [inner, outer] = [link.getBoundingClientRect(), box.getBoundingClientRect()]
    if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 24
    else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 24
  }
}

function inView(heading) {
  const { top, bottom } = heading.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}

customElements.define("parvis-toc", Toc)
