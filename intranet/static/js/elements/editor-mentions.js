// "@" and the beginning of a name: people to choose from, at the cursor.
import { Extension } from "django-prose-editor/editor"
import { Plugin, PluginKey } from "parvis/helpers/prose.js"
import { Completion, asker } from "parvis/helpers/completion.js"
import { debounce } from "parvis/helpers/timing.js"

const BEGUN = /(?:^|[\s(«"'])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u

export function mentions(host) {
  return Extension.create({
    name: "mentions",
    priority: 1000,
    addProseMirrorPlugins() {
      const { editor } = this
      return [new Plugin({
        key: new PluginKey("mentions"),
        view: () => new Mentions(host, editor),
        props: { handleKeyDown: (view, event) => host.mentions?.completion.key(event) && (event.preventDefault(), true) },
      })]
    },
  })
}

class Mentions {
  constructor(host, editor) {
    this.host = host
    this.editor = editor
    host.mentions = this
    this.completion = new Completion(editor.view.dom, { label: host.words("People"), pick: person => this.put(person) })
    this.ask = asker(host.dataset.peopleUrl, person => ({
      id: person.id, label: person.name, detail: person.department, photo: person.photo, url: person.url,
    }))
    this.search = debounce(() => this.find(), 120)
  }

  // Where a mention is being typed: its text and its start, or null.
  get begun() {
    const { $from, empty } = this.editor.state.selection
    if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 60), $from.parentOffset, null, "￼")
    const match = BEGUN.exec(before)
    return match && { text: match[1], from: $from.pos - match[1].length - 1, to: $from.pos }
  }

  update(view, previous) {
    if (previous && previous.doc.eq(view.state.doc) && previous.selection.eq(view.state.selection)) return
    if (!this.host.dataset.peopleUrl || !this.begun) this.completion.hide()
    else if (previous && !previous.doc.eq(view.state.doc)) this.search()
  }

  async find() {
    const begun = this.editor.isDestroyed ? null : this.begun
    if (!begun) return this.completion.hide()
    const people = await this.ask(begun.text).catch(() => [])
    const now = this.editor.isDestroyed ? null : this.begun
    if (people && now?.text === begun.text) this.completion.show(people, () => this.editor.view.coordsAtPos(now.from))
  }

  put({ id, label, url }) {
    const begun = this.begun
    if (!begun) return
    const content = [{ type: "mention", attrs: { id, label, href: url } }, { type: "text", text: " " }]
    this.editor.chain().focus().insertContentAt({ from: begun.from, to: begun.to }, content).run()
  }

  destroy() {
    this.completion.hide()
  }
}
