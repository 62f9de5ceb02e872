// <parvis-autosave> beside the form of an article or idea: keeps what is typed on the server too (knowledge/drafting,
// ideas/living), so that it is there on another device, and says who else has the editor open. data-form and data-fields
// name another form than the article's; data-quiet: nobody else is told that it is open. The copy in this browser is
// <parvis-draft>'s.
import { announce } from "parvis/helpers/announce.js"
import { HttpError, post } from "parvis/helpers/http.js"
import { locale } from "parvis/helpers/locale.js"

const FIELDS = ["title", "summary", "body", "tags", "language", "space", "word", "is_major", "base_revision", "attached"]
const QUIET = 2500
const LONGEST_WAIT = 10000
const BEAT = 20000
// What a browser sends for a page that closes.
const LAST_WORDS = 60000

class Autosave extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form ?? "article-form")
    if (!this.form || this.tab) return
    this.fields = this.dataset.fields?.split(",") ?? FIELDS
    this.quiet = "quiet" in this.dataset || this.dataset.key.startsWith("article:new")
    this.tab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`
    this.number = Number(this.dataset.number)
    this.status = Object.assign(document.createElement("span"), { className: "autosave-status" })
    this.form.querySelector(".form-actions")?.append(this.status)
    this.listeners = new AbortController()
    const on = (target, type, work) => target.addEventListener(type, work, { signal: this.listeners.signal })
    for (const type of ["input", "change"]) on(this.form, type, () => this.soon())
    on(this.form, "submit", event => setTimeout(() => { if (!event.defaultPrevented) this.submitted() }))
    on(document, "visibilitychange", () => document.hidden ? this.keep({ last: true }) : this.keep())
    on(window, "pagehide", () => this.leave())
    on(window, "pageshow", event => { if (event.persisted) this.sent = false })
    on(window, "online", () => this.keep())
    this.querySelector("[data-over]").addEventListener("click", () => this.keep({ over: true }))
    this.beating = setInterval(() => { if (!document.hidden) this.keep() }, BEAT)
    // The editor and the copy of the browser write into the form as they start: what stands there then is nothing new.
    setTimeout(() => this.begin(), 0)
  }

  disconnectedCallback() {
    this.listeners?.abort()
    clearInterval(this.beating)
  }

  begin() {
    this.last = this.draft?.restored ? "" : JSON.stringify(this.typed())
    if (this.quiet) return
    this.keep()
  }

  get draft() {
    return this.form.closest("parvis-draft")
  }

  typed() {
    const data = new FormData(this.form)
    return this.fields.filter(name => data.has(name)).map(name => [name, data.getAll(name).join(" ")])
  }

  soon() {
    clearTimeout(this.waiting)
    this.since ??= Date.now()
    this.waiting = setTimeout(() => this.keep(), Math.max(0, Math.min(QUIET, this.since + LONGEST_WAIT - Date.now())))
  }

  // Send the text if it changed, else only that this page is open. `last`: the page may close before an answer comes.
  async keep({ last = false, over = false } = {}) {
    if (this.sent || this.last === undefined || (this.sending && !last)) return
    clearTimeout(this.waiting)
    this.since = null
    this.draft?.keepNow?.()
    const fields = this.typed()
    const now = JSON.stringify(fields)
    const changed = now !== this.last || over
    if (!changed && (this.quiet || last)) return
    if (changed && this.refused && !over && !last) return
    const values = changed ? fields : fields.filter(([name]) => name === "base_revision")
    const data = new FormData()
    for (const [name, value] of values) data.append(name, value)
    for (const name of ["key", "tab", "number"]) data.append(name, name === "key" ? this.dataset.key : String(this[name]))
    if (over) data.append("over", "1")
    const changes = this.draft?.changes
    this.sending = new AbortController()
    try {
      const answer = await this.post(data, last && now.length < LAST_WORDS)
      this.heard(await answer.json(), changed && { now, changes })
    } catch (error) {
      await this.failed(error)
    } finally {
      this.sending = null
    }
    if (JSON.stringify(this.typed()) !== now && !this.sent) this.soon()
  }

  post(data, keepalive = false) {
    return post(this.dataset.url, data, { keepalive, signal: this.sending?.signal, headers: { Accept: "application/json" } })
  }

  heard(answer, kept) {
    this.problem("")
    this.refused = false
    if (kept) {
      this.number = answer.number
      this.last = kept.now
      this.draft?.keptElsewhere?.(answer.number, kept.changes)
      this.status.textContent = this.words("kept", { at: hour(answer.at) })
    }
    if (answer.gone) return this.problem(this.dataset.textGone)
    this.showOthers(answer.editors ?? [])
    this.showNewer(answer.newer)
  }

  async failed(error) {
    if (error.name === "AbortError") return
    if (!(error instanceof HttpError)) return this.problem(this.dataset.textOffline, { aloud: false })
    if (error.status === 401 || error.status === 403) return this.problem(this.dataset.textSignedOut, { button: "sign-in-link" })
    const answer = await error.response.json().catch(() => ({}))
    if (error.status === 409) {
      this.number = answer.number
      this.refused = true
    }
    this.problem(answer.error ?? this.dataset.textOffline, { button: error.status === 409 ? "over" : "" })
  }

  problem(text, { button = "", aloud = true } = {}) {
    const box = this.querySelector("[data-problem]")
    if (box.querySelector("[data-words]").textContent !== text && text && aloud) announce(text)
    box.querySelector("[data-words]").textContent = text
    box.hidden = !text
    box.querySelector("[data-sign-in-link]").hidden = button !== "sign-in-link"
    box.querySelector("[data-over]").hidden = button !== "over"
    // The box stands above the form; who writes far below sees it in the bar of buttons.
    if (text || this.status.classList.contains("autosave-problem")) this.status.textContent = text
    this.status.classList.toggle("autosave-problem", Boolean(text))
  }

  showOthers(editors) {
    const box = this.querySelector("[data-others]")
    if (!box) return
    const lines = editors.map(({ name, since }) => this.words("editing", { name, since: hour(since) }))
    if (lines.join() !== [...box.querySelectorAll("li")].map(line => line.textContent).join()) {
      box.querySelector("ul").replaceChildren(...lines.map(text => Object.assign(document.createElement("li"), { textContent: text })))
    }
    box.hidden = lines.length === 0
  }

  showNewer(newer) {
    if (newer === undefined || this.quiet) return
    const box = this.querySelector("[data-newer]")
    const text = !newer ? "" : newer.mine ? this.dataset.textNewerMine : newer.by ? this.words("newer", { name: newer.by }) : this.dataset.textNewerSite
    if (box.querySelector("[data-words]").textContent !== text) box.querySelector("[data-words]").textContent = text
    box.hidden = !text
  }

  // The form is on its way: what was still being kept must not come after it.
  submitted() {
    this.sent = true
    clearTimeout(this.waiting)
    this.sending?.abort()
  }

  leave() {
    this.keep({ last: true })
    if (this.quiet) return
    const data = new FormData()
    data.append("left", "1")
    this.post(data, true).catch(() => {})
  }

  words(name, values) {
    return this.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`].replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "")
  }
}

const hour = at => new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(at))

if (!customElements.get("parvis-autosave")) customElements.define("parvis-autosave", Autosave)
