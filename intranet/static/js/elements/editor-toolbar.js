// The buttons above the text: they say what is on, one is in the tab order, arrows go from one to the next.
const inTable = (name, ...values) => editor => editor.chain().focus()[name](...values).run()
const toggle = name => editor => editor.chain().focus()[`toggle${name}`]().run()

const COMMANDS = {
  bold: toggle("Bold"),
  italic: toggle("Italic"),
  strike: toggle("Strike"),
  code: toggle("Code"),
  bulletList: toggle("BulletList"),
  orderedList: toggle("OrderedList"),
  blockquote: toggle("Blockquote"),
  codeBlock: toggle("CodeBlock"),
  rule: inTable("setHorizontalRule"),
  undo: inTable("undo"),
  redo: inTable("redo"),
  table: editor => !editor.isActive("table") && inTable("insertTable", { rows: 3, cols: 3, withHeaderRow: true })(editor),
  rowBefore: inTable("addRowBefore"),
  rowAfter: inTable("addRowAfter"),
  columnBefore: inTable("addColumnBefore"),
  columnAfter: inTable("addColumnAfter"),
  headerRow: inTable("toggleHeaderRow"),
  mergeOrSplit: inTable("mergeOrSplit"),
  dropRow: inTable("deleteRow"),
  dropColumn: inTable("deleteColumn"),
  dropTable: inTable("deleteTable"),
  mention: editor => {
    const before = editor.state.selection.$from.nodeBefore
    const space = !before || /\s$/.test(before.textContent) ? "" : " "
    editor.chain().focus().insertContent(`${space}@`).run()
  },
}

export class Toolbar {
  constructor(host, editor, { links, pictures }) {
    this.editor = editor
    this.bars = [...host.querySelectorAll("[role=toolbar]")]
    this.bar = this.bars.find(bar => !bar.dataset.context)
    this.context = this.bars.find(bar => bar.dataset.context)
    this.style = host.querySelector("[data-style]")
    this.commands = { ...COMMANDS, link: () => links.open(editor), image: () => pictures.choose(editor) }
    this.bar.hidden = false
    for (const bar of this.bars) {
      bar.addEventListener("click", event => this.run(event.target.closest("[data-command]")))
      bar.addEventListener("keydown", event => this.walk(event, bar))
      // The selection stays where it is when a button is pressed.
      bar.addEventListener("mousedown", event => event.target.closest("button") && event.preventDefault())
      this.items(bar).forEach((item, at) => { item.tabIndex = at ? -1 : 0 })
    }
    this.style?.addEventListener("change", () => this.setStyle(this.style.value))
    editor.view.dom.addEventListener("keydown", event => {
      if (event.key !== "F10" || !event.altKey) return
      event.preventDefault()
      this.items(this.bar).find(item => item.tabIndex === 0)?.focus()
    })
    editor.on("transaction", () => this.refreshSoon())
    this.refresh()
  }

  items(bar) {
    return [...bar.querySelectorAll("button, select")]
  }

  run(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return
    this.commands[button.dataset.command](this.editor)
  }

  setStyle(value) {
    const chain = this.editor.chain().focus()
    if (value === "paragraph") chain.setParagraph().run()
    else if (value === "codeBlock") chain.setCodeBlock().run()
    else chain.setHeading({ level: Number(value) }).run()
  }

  walk(event, bar) {
    const items = this.items(bar)
    const at = items.indexOf(document.activeElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (event.key === "Escape") this.editor.commands.focus()
    if (next === undefined || at < 0) return
    event.preventDefault()
    const item = items[(next + items.length) % items.length]
    items.forEach(other => { other.tabIndex = other === item ? 0 : -1 })
    item.focus()
  }

  refreshSoon() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null
      if (!this.editor.isDestroyed) this.refresh()
    })
  }

  refresh() {
    const { editor } = this
    for (const button of this.bar.querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.command)))
    }
    for (const name of ["undo", "redo"]) {
      this.bar.querySelector(`[data-command=${name}]`).setAttribute("aria-disabled", String(!editor.can()[name]()))
    }
    this.context.hidden = !editor.isActive("table")
    if (!this.style || document.activeElement === this.style) return
    const level = [2, 3, 4].find(each => editor.isActive("heading", { level: each }))
    this.style.value = level ? String(level) : editor.isActive("codeBlock") ? "codeBlock" : "paragraph"
  }
}
