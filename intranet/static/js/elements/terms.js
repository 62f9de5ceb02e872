// Words explained in an article: what a term means stands beside it on hover, focus or tap; Escape puts it away. Without
// this, the term is a link to the glossary with its meaning as its title.
const SHOW = 150
const HIDE = 250

const template = document.getElementById("term-tooltip")
let box, shown, due

function make() {
  box = template.content.firstElementChild.cloneNode(true)
  box.id = "term-shown"
  document.body.append(box)
  box.addEventListener("pointerenter", () => clearTimeout(due))
  box.addEventListener("pointerleave", () => later(hide, HIDE))
}

function later(what, milliseconds) {
  clearTimeout(due)
  due = setTimeout(what, milliseconds)
}

function show(term) {
  clearTimeout(due)
  if (!box) make()
  if (shown === term) return
  hide()
  shown = term
  const said = box.querySelector("[data-said]")
  said.textContent = term.dataset.said
  said.hidden = !term.dataset.said
  box.querySelector("[data-summary]").textContent = term.dataset.term
  box.querySelector("[data-summary]").lang = term.closest("[lang]")?.lang ?? ""
  box.querySelector("[data-more]").href = term.href
  term.setAttribute("aria-describedby", box.id)
  box.showPopover()
  place()
}

function hide() {
  clearTimeout(due)
  if (!shown) return
  shown.removeAttribute("aria-describedby")
  shown = null
  if (box.matches(":popover-open")) box.hidePopover()
}

function place() {
  const lines = shown.getClientRects()
  const at = lines[0] ?? shown.getBoundingClientRect()
  const width = box.offsetWidth
  const left = Math.min(Math.max(at.left, 8), document.documentElement.clientWidth - width - 8)
  const above = at.top - box.offsetHeight - 6
  box.style.left = `${left}px`
  box.style.top = `${above > 60 ? above : at.bottom + 6}px`
}

const termOf = event => event.target.closest?.("a.term")

if (template) {
  // The browser's own tip would say the same twice.
  for (const term of document.querySelectorAll("a.term[title]")) term.removeAttribute("title")
  document.addEventListener("pointerover", event => {
    const term = termOf(event)
    if (term && event.pointerType !== "touch") later(() => show(term), SHOW)
  })
  document.addEventListener("pointerout", event => {
    if (termOf(event) && event.pointerType !== "touch") later(hide, HIDE)
  })
  document.addEventListener("focusin", event => {
    const term = termOf(event)
    if (term?.matches(":focus-visible")) show(term)
  })
  document.addEventListener("focusout", event => termOf(event) && later(hide, HIDE))
  document.addEventListener("keydown", event => event.key === "Escape" && hide())
  let touched = false
  document.addEventListener("pointerdown", event => {
    touched = event.pointerType === "touch"
    if (!termOf(event) && !box?.contains(event.target)) hide()
  })
  document.addEventListener("click", event => {
    const term = termOf(event)
    if (!term || !touched) return
    // A tap explains; the link inside leads to the glossary.
    event.preventDefault()
    show(term)
  })
  // Moving to a term may scroll the page: what it means goes along, as long as the term is there to be seen.
  addEventListener("scroll", () => {
    if (!shown) return
    const { top, bottom } = shown.getBoundingClientRect()
    if (bottom < 0 || top > innerHeight) hide()
    else place()
  }, { passive: true })
}
