// What stands above the part of a long thread that the page shows.
const part = thread => thread.querySelector("[data-earlier]")

export class Earlier {
  constructor(thread) {
    this.thread = thread
    thread.addEventListener("click", event => {
      const link = event.target.closest("[data-earlier] a")
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.show(link.href).catch(() => location.assign(link.href))
    })
    this.followLink()
  }

  // An address may name a message that stands further up: take the part that holds it.
  followLink() {
    const number = /^#post-(\d+)$/.exec(location.hash)?.[1]
    const asked = new URLSearchParams(location.search).has("post")
    if (number && !asked && Number(number) < this.thread.firstNumber) location.replace(`${location.pathname}?post=${number}${location.hash}`)
  }

  // Put them above, without moving what is being read.
  async show(url) {
    const fresh = await this.thread.take(url)
    const first = this.thread.articles[0]
    const top = first.getBoundingClientRect().top
    const articles = [...fresh.querySelectorAll("[data-posts] > .post")].filter(article => Number(article.dataset.number) < this.thread.firstNumber)
    Object.entries(JSON.parse(fresh.dataset.own)).forEach(([id, names]) => this.thread.own.set(Number(id), names))
    this.thread.posts.prepend(...articles)
    articles.forEach(article => this.thread.dress(article))
    this.replace(fresh)
    this.thread.changed()
    scrollBy({ top: first.getBoundingClientRect().top - top, behavior: "instant" })
    articles.at(-1)?.focus({ preventScroll: true })
  }

  replace(fresh) {
    const now = part(fresh)
    part(this.thread)?.remove()
    if (now) this.thread.posts.before(now)
  }
}
