// Pictures and files put into a text: pasted, dropped or chosen. Each shows its progress where it will stand.
import { Extension } from "django-prose-editor/editor"
import { Decoration, DecorationSet, NodeSelection, Plugin, PluginKey } from "parvis/helpers/prose.js"
import { sendFile } from "parvis/helpers/upload.js"

const KEY = new PluginKey("uploading")
const SHOWN = "image/jpeg,image/png,image/gif,image/webp,image/bmp"
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
    if (!files.length || html.replace(/<[^>]*>/g, "").trim()) return false
    event?.preventDefault()
    for (const file of files) this.send(editor, file, position)
    return true
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
    let found = null
    editor.state.doc.descendants((node, pos) => {
      if (node.attrs.src === src && (found === null || Math.abs(pos - at) < Math.abs(found - at))) found = pos
    })
    // One question after the other, when several pictures come at once.
    if (found !== null) this.waiting = this.waiting.then(() => this.describe(editor, found))
  }

  // Ask for the words that stand for the picture; resolves when the dialog is closed.
  describe(editor, position) {
    const node = editor.state.doc.nodeAt(position)
    if (!node?.attrs.src) return Promise.resolve()
    const dialog = this.host.querySelector("template[data-dialog=image]").content.firstElementChild.cloneNode(true)
    const { alt } = dialog.querySelector("form").elements
    dialog.querySelector(".editor-preview").src = node.attrs.src
    alt.value = node.attrs.alt ?? ""
    document.body.append(dialog)
    const stillThere = () => editor.state.doc.nodeAt(position)?.attrs.src === node.attrs.src
    dialog.querySelector("[data-remove]").addEventListener("click", () => {
      if (stillThere()) editor.view.dispatch(editor.state.tr.delete(position, position + node.nodeSize))
      dialog.close()
    })
    dialog.querySelector("form").addEventListener("submit", event => {
      event.preventDefault()
      if (stillThere()) editor.view.dispatch(editor.state.tr.setNodeAttribute(position, "alt", alt.value.trim()))
      dialog.close()
      editor.view.focus()
    })
    dialog.showModal()
    alt.focus()
    return new Promise(resolve => dialog.addEventListener("close", () => {
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

const placeOf = (editor, id) => KEY.getState(editor.state).find(null, null, spec => spec.id === id)[0]?.from
