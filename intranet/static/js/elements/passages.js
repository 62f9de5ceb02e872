// <parvis-passages data-text="id of the text" data-url="…">: when words of the text are selected, a button leads to the
// form about them. The words go in the address with what stands around them; the server finds them in its own text.
const AROUND = 80
const LONGEST = 1000
// The card of an idea stands after the paragraph that gives its address, and is no part of the text.
const CARD = ".idea-embed"

function wordsOf(range) {
  const copy = range.cloneContents()
  for (const card of copy.querySelectorAll(CARD)) card.remove()
  return copy.textContent
}

class Passages extends HTMLElement {
  connectedCallback() {
    this.text = document.getElementById(this.dataset.text)
    const template = this.querySelector("template[data-bubble]")
    if (!this.text || !template) return
    this.bubble = template.content.firstElementChild.cloneNode(true)
    this.bubble.hidden = true
    this.append(this.bubble)
    this.onSelection = () => {
      cancelAnimationFrame(this.due)
      this.due = requestAnimationFrame(() => this.look())
    }
    this.onScroll = () => this.place()
    document.addEventListener("selectionchange", this.onSelection)
    addEventListener("scroll", this.onScroll, { passive: true })
    this.onClick = event => this.take(event)
    document.addEventListener("click", this.onClick)
    this.onCard = () => this.besideCards()
    this.text.addEventListener("parvis:card", this.onCard)
    this.besideCards()
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.onSelection)
    document.removeEventListener("click", this.onClick)
    removeEventListener("scroll", this.onScroll)
    this.text?.removeEventListener("parvis:card", this.onCard)
  }

  // Nobody can select a paragraph that a card stands for: the card itself leads to the form about it.
  besideCards() {
    for (const card of this.text.querySelectorAll(`[data-idea] + ${CARD}:not([data-contestable])`)) {
      const range = document.createRange()
      range.selectNodeContents(card.previousElementSibling)
      const link = this.querySelector("template[data-bubble]").content.firstElementChild.cloneNode(true)
      link.classList.replace("passage-bubble", "button-quiet")
      link.href = this.addressOf(range, wordsOf(range))
      card.dataset.contestable = ""
      card.querySelector(".row-body").append(link)
    }
  }

  // A link of the menu leads to the form as well: it takes along what was selected last.
  take(event) {
    const link = event.target.closest?.("[data-passages-new]")
    if (link && this.address) link.href = this.address
  }

  look() {
    const selection = getSelection()
    if (selection.rangeCount === 0 || selection.isCollapsed) {
      if (this.text.contains(selection.anchorNode)) this.address = null
      this.bubble.hidden = true
      return
    }
    const range = selection.getRangeAt(0)
    if (!this.text.contains(range.commonAncestorContainer)) {
      this.bubble.hidden = true
      return
    }
    const exact = wordsOf(range)
    const letters = exact.replace(/\s+/g, "").length
    if (letters < 3 || letters > LONGEST) {
      this.bubble.hidden = true
      return
    }
    this.range = range
    this.address = this.bubble.href = this.addressOf(range, exact)
    this.bubble.hidden = false
    this.place()
  }

  addressOf(range, exact) {
    const before = document.createRange()
    before.setStart(this.text, 0)
    before.setEnd(range.startContainer, range.startOffset)
    const after = document.createRange()
    after.setStart(range.endContainer, range.endOffset)
    after.setEnd(this.text, this.text.childNodes.length)
    const left = wordsOf(before)
    const asked = new URLSearchParams({
      exact: exact.trim(), prefix: left.slice(-AROUND), suffix: wordsOf(after).slice(0, AROUND),
      position: String(left.replace(/\s+/g, "").length),
    })
    return `${this.dataset.url}?${asked}`
  }

  place() {
    if (this.bubble.hidden || !this.range) return
    const lines = this.range.getClientRects()
    const box = lines[lines.length - 1] ?? this.range.getBoundingClientRect()
    const width = this.bubble.offsetWidth
    const left = Math.min(Math.max(box.right - width / 2, 8), document.documentElement.clientWidth - width - 8)
    const below = box.bottom + 8
    const top = below + this.bubble.offsetHeight < innerHeight - 8 ? below : box.top - this.bubble.offsetHeight - 8
    this.bubble.style.left = `${left}px`
    this.bubble.style.top = `${top}px`
  }
}

customElements.define("parvis-passages", Passages)
