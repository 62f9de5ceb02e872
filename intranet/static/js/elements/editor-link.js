// The link dialog: an address as it is, or the title of an article with suggestions while one types.
import { TextSelection } from "parvis/helpers/prose.js"
import { Completion } from "parvis/helpers/completion.js"
import { debounce } from "parvis/helpers/timing.js"
import { targets } from "parvis/helpers/targets.js"

const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:|\/|#|www\.|[^\s/]+\.[a-z]{2,}(?:[/?#]|$))/i

export class LinkDialog {
  constructor(host) {
    this.host = host
  }

  open(editor) {
    // The last arrow pressed may not be in the state yet: the browser tells of selections a moment later.
    editor.view.domObserver.flush()
    const dialog = this.host.querySelector("template[data-dialog=link]").content.firstElementChild.cloneNode(true)
    const { target, text } = dialog.querySelector("form").elements
    const remove = dialog.querySelector("[data-remove]")
    const current = editor.isActive("link") ? editor.getAttributes("link") : null
    if (current) editor.commands.extendMarkRange("link")
    const { from, to, empty } = editor.state.selection
    target.value = current?.href ?? ""
    text.value = editor.state.doc.textBetween(from, to, " ")
    dialog.querySelector("[data-text-field]").hidden = !empty
    remove.hidden = !current
    document.body.append(dialog)

    let chosen = null
    const completion = this.completion(target, item => {
      chosen = item
      target.value = item.title
      if (!text.value) text.value = item.title
    })
    target.addEventListener("input", () => { chosen = null })
    dialog.addEventListener("close", () => {
      completion.hide()
      dialog.remove()
      editor.view.focus()
    })
    // At once, not when the dialog tells that it closed: what is typed next belongs to the text.
    const leave = () => {
      dialog.close()
      editor.view.focus()
    }
    remove.addEventListener("click", () => {
      editor.chain().unsetLink().run()
      leave()
    })
    dialog.querySelector("form").addEventListener("submit", event => {
      event.preventDefault()
      const link = chosen ? { href: chosen.url, ref: chosen.ref } : this.address(target.value)
      if (!link) return this.askAgain(target)
      this.apply(editor, link, empty ? text.value.trim() || chosen?.title || target.value.trim() : "")
      leave()
    })
    dialog.showModal()
    target.focus()
    target.select()
  }

  completion(target, pick) {
    const completion = new Completion(target, {
      label: this.host.words("Articles"), nothing: this.host.words("Nothing"), pick,
    })
    target.setAttribute("role", "combobox")
    target.setAttribute("aria-autocomplete", "list")
    target.setAttribute("aria-expanded", "false")
    if (!this.host.dataset.articlesUrl) return completion
    const ask = targets(this.host)
    const search = debounce(async () => {
      const text = target.value.trim()
      if (text.length < 2 || ADDRESS.test(text)) return completion.hide()
      const items = await ask(text).catch(() => [])
      if (items && target.isConnected && target.value.trim() === text) completion.show(items, () => target.getBoundingClientRect())
    }, 180)
    target.addEventListener("input", search)
    target.addEventListener("keydown", event => {
      if (!completion.key(event)) return
      event.preventDefault()
      event.stopPropagation()
    })
    target.addEventListener("blur", () => completion.hide())
    return completion
  }

  address(value) {
    const text = value.trim()
    if (!ADDRESS.test(text) || /\s/.test(text)) return /^[^\s@]+@[^\s@]+\.[a-z]+$/i.test(text) ? { href: `mailto:${text}` } : null
    if (/^[^\s@/:]+@/.test(text)) return { href: `mailto:${text}` }
    if (/^(https?:|mailto:|tel:|\/|#)/i.test(text)) return { href: text }
    return /^[a-z][a-z0-9+.-]*:\D/i.test(text) ? null : { href: `https://${text}` }
  }

  // What was typed is no address and nothing was chosen: the browser says so in its own words.
  askAgain(target) {
    target.setCustomValidity(this.host.words("Nothing"))
    target.reportValidity()
    target.addEventListener("input", () => target.setCustomValidity(""), { once: true })
  }

  apply(editor, link, text) {
    const attributes = { href: link.href, ref: link.ref ?? null }
    if (text) {
      const node = editor.schema.text(text, [editor.schema.marks.link.create(attributes)])
      const { tr } = editor.state
      tr.replaceSelectionWith(node, false)
      tr.setSelection(TextSelection.near(tr.selection.$to))
      editor.view.dispatch(tr.removeStoredMark(editor.schema.marks.link))
    } else {
      editor.chain().setMark("link", attributes).setTextSelection(editor.state.selection.to).unsetMark("link").run()
    }
  }
}
