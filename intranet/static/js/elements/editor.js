// <parvis-editor> around a textarea: the textarea stays the field that is sent, the editor writes into it.
// The library is heavy: it is loaded at once where there is a text to edit, for a new message when somebody begins to write.
import { announce } from "parvis/helpers/announce.js"

class EditorElement extends HTMLElement {
  connectedCallback() {
    this.textarea ??= this.querySelector("textarea")
    if (!this.textarea || this.editor || this.textarea.disabled) return
    this.form = this.textarea.form
    this.form?.addEventListener("submit", this, true)
    this.form?.addEventListener("reset", this)
    if (this.dataset.profile === "article") this.startUnlessLater()
    else this.reload()
    if (!this.starting) this.textarea.addEventListener("focus", this)
  }

  disconnectedCallback() {
    this.form?.removeEventListener("submit", this, true)
    this.form?.removeEventListener("reset", this)
    this.editor?.destroy()
    this.editor = null
    this.starting = null
    if (this.textarea) this.textarea.hidden = false
    this.querySelector(".editor-text")?.remove()
  }

  handleEvent(event) {
    if (event.type === "focus") this.start()
    if (event.type === "submit") this.write()
    if (event.type === "reset") setTimeout(() => this.reload())
  }

  start() {
    this.starting ??= this.build().catch(error => {
      // The plain area goes on working: say so to whoever looks at the console, not to the writer.
      console.warn("The editor could not be loaded", error)
      this.starting = null
    })
    return this.starting
  }

  async build() {
    const { createEditor } = await import("parvis/models/editor.js")
    if (!this.isConnected || this.editor) return
    const focused = document.activeElement === this.textarea
    this.editor = createEditor(this)
    this.required = this.textarea.required
    this.textarea.required = false
    this.textarea.hidden = true
    if (focused) this.takeOver()
    this.dispatchEvent(new CustomEvent("parvis:editor", { bubbles: true }))
  }

  // Somebody is typing in the textarea: the next key belongs here, at once (the editor's own command waits for a frame).
  takeOver() {
    this.editor.commands.setTextSelection(this.editor.state.doc.content.size)
    this.editor.view.focus()
  }

  // What others use: read or set the text, empty it, put something in, go there.
  get value() {
    this.write()
    return this.textarea.value
  }

  set value(html) {
    this.textarea.value = html
    this.reload()
  }

  startUnlessLater() {
    if (!this.closest("[data-editors=later]")) this.start()
  }

  // The textarea was changed by somebody: show what it holds, never its marks.
  reload() {
    if (this.editor) this.editor.showSource(this.textarea.value)
    else if (this.textarea.value.trim()) this.startUnlessLater()
  }

  async insert(html) {
    await this.start()
    if (this.editor) this.editor.chain().focus().insertContent(html).run()
    else this.textarea.value += html
  }

  async focusText() {
    if (this.editor) this.editor.commands.focus("end")
    else this.textarea.focus()
  }

  // Bring the textarea up to date; returns whether it changed.
  write() {
    if (!this.editor || !this.editor.unwritten) return false
    this.editor.unwritten = false
    this.textarea.value = this.editor.isEmpty ? "" : this.editor.getHTML()
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }))
    return true
  }

  say(text, { bad = false } = {}) {
    const status = this.querySelector(".editor-status")
    status.textContent = text
    status.hidden = !text
    status.classList.toggle("editor-status-bad", bad)
    if (text) announce(text)
  }

  words(name, values = {}) {
    return (this.dataset[`text${name}`] ?? "").replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "")
  }
}

if (!customElements.get("parvis-editor")) customElements.define("parvis-editor", EditorElement)
