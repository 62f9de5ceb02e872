// <parvis-toc>: marks, in the table of contents, the section that is being read.
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
    this.mark()
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.onScroll)
    removeEventListener("resize", this.onScroll)
  }

  mark() {
    const line = Math.min(innerHeight * 0.3, 200)
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4
    const passed = this.headings.filter(heading => heading.getBoundingClientRect().top <= line)
    const current = atEnd ? this.headings.at(-1) : passed.at(-1)
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

customElements.define("parvis-toc", Toc)
