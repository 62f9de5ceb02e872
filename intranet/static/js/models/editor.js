// The editor of one <parvis-editor>: its schema, toolbar, links, pictures and mentions put together.
import { Editor } from "django-prose-editor/editor"
import { schemaFor } from "parvis/models/editor-schema.js"
import { Toolbar } from "parvis/elements/editor-toolbar.js"
import { LinkDialog } from "parvis/elements/editor-link.js"
import { Pictures } from "parvis/elements/editor-pictures.js"
import { linking } from "parvis/elements/editor-linking.js"
import { mentions } from "parvis/elements/editor-mentions.js"
import { isTooMuch, tidyPaste } from "parvis/helpers/paste.js"
import { debounce } from "parvis/helpers/timing.js"

const LARGE = 20000

export function createEditor(host) {
  const { textarea } = host
  const pictures = new Pictures(host)
  const links = new LinkDialog(host)
  const box = document.createElement("div")
  box.className = "editor-text"
  textarea.before(box)

  const refuse = (event, data) => {
    if (!isTooMuch(data)) return false
    event.preventDefault()
    host.say(host.words("TooMuch"), { bad: true })
    return true
  }
  const writeLater = debounce(() => host.write(), 400)
  const editor = new Editor({
    element: box,
    injectCSS: false,
    content: asHTML(textarea.value),
    extensions: [
      ...schemaFor(host.dataset.profile, { placeholder: textarea.placeholder, openLink: () => links.open(editor) }),
      mentions(host),
      linking(host),
      pictures.extension(),
    ],
    editorProps: {
      attributes: described(textarea, host.dataset.profile),
      transformPastedHTML: tidyPaste,
      // Before anything reads it: parsing a book takes the browser seconds.
      handleDOMEvents: {
        paste: (_view, event) => refuse(event, event.clipboardData),
        drop: (_view, event) => refuse(event, event.dataTransfer),
      },
    },
    onUpdate({ editor: current }) {
      current.unwritten = true
      if (current.state.doc.content.size > LARGE) writeLater()
      else host.write()
    },
    onBlur: () => host.write(),
    onDestroy: () => box.remove(),
  })
  editor.showSource = html => editor.commands.setContent(asHTML(html), { emitUpdate: false })
  labelled(textarea, editor)
  new Toolbar(host, editor, { links, pictures })
  return editor
}

// Plain text (typed before the editor came, or without it) becomes paragraphs.
function asHTML(text) {
  if (!text.trim() || /<\/?[a-z][^>]*>/i.test(text)) return text
  const holder = document.createElement("div")
  for (const part of text.trim().split(/\n\s*\n/)) {
    const paragraph = document.createElement("p")
    part.split("\n").forEach((line, at) => paragraph.append(...(at ? [document.createElement("br"), line] : [line])))
    holder.append(paragraph)
  }
  return holder.innerHTML
}

function described(textarea, profile) {
  const attributes = {
    class: profile === "post" ? "prose prose-post" : "prose",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": textarea.getAttribute("aria-label") ?? labelOf(textarea)?.textContent.trim() ?? "",
  }
  for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name)
  }
  if (textarea.required) attributes["aria-required"] = "true"
  return attributes
}

const labelOf = textarea => textarea.labels?.[0]

function labelled(textarea, editor) {
  labelOf(textarea)?.addEventListener("click", event => {
    if (editor.isDestroyed) return
    event.preventDefault()
    editor.commands.focus()
  })
}
