// Pictures and files put into a text: pasted, dropped or chosen. Each shows its progress where it will stand.
import { Extension } from "django-prose-editor/editor"
import { Decoration, DecorationSet, NodeSelection, Plugin, PluginKey } from "parvis/helpers/prose.js"
import { tidyPaste } from "parvis/helpers/paste.js"
import { sendFile } from "parvis/helpers/upload.js"

const KEY = new PluginKey("uploading")
const SHOWN = "image/jpeg,image/png,image/gif,image/webp,image/bmp"
const WITHIN = /<img[^>]+src\s*=\s*["']?data:image\//i
const ELSEWHERE = /<img[^>]+src\s*=\s*["']?(?:https?:|file:|cid:|blob:|\/\/)/gi
const MOST_WITHIN = 40
const FILES = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt,.zip,.txt,.md,.csv"

export class Pictures {
  constructor(host) {
    this.host = host
    this.waiting = Promise.resolve()
  }

  extension() {
    const pictures = this
    return Extension.create({
      name: "pictures",
      addProseMirrorPlugins() {
        const { editor } = this
        return [new Plugin({
          key: KEY,
          state: { init: () => DecorationSet.empty, apply: follow },
          props: {
            decorations: state => KEY.getState(state),
            handlePaste: (view, event) => pictures.received(editor, event.clipboardData, view.state.selection.from),
            handleDrop: (view, event, slice, moved) => {
              if (moved) return false
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
              return pictures.received(editor, event.dataTransfer, at?.pos ?? view.state.selection.from, event)
            },
            handleDoubleClickOn: (view, pos, node) => {
              if (node.attrs.src === undefined) return false
              pictures.describe(editor, pos)
              return true
            },
          },
        })]
      },
    })
  }

  // Files come with a copied picture or from a folder; a table copied from a spreadsheet brings text too, and wins.
  received(editor, transfer, position, event) {
    const files = [...(transfer?.files ?? [])]
    const html = transfer?.getData("text/html") ?? ""
    if (html.replace(/<[^>]*>/g, "").trim() || !files.length) {
      if (!WITHIN.test(html)) {
        this.tellLeftOut(html)
        return false
      }
      event?.preventDefault()
      this.bring(editor, html, event ? position : null)
      return true
    }
    event?.preventDefault()
    for (const file of files) this.send(editor, file, position)
    return true
  }

  // Pictures of other sites and of other programs stay where they are: the writer is told, not left to find out.
  tellLeftOut(html) {
    const count = (html.match(ELSEWHERE) ?? []).length
    if (count) setTimeout(() => this.host.say(this.host.words("LeftOut", { count }), { bad: true }))
  }

  // A text with its pictures written into it (data:): they are sent first, then all stands where it was dropped, or
  // (position null) in the place of what is selected.
  async bring(editor, html, position) {
    const page = new DOMParser().parseFromString(tidyPaste(html), "text/html")
    const pictures = [...page.querySelectorAll("img[src^='data:image/']")]
    const id = {}
    const bar = document.createElement("progress")
    bar.className = "editor-progress"
    bar.max = pictures.length
    bar.setAttribute("aria-label", this.host.words("Sending", { name: "" }))
    if (position === null) editor.view.dispatch(editor.state.tr.deleteSelection())
    editor.view.dispatch(editor.state.tr.setMeta(KEY, { add: { id, position: position ?? editor.state.selection.from, bar } }))
    const undescribed = []
    let lost = 0
    for (const [number, picture] of pictures.entries()) {
      const file = number < MOST_WITHIN ? fileOf(picture.getAttribute("src"), number) : null
      const upload = file && await sendFile(this.host.dataset.uploadUrl, file).catch(() => null)
      bar.value = number + 1
      if (!upload?.image) {
        picture.remove()
        lost += 1
        continue
      }
      for (const [name, value] of [["src", upload.url], ["width", upload.width], ["height", upload.height]]) picture.setAttribute(name, value)
      if (!picture.alt) undescribed.push(upload.url)
    }
    if (editor.isDestroyed) return
    const at = placeOf(editor, id) ?? editor.state.selection.from
    editor.view.dispatch(editor.state.tr.setMeta(KEY, { remove: id }))
    editor.chain().insertContentAt(at, page.body.innerHTML).run()
    this.host.say(lost ? this.host.words("LeftOut", { count: lost }) : "", { bad: true })
    for (const src of undescribed) this.waiting = this.waiting.then(() => this.describe(editor, nearest(editor, src, at), { asked: true }))
  }

  // The button: describes the picture that is selected, or asks for files.
  choose(editor) {
    const { selection } = editor.state
    if (selection instanceof NodeSelection && selection.node.attrs.src) return this.describe(editor, selection.from)
    const input = document.createElement("input")
    input.type = "file"
    input.multiple = true
    input.accept = `${SHOWN},${FILES}`
    input.addEventListener("change", () => {
      for (const file of input.files) this.send(editor, file, editor.state.selection.from)
    })
    input.click()
  }

  async send(editor, file, position) {
    const id = {}
    const bar = document.createElement("progress")
    bar.className = "editor-progress"
    bar.max = 1
    bar.setAttribute("aria-label", this.host.words("Sending", { name: file.name }))
    editor.view.dispatch(editor.state.tr.setMeta(KEY, { add: { id, position, bar } }))
    this.host.say(this.host.words("Sending", { name: file.name }))
    try {
      const upload = await sendFile(this.host.dataset.uploadUrl, file, { progress: part => { bar.value = part } })
      if (editor.isDestroyed) return
      const at = placeOf(editor, id)
      editor.view.dispatch(editor.state.tr.setMeta(KEY, { remove: id }))
      this.host.say("")
      this.put(editor, upload, at ?? editor.state.selection.from)
    } catch (error) {
      if (editor.isDestroyed) return
      editor.view.dispatch(editor.state.tr.setMeta(KEY, { remove: id }))
      this.host.say(error.told || this.host.words("Failed", { name: file.name }), { bad: true })
    }
  }

  put(editor, upload, at) {
    if (!upload.image) {
      const mark = { type: "link", attrs: { href: upload.url } }
      editor.chain().focus().insertContentAt(at, [{ type: "text", text: upload.name, marks: [mark] }, { type: "text", text: " " }]).run()
      return
    }
    const { url: src, width, height } = upload
    editor.chain().insertContentAt(at, { type: "image", attrs: { src, width, height, alt: "" } }).run()
    // One question after the other, when several pictures come at once.
    this.waiting = this.waiting.then(() => this.describe(editor, nearest(editor, src, at), { asked: true }))
  }

  // Ask for the words that stand for the picture, and its size; resolves when the dialog is closed. asked: it was put in
  // just now, so leaving takes an answer: words, "only decorative", or no picture.
  describe(editor, position, { asked = false } = {}) {
    const node = position === null ? null : editor.state.doc.nodeAt(position)
    if (!node?.attrs.src) return Promise.resolve()
    const dialog = this.host.querySelector("template[data-dialog=image]").content.firstElementChild.cloneNode(true)
    const { alt, decorative, size } = dialog.querySelector("form").elements
    const words = dialog.querySelector("[data-words]")
    const follow = () => {
      alt.required = !decorative.checked
      words.hidden = decorative.checked
    }
    decorative.checked = !asked && !node.attrs.alt
    decorative.addEventListener("change", follow)
    follow()
    size.value = node.attrs.size ?? ""
    dialog.querySelector("[data-dialog-close]").hidden = asked
    dialog.addEventListener("cancel", event => {
      if (!asked) return
      event.preventDefault()
      alt.reportValidity()
    })
    dialog.querySelector(".editor-preview").src = node.attrs.src
    alt.value = node.attrs.alt ?? ""
    document.body.append(dialog)
    let answered = !asked
    const stillThere = () => editor.state.doc.nodeAt(position)?.attrs.src === node.attrs.src
    dialog.querySelector("[data-remove]").addEventListener("click", () => {
      if (stillThere()) editor.view.dispatch(editor.state.tr.delete(position, position + node.nodeSize))
      answered = true
      dialog.close()
    })
    dialog.querySelector("form").addEventListener("submit", event => {
      event.preventDefault()
      const said = decorative.checked ? "" : alt.value.trim()
      if (!decorative.checked && !said) return alt.reportValidity()
      if (stillThere()) {
        editor.view.dispatch(editor.state.tr
          .setNodeAttribute(position, "alt", said)
          .setNodeAttribute(position, "size", size.value || null))
      }
      answered = true
      dialog.close()
      editor.view.focus()
    })
    dialog.showModal()
    ;(decorative.checked ? decorative : alt).focus()
    return new Promise(resolve => dialog.addEventListener("close", () => {
      if (!answered && !editor.isDestroyed) {
        dialog.showModal()
        return alt.reportValidity()
      }
      dialog.remove()
      if (!editor.isDestroyed) editor.view.focus()
      resolve()
    }))
  }
}

function follow(transaction, decorations) {
  let kept = decorations.map(transaction.mapping, transaction.doc)
  const { add, remove } = transaction.getMeta(KEY) ?? {}
  if (add) kept = kept.add(transaction.doc, [Decoration.widget(Math.min(add.position, transaction.doc.content.size), add.bar, { id: add.id })])
  if (remove) kept = kept.remove(kept.find(null, null, spec => spec.id === remove))
  return kept
}

function nearest(editor, src, at) {
  let found = null
  editor.state.doc.descendants((node, pos) => {
    if (node.attrs.src === src && (found === null || Math.abs(pos - at) < Math.abs(found - at))) found = pos
  })
  return found
}

// No fetch: the content policy lets scripts reach this site only.
function fileOf(src, number) {
  const [, type, data] = /^data:(image\/[a-z+.-]+);base64,([a-z0-9+/=\s]+)$/i.exec(src) ?? []
  if (!data) return null
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), letter => letter.charCodeAt(0))
    return new File([bytes], `picture-${number + 1}.${type.slice(6).replace(/\W.*/, "")}`, { type })
  } catch {
    return null
  }
}

const placeOf = (editor, id) => KEY.getState(editor.state).find(null, null, spec => spec.id === id)[0]?.from
