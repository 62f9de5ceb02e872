// The small menus of a post: reactions, and what else can be done with it. One is open at a time.
export class ThreadMenus {
  constructor(thread) {
    this.thread = thread
    thread.addEventListener("keydown", event => event.key === "Escape" && this.open && this.close(true))
    document.addEventListener("pointerdown", event => {
      if (this.open && !this.open.contains(event.target) && !this.opener.contains(event.target)) this.close()
    })
  }

  toggle(kind, article, opener) {
    const same = this.opener === opener
    this.close()
    if (same) return
    this.opener = opener
    this.open = this.thread.querySelector(kind === "react" ? "[data-reaction-menu]" : "[data-more-menu]").content.firstElementChild.cloneNode(true)
    if (kind === "more") this.fill(article)
    opener.setAttribute("aria-expanded", "true")
    opener.parentElement.append(this.open)
    this.open.querySelector("a, button").focus()
  }

  fill(article) {
    const { id, author } = article.dataset
    const mine = author === this.thread.me
    const base = this.thread.postUrl(id)
    const { reportUrl, moderateUrl } = this.thread.dataset
    const reachable = { mine, theirs: !mine, moderator: moderateUrl, text: Boolean(article.querySelector(".post-body")) }
    const urls = { link: article.querySelector(".post-time").href, history: `${base}history/`, edit: `${base}edit/`, delete: `${base}delete/`, report: at(reportUrl, id), moderate: at(moderateUrl, id) }
    this.open.querySelectorAll("[data-do]").forEach(item => {
      item.href = urls[item.dataset.do] ?? at(item.dataset.href, id)
      if (item.dataset.if && !reachable[item.dataset.if]) item.remove()
    })
  }

  close(focus = false) {
    this.open?.remove()
    this.opener?.removeAttribute("aria-expanded")
    if (focus) this.opener?.focus()
    this.open = this.opener = null
  }
}

const at = (url, id) => url?.replace("/0/", `/${id}/`)
