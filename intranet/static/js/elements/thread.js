// <parvis-thread>: makes a discussion rendered by the server live. It shows what ThreadState gives it, never on its own.
import { announce } from "parvis/helpers/announce.js"
import { HttpError, post, request } from "parvis/helpers/http.js"
import { locale } from "parvis/helpers/locale.js"
import { debounce } from "parvis/helpers/timing.js"
import { toast } from "parvis/helpers/toast.js"
import { refresh as refreshTimes } from "parvis/elements/ago.js"
import { Composer } from "parvis/elements/thread-composer.js"
import { Earlier } from "parvis/elements/thread-earlier.js"
import { ThreadMenus } from "parvis/elements/thread-menus.js"
import { Presence } from "parvis/elements/thread-presence.js"
import { live } from "parvis/models/live.js"
import { OwnReactions } from "parvis/models/own-reactions.js"
import { ThreadState } from "parvis/models/thread-state.js"

class Thread extends HTMLElement {
  connectedCallback() {
    if (this.state) return
    this.posts = this.querySelector("[data-posts]")
    this.words = Object.fromEntries([...this.querySelector("[data-words]").content.children].map(w => [w.dataset.word, w.textContent]))
    this.atEnd = this.dataset.atEnd === "true"
    this.isOpen = this.dataset.open === "true"
    this.own = new OwnReactions(JSON.parse(this.dataset.own))
    this.unseen = []
    this.me = this.dataset.me
    this.state = new ThreadState({ seq: Number(this.dataset.seq), view: this, fetchSince: seq => this.fetchSince(seq) })
    this.menus = new ThreadMenus(this)
    this.presence = new Presence(this)
    this.earlier = new Earlier(this)
    this.startComposer()
    this.articles.forEach(article => this.dress(article))
    this.addEventListener("click", event => this.clicked(event))
    this.querySelector("[data-pill] button").addEventListener("click", () => this.showUnseen())
    this.reading = new IntersectionObserver(entries => entries.forEach(entry => entry.isIntersecting && this.seen(entry.target)))
    this.observeLast()
    this.sendRead = debounce(number => this.saveRead(number), 800)
    document.addEventListener("visibilitychange", () => this.lastVisible && this.seen(this.lastVisible))
    document.addEventListener("keydown", event => this.walk(event))
    this.stop = live().listen(this.dataset.topic, heard => this.heard(heard), { present: true })
  }

  get articles() {
    return [...this.posts.querySelectorAll(":scope > .post:not(.post-pending)")]
  }

  get firstNumber() {
    return Number(this.articles[0]?.dataset.number ?? 1)
  }

  get lastNumber() {
    return Number(this.articles.at(-1)?.dataset.number ?? 0)
  }

  heard({ kind, hint }) {
    if (kind === "up") this.state.up()
    else if (kind === "down") this.state.down()
    else if (kind === "resync") this.state.catchUp()
    else if (kind === "refused") this.state.catchUp().then(() => this.state.down())
    else if (kind === "signed-out") this.status("signed-out", this.state)
    else if ("seq" in hint) this.state.hint(hint.seq)
    else this.presence.heard(hint)
  }

  // --- what ThreadState asks for

  async fetchSince(seq) {
    const response = await this.ask(`${this.dataset.eventsUrl}?since=${seq}`, "application/json")
    return response.json()
  }

  async ask(url, accept) {
    const response = await request(url, { headers: { Accept: accept } })
    const type = response.headers.get("content-type") ?? ""
    if (response.redirected || !type.startsWith(accept)) throw Object.assign(new Error("signed out"), { signedOut: true })
    return response
  }

  show(posts, { open }) {
    const arrived = posts.filter(state => this.place(state)).map(state => state.number)
    this.setOpen(open)
    this.changed()
    if (arrived.length) this.arrived(arrived)
  }

  async take(url) {
    const page = new DOMParser().parseFromString(await (await this.ask(url, "text/html")).text(), "text/html")
    const fresh = page.querySelector(`parvis-thread[data-discussion="${this.dataset.discussion}"]`)
    if (!fresh) throw new HttpError({ status: 404 })
    return fresh
  }

  // Take the page again, but for the composer, which keeps what is being written.
  async reload() {
    const fresh = await this.take(location.href)
    this.posts.replaceChildren(...fresh.querySelector("[data-posts]").children)
    this.own = new OwnReactions(JSON.parse(fresh.dataset.own))
    this.atEnd = fresh.dataset.atEnd === "true"
    this.earlier.replace(fresh)
    if (!this.composer) {
      this.querySelector("[data-compose]").replaceChildren(...fresh.querySelector("[data-compose]").children)
      this.startComposer()
    }
    this.setOpen(fresh.dataset.open === "true")
    this.articles.forEach(article => this.dress(article))
    this.changed()
    return Number(fresh.dataset.seq)
  }

  status(name, { seq, at }) {
    const time = new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })
    const live = seq === 0 ? "live-none" : seq === 1 ? "live-one" : "live"
    this.dataset.status = name
    this.querySelector("[data-state-text]").textContent = this.say(name === "live" ? live : name, { n: seq, time })
  }

  say(word, values = {}) {
    return this.words[word].replace(/\{(\w+)\}/g, (_, name) => values[name])
  }

  // --- posts

  // Put a post where its number belongs; return whether it is new here and by somebody else.
  place({ id, number, version, html, own }) {
    this.own.set(id, own)
    const old = this.posts.querySelector(`:scope > .post[data-number="${number}"]`)
    if (old && Number(old.dataset.version) > version) return false
    if (!old && (number < this.firstNumber || !this.atEnd)) return !this.atEnd && number > this.lastNumber
    const article = document.createRange().createContextualFragment(html).querySelector(".post")
    this.dress(article)
    if (old) {
      const focused = old.contains(document.activeElement)
      old.replaceWith(article)
      if (focused) article.focus()
      return false
    }
    const next = this.articles.find(other => Number(other.dataset.number) > number)
    this.posts.insertBefore(article, next ?? this.posts.querySelector(":scope > .post-pending"))
    article.classList.add("post-arrived")
    this.presence.wrote(Number(article.dataset.author))
    return article.dataset.author !== this.me
  }

  dress(article) {
    const mine = this.own.of(Number(article.dataset.id))
    article.querySelectorAll(".reaction").forEach(chip => {
      chip.setAttribute("role", "button")
      chip.setAttribute("aria-pressed", mine.has(chip.dataset.react))
    })
    article.classList.toggle("post-mine", article.dataset.author === this.me)
    article.tabIndex = -1
  }

  changed() {
    this.composer?.settle()
    this.querySelector("[data-empty]").hidden = this.posts.childElementCount > 0 || !this.isOpen
    this.querySelector("[data-count]").textContent = this.atEnd && this.firstNumber === 1
      ? this.articles.filter(article => !article.matches(".post-gone, .post-hidden")).length
      : this.querySelector("[data-count]").textContent
    refreshTimes()
    this.observeLast()
  }

  setOpen(open) {
    this.isOpen = open
    this.querySelector("[data-closed]").hidden = open
    this.querySelector("[data-compose]").hidden = !open && !this.composer?.text
    if (open && !this.composer) this.reload().catch(() => {})
  }

  // Nothing moves under the reader: what arrives below is announced, and shown when they ask.
  arrived(numbers) {
    const first = this.posts.querySelector(`.post[data-number="${numbers[0]}"]`)
    if (!this.querySelector("[data-new]") && first && !this.isNear(first)) {
      const line = this.querySelector("[data-new-line]").content.firstElementChild.cloneNode(true)
      first.before(line)
    }
    if (first && this.isNear(first) && document.visibilityState === "visible") return this.announceNew(numbers.length)
    this.unseen.push(...numbers)
    this.showPill()
    this.announceNew(this.unseen.length)
  }

  announceNew(n) {
    announce(this.say(n === 1 ? "pill-one" : "pill-many", { n }))
  }

  isNear(article) {
    return article.getBoundingClientRect().top < innerHeight
  }

  showPill() {
    const pill = this.querySelector("[data-pill]")
    const n = this.unseen.length
    pill.hidden = n === 0
    pill.querySelector("button").textContent = n ? this.say(n === 1 ? "pill-one" : "pill-many", { n }) : ""
  }

  showUnseen() {
    const first = this.posts.querySelector(`.post[data-number="${this.unseen[0]}"]`)
    if (!first) return location.assign(`${location.pathname}?post=${this.unseen[0]}#post-${this.unseen[0]}`)
    first.scrollIntoView({ block: "center" })
    first.focus({ preventScroll: true })
  }

  // --- reading

  observeLast() {
    this.reading?.disconnect()
    this.articles.filter(a => this.unseen.includes(Number(a.dataset.number))).forEach(a => this.reading?.observe(a))
    const last = this.articles.at(-1)
    if (last) this.reading?.observe(last)
  }

  seen(article) {
    this.lastVisible = article
    if (document.visibilityState !== "visible") return
    const number = Number(article.dataset.number)
    this.unseen = this.unseen.filter(other => other > number)
    this.showPill()
    if (number > (this.readUpTo ?? this.initialRead())) {
      this.readUpTo = number
      this.sendRead(number)
    }
  }

  initialRead() {
    return Number(this.dataset.read)
  }

  saveRead(number) {
    post(this.dataset.readUrl, { number }, { keepalive: true }).catch(() => {
      if (this.readUpTo === number) this.readUpTo = number - 1
    })
  }

  walk(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog")) return
    const step = { j: 1, k: -1 }[event.key]
    const all = this.articles
    if (!step || !all.length) return
    const at = all.indexOf(document.activeElement?.closest?.(".post"))
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)]
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: "nearest" })
    event.preventDefault()
  }

  // --- writing

  startComposer() {
    const form = this.querySelector("[data-composer]")
    if (form) this.composer = new Composer(this, form)
  }

  clicked(event) {
    const article = event.target.closest(".post")
    const chip = event.target.closest("[data-react]")
    const act = event.target.closest("[data-act]")?.dataset.act
    if (event.ctrlKey || event.metaKey || event.shiftKey || !article) return
    if (chip) {
      event.preventDefault()
      this.menus.close()
      this.react(article, chip.dataset.react)
    } else if (act === "react" || act === "more") {
      event.preventDefault()
      this.menus.toggle(act, article, event.target.closest("[data-act]"))
    } else if (act === "quote" && this.composer && this.isOpen) {
      event.preventDefault()
      this.composer.answer(article)
    }
  }

  async react(article, name) {
    const id = Number(article.dataset.id)
    const on = this.own.toggle(id, name)
    this.count(article, name, on ? 1 : -1)
    try {
      const response = await post(`${this.postUrl(id)}react/`, { name, on: on ? 1 : 0 }, { headers: { Accept: "application/json" } })
      this.state.hint((await response.json()).version)
    } catch {
      this.own.toggle(id, name)
      const current = this.posts.querySelector(`.post[data-id="${id}"]`)
      if (current) this.count(current, name, on ? -1 : 1)
      toast(this.say("react-failed"), "error")
    }
  }

  postUrl(id) {
    return this.dataset.postUrl.replace("/0/", `/${id}/`)
  }

  count(article, name, change) {
    let chip = article.querySelector(`.reaction[data-react="${name}"]`)
    if (!chip) {
      chip = this.querySelector("[data-reaction-chip]").content.querySelector(`[data-react="${name}"]`).cloneNode(true)
      article.querySelector("[data-reactions]").append(chip)
    }
    const counter = chip.querySelector(".count")
    const count = Number(counter.textContent) + change
    counter.textContent = count
    if (count <= 0) chip.remove()
    this.dress(article)
  }
}

customElements.define("parvis-thread", Thread)
