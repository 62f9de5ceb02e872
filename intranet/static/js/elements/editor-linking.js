// "[[" and the beginning of a title: what to link to, at the cursor.
import { Extension } from "django-prose-editor/editor"
import { Plugin, PluginKey } from "parvis/helpers/prose.js"
import { Completion } from "parvis/helpers/completion.js"
import { targets } from "parvis/helpers/targets.js"
import { debounce } from "parvis/helpers/timing.js"

const BEGUN = /\[\[([^[\]]{0,100})$/u

export function linking(host) {
  return Extension.create({
    name: "linking",
    priority: 1000,
    addProseMirrorPlugins() {
      const { editor } = this
      return [new Plugin({
        key: new PluginKey("linking"),
        view: () => new Linking(host, editor),
        props: { handleKeyDown: (view, event) => host.linking?.completion.key(event) && (event.preventDefault(), true) },
      })]
    },
  })
}

class Linking {
  constructor(host, editor) {
    this.host = host
    this.editor = editor
    host.linking = this
    this.completion = new Completion(editor.view.dom, { label: host.words("Links"), pick: item => this.put(item) })
    this.ask = targets(host)
    this.search = debounce(() => this.find(), 150)
  }

  // Where a link is being typed: its text and its start, or null.
  get begun() {
    const { $from, empty } = this.editor.state.selection
    if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 110), $from.parentOffset, null, "￼")
    const match = BEGUN.exec(before)
    return match && { text: match[1], from: $from.pos - match[1].length - 2, to: $from.pos }
  }

  update(view, previous) {
    if (previous && previous.doc.eq(view.state.doc) && previous.selection.eq(view.state.selection)) return
    if (!this.host.dataset.articlesUrl || !this.begun) this.completion.hide()
    else if (previous && !previous.doc.eq(view.state.doc)) this.search()
  }

  async find() {
    const begun = this.editor.isDestroyed ? null : this.begun
    if (!begun || begun.text.trim().length < 2) return this.completion.hide()
    const items = await this.ask(begun.text)
    const now = this.editor.isDestroyed ? null : this.begun
    if (items && now?.text === begun.text) this.completion.show(items, () => this.editor.view.coordsAtPos(now.from))
  }

  put({ title, url, ref }) {
    const begun = this.begun
    if (!begun) return
    const mark = { type: "link", attrs: { href: url, ref } }
    const content = [{ type: "text", text: title, marks: [mark] }, { type: "text", text: " " }]
    this.editor.chain().focus().insertContentAt({ from: begun.from, to: begun.to }, content).run()
  }

  destroy() {
    this.completion.hide()
  }
}
