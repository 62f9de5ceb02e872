// What Word, Google Docs and web pages put on the clipboard, made into plain structure before the editor reads it.
// Of the text itself: Word says "mso-bidi-font-weight" of what would be bold in Arabic.
const BOLD = /(?:^|[;\s])font-weight:\s*(?:bold|[6-9]00)/i
const NOT_BOLD = /(?:^|[;\s])font-weight:\s*(?:normal|[1-4]00)/i
const ITALIC = /(?:^|[;\s])font-style:\s*italic/i
const STRIKE = /text-decoration[^;]*line-through/i
const WORD_LIST = /mso-list:\s*(l\d+)\s+level(\d+)/i

const NOISE = /<!--\[if[\s\S]*?endif\]-->|<!\[(?:if|endif)[^>]*\]>|<\/?o:p[^>]*>|<style[\s\S]*?<\/style>/gi

// Styles are read here and never applied; under another name the content policy has nothing to refuse, nor to log.
const disarmed = tag => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-off=")

// What makes a browser stand still for seconds is the number of blocks, more than the number of letters. A picture
// within the text is long and costs nothing.
export const MOST_BLOCKS = 6000
export const MOST_LETTERS = 1_000_000
const BLOCK = /<(?:p|li|tr|div|h[1-6]|pre|blockquote|dd|dt)[\s>]/gi
const PICTURE = /data:image\/[a-z+.-]+;base64,[a-z0-9+/=\s]*/gi

// Whether what is pasted or dropped is more than the editor takes at once; looked at without parsing it.
export function isTooMuch(clipboard) {
  const html = clipboard?.getData("text/html") ?? ""
  const text = clipboard?.getData("text/plain") ?? ""
  if (text.length > MOST_LETTERS) return true
  if (html) return count(html, BLOCK) > MOST_BLOCKS || html.length > 4 * MOST_LETTERS && html.replace(PICTURE, "").length > 4 * MOST_LETTERS
  return count(text, /\n/g) > MOST_BLOCKS
}

function count(text, pattern) {
  let found = 0
  pattern.lastIndex = 0
  while (found <= MOST_BLOCKS && pattern.exec(text)) found++
  return found
}

export function tidyPaste(html) {
  const source = html.replace(NOISE, "").replace(/<[a-z][^>]*>/gi, disarmed)
  const page = new DOMParser().parseFromString(source, "text/html")
  page.querySelectorAll("style, script, meta, link, title, xml").forEach(element => element.remove())
  wordLists(page)
  docsMarks(page)
  page.querySelectorAll("li > p:only-child").forEach(paragraph => paragraph.replaceWith(...paragraph.childNodes))
  page.querySelectorAll("[data-style], [data-off]").forEach(element => {
    element.removeAttribute("data-style")
    element.removeAttribute("data-off")
  })
  // Pictures of other sites and programs cannot come along (see editor-pictures.js).
  page.querySelectorAll("img").forEach(picture => {
    if (!/^(?:\/media\/|data:image\/)/i.test(picture.getAttribute("src") ?? "")) picture.remove()
  })
  page.querySelectorAll("p").forEach(paragraph => {
    if (!paragraph.textContent.replace(/\u00a0/g, " ").trim() && !paragraph.querySelector("img, br")) paragraph.remove()
  })
  return page.body.innerHTML
}

// Google Docs wraps all in <b style="font-weight:normal"> and says bold by spans.
function docsMarks(page) {
  for (const element of page.querySelectorAll("b[data-style], strong[data-style]")) {
    if (NOT_BOLD.test(element.getAttribute("data-style"))) element.replaceWith(...element.childNodes)
  }
  for (const span of page.querySelectorAll("span[data-style]")) {
    const style = span.getAttribute("data-style")
    const tags = [BOLD.test(style) && "strong", ITALIC.test(style) && "em", STRIKE.test(style) && "s"].filter(Boolean)
    if (!tags.length || !span.textContent.trim()) continue
    let inner = span
    for (const tag of tags) {
      const mark = page.createElement(tag)
      mark.append(...inner.childNodes)
      inner.append(mark)
      inner = mark
    }
  }
}

// Word writes a list as paragraphs: "mso-list:l0 level2" and a bullet or number typed before the text.
function wordLists(page) {
  const isItem = element => element?.nodeType === 1 && WORD_LIST.test(element.getAttribute("data-style") ?? "")
  for (const first of page.querySelectorAll("p[data-style*=mso-list], li[data-style*=mso-list]")) {
    if (!first.isConnected || first.tagName === "LI" || isItem(first.previousElementSibling)) continue
    const holder = page.createElement("div")
    first.before(holder)
    const stack = []
    for (let item = first; isItem(item);) {
      const next = item.nextElementSibling
      const [, id, depth] = WORD_LIST.exec(item.getAttribute("data-style"))
      const level = Math.min(Number(depth), stack.length + 1)
      const marker = item.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]")
      const numbered = /^\s*\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i.test(marker?.textContent ?? item.textContent)
      if (marker) marker.remove()
      else stripMarker(item)
      while (stack.length > level) stack.pop()
      // Another list of Word's begins right after: bullets, then numbers.
      if (stack.length === level && stack.at(-1).dataset.id !== id) stack.pop()
      if (stack.length < level) {
        const list = page.createElement(numbered ? "ol" : "ul")
        list.dataset.id = id
        ;(stack.at(-1)?.lastElementChild ?? holder).append(list)
        stack.push(list)
      }
      const entry = page.createElement("li")
      entry.append(...item.childNodes)
      stack.at(-1).append(entry)
      item.remove()
      item = next
    }
    holder.replaceWith(...holder.childNodes)
  }
}

function stripMarker(item) {
  const walker = item.ownerDocument.createTreeWalker(item, 4)
  const text = walker.nextNode()
  if (text) text.data = text.data.replace(/^\s*(?:[·•o§▪–-]|\(?(?:\d+|[a-z])[.)])\s+/i, "")
}
