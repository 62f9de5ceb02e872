// Writing in a thread: shown at once, sent with an id of its own so that it is never there twice, kept until it is.
import { HttpError, post } from "parvis/helpers/http.js"
import { dropDraft, keepDraft, readDraft } from "parvis/helpers/drafts.js"
import { debounce } from "parvis/helpers/timing.js"
import { live } from "parvis/models/live.js"

export class Composer {
  constructor(thread, form) {
    this.thread = thread
    this.form = form
    this.key = `thread:${thread.dataset.discussion}`
    this.pending = []
    this.keep = debounce(() => this.keepNow(), 400)
    this.restore()
    form.addEventListener("submit", event => this.submit(event))
    form.addEventListener("input", () => this.typed())
    form.addEventListener("keydown", event => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        event.stopPropagation()
        form.requestSubmit()
      }
    }, true)
    form.querySelector("[data-parent-drop]").addEventListener("click", () => this.setParent("", ""))
    addEventListener("pagehide", () => this.keepNow())
  }

  get area() {
    return this.form.elements.body
  }

  // The editor around the text area; what it holds is HTML, the plain area's may be paragraphs of text.
  get editor() {
    return this.area.closest("parvis-editor")
  }

  get choices() {
    return this.form.querySelectorAll(".composer-choice input")
  }

  get text() {
    this.editor?.write?.()
    return this.area.value.trim()
  }

  setText(html) {
    this.area.value = html
    this.editor?.reload?.()
  }

  focus() {
    this.area.focus()
    this.editor?.focusText?.()
  }

  // --- drafts

  typed() {
    this.form.querySelector("[data-error]").hidden = true
    this.keep()
    live().writing(this.thread.dataset.topic)
  }

  keepNow() {
    const { parent, client_id: id } = this.form.elements
    const draft = { body: this.text, parent: parent.value, name: this.form.querySelector("[data-parent-name]").textContent, id: id.value }
    keepDraft(this.key, draft.body ? draft : "")
  }

  restore() {
    const draft = readDraft(this.key)
    if (!draft || this.text) return
    this.setText(draft.body)
    this.setParent(draft.parent, draft.name)
    if (draft.id) this.form.elements.client_id.value = draft.id
    this.form.querySelector("[data-draft-state]").textContent = this.thread.say("draft-restored")
  }

  // --- answering

  answer(article) {
    const selection = getSelection()
    const inside = selection.rangeCount && article.querySelector(".post-body")?.contains(selection.getRangeAt(0).commonAncestorContainer)
    const quoted = inside ? selection.toString().trim() : ""
    this.setParent(article.dataset.number, article.dataset.authorName)
    if (quoted) this.setText(`${asHtml(this.text)}<blockquote>${asHtml(quoted)}</blockquote><p></p>`)
    this.form.scrollIntoView({ block: "nearest" })
    this.focus()
    this.keepNow()
  }

  setParent(number, name) {
    const line = this.form.querySelector("[data-parent]")
    this.form.elements.parent.value = number
    this.form.querySelector("[data-parent-name]").textContent = name
    line.hidden = !number
  }

  // --- sending

  async submit(event) {
    event.preventDefault()
    if (!this.text) return this.focus()
    const data = new FormData(this.form)
    const ghost = this.ghost(data.get("body"))
    const sent = { data, ghost, name: this.form.querySelector("[data-parent-name]").textContent }
    this.pending.push(sent)
    this.clear()
    try {
      const response = await post(this.form.action, data, { headers: { Accept: "application/json" } })
      if (response.status !== 201) throw new HttpError(response)
      live().signedIn()
      const { number, seq } = await response.json()
      sent.number = number
      this.thread.state.hint(seq)
      this.settle()
      if (!this.text) dropDraft(this.key)
    } catch (error) {
      await this.refused(sent, error)
    }
  }

  // What was not sent goes back where it was written, before what was typed since, with the same id.
  async refused(sent, error) {
    this.pending = this.pending.filter(other => other !== sent)
    sent.ghost.remove()
    const body = sent.data.get("body")
    this.setText(this.text ? `${asHtml(body)}${asHtml(this.text)}` : body)
    this.form.elements.client_id.value = sent.data.get("client_id")
    this.setParent(sent.data.get("parent"), sent.name)
    for (const choice of this.choices) choice.checked = sent.data.get(choice.name) === choice.value
    this.form.querySelector("[data-error]").hidden = false
    this.form.querySelector("[data-error-text]").textContent = await this.reason(error)
    const signIn = this.form.querySelector("[data-sign-in]")
    signIn.hidden = error.status !== 401
    signIn.querySelector("a").search = new URLSearchParams({ next: location.pathname })
    this.keepNow()
    this.thread.changed()
    this.thread.state.catchUp()
  }

  async reason(error) {
    if (error.status === 422 || error.status === 404) {
      const { errors } = await error.response.json().catch(() => ({}))
      if (errors?.length) return errors.join(" ")
    }
    if (error.status === 401) return this.thread.say("not-sent-signed-out")
    if (error.status === 403) return this.thread.say("signed-out")
    return this.thread.say("not-sent")
  }

  clear() {
    this.keepNow()
    this.setText("")
    this.setParent("", "")
    for (const choice of this.choices) choice.checked = choice.defaultChecked
    this.form.elements.client_id.value = freshId()
    this.form.querySelector("[data-draft-state]").textContent = ""
    this.form.querySelector("[data-error]").hidden = true
  }

  ghost(body) {
    const article = document.createElement("article")
    article.className = "post post-pending"
    const text = document.createElement("div")
    text.className = "post-body prose prose-post"
    text.textContent = new DOMParser().parseFromString(body.replace(/<\/(p|li|blockquote|h\d)>/g, "$&\n"), "text/html").body.textContent.trim()
    const state = document.createElement("p")
    state.className = "faint"
    state.textContent = this.thread.say("sending")
    article.append(text, state)
    this.thread.posts.append(article)
    return article
  }

  // Take away the shades of messages that have arrived by the sequence.
  settle() {
    for (const { number, ghost } of this.pending) if (number && number <= this.thread.lastNumber) ghost.remove()
    this.pending = this.pending.filter(({ ghost }) => ghost.isConnected)
  }
}

function asHtml(text) {
  if (!text.trim() || /<\w+[^>]*>/.test(text)) return text
  const box = document.createElement("div")
  return text.trim().split(/\n{2,}/).map(part => {
    box.textContent = part
    return `<p>${box.innerHTML.replaceAll("\n", "<br>")}</p>`
  }).join("")
}

// randomUUID exists on HTTPS and loopback only.
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
