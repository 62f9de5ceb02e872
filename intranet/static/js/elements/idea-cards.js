// An idea's address alone in a paragraph becomes its card, as this reader may see it now; a plain link where not.
// The paragraph stays in the text, put away: what is selected, quoted and contested goes by its words, never by the card's.
import { get } from "parvis/helpers/http.js"

const ADDRESS = /^\/ideas\/(\d{1,18})\/(?:[-\w]+\/)?$/
const MOST = 20

let shown = 0

function showCards(root = document) {
  for (const paragraph of root.querySelectorAll(".prose > p:not([data-idea])")) {
    const idea = paragraph.isContentEditable ? null : ideaOf(paragraph)
    if (idea && shown < MOST) show(paragraph, idea)
  }
}

function ideaOf(paragraph) {
  const text = paragraph.textContent.trim()
  if (!text.includes("/ideas/") || /\s/.test(text)) return null
  const link = paragraph.querySelector("a")
  if (link && link.textContent.trim() !== text) return null
  const url = parse(link?.href ?? text)
  return url?.origin === location.origin ? url.pathname.match(ADDRESS)?.[1] : null
}

function parse(text) {
  try {
    return new URL(text, location.origin)
  } catch {
    return null
  }
}

async function show(paragraph, idea) {
  shown += 1
  paragraph.dataset.idea = idea
  try {
    const answer = await get(`/ideas/${idea}/card/`)
    if (answer.redirected) return
    const holder = document.createElement("div")
    holder.innerHTML = await answer.text()
    const card = holder.firstElementChild
    if (!paragraph.isConnected || !card) return
    paragraph.after(card)
    // A passage under discussion leads to its thread: it stays to be seen.
    paragraph.hidden = !paragraph.querySelector("mark")
    paragraph.dispatchEvent(new CustomEvent("parvis:card", { bubbles: true }))
  } catch {
    // Not for this reader, or gone: the link stays.
  }
}

showCards()
new MutationObserver(changes => {
  if (changes.some(change => [...change.addedNodes].some(node => node.nodeType === Node.ELEMENT_NODE && !node.closest(".idea-embed")))) showCards()
}).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true })
