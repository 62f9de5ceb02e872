// "@" and the beginning of a name, in a plain text area: a list of colleagues to choose from.
import { getJSON } from "parvis/helpers/http.js"
import { debounce } from "parvis/helpers/timing.js"

const BEFORE_CARET = /(?:^|[\s(])@([\p{L}\p{N}._-]{1,40})$/u
let lists = 0

export function completeMentions(area, url) {
  new Mentions(area, url)
}

class Mentions {
  constructor(area, url) {
    this.area = area
    this.url = url
    this.list = Object.assign(document.createElement("ul"), { className: "mentions menu-panel", hidden: true, id: `mentions-${++lists}` })
    this.list.setAttribute("role", "listbox")
    area.after(this.list)
    area.addEventListener("input", debounce(() => this.look(), 120))
    area.addEventListener("keydown", event => this.key(event))
    area.addEventListener("blur", () => setTimeout(() => this.close(), 150))
    this.list.addEventListener("pointerdown", event => event.preventDefault())
    this.list.addEventListener("click", event => this.choose(event.target.closest("[role=option]")))
  }

  get prefix() {
    return this.area.value.slice(0, this.area.selectionStart).match(BEFORE_CARET)?.[1]
  }

  async look() {
    const prefix = this.prefix
    if (!prefix) return this.close()
    const { people } = await getJSON(`${this.url}?q=${encodeURIComponent(prefix)}`).catch(() => ({ people: [] }))
    if (prefix !== this.prefix) return
    this.list.replaceChildren(...people.map((person, index) => option(person, `${this.list.id}-${index}`)))
    this.list.hidden = people.length === 0
    this.area.setAttribute("aria-controls", this.list.id)
    this.select(0)
  }

  select(index) {
    const options = [...this.list.children]
    this.at = (index + options.length) % (options.length || 1)
    options.forEach((each, i) => each.setAttribute("aria-selected", i === this.at))
    if (options.length) this.area.setAttribute("aria-activedescendant", options[this.at].id)
  }

  key(event) {
    if (this.list.hidden) return
    const { key } = event
    if (key === "ArrowDown") this.select(this.at + 1)
    else if (key === "ArrowUp") this.select(this.at - 1)
    else if (key === "Enter" || key === "Tab") this.choose(this.list.children[this.at])
    else if (key === "Escape") this.close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  choose(chosen) {
    if (!chosen) return
    const start = this.area.selectionStart - this.prefix.length
    this.area.setRangeText(`${chosen.dataset.username} `, start, this.area.selectionStart, "end")
    this.area.dispatchEvent(new Event("input", { bubbles: true }))
    this.close()
    this.area.focus()
  }

  close() {
    this.list.hidden = true
    this.area.removeAttribute("aria-activedescendant")
  }
}

function option({ username, name, department }, id) {
  const item = Object.assign(document.createElement("li"), { id, className: "menu-item" })
  item.setAttribute("role", "option")
  item.dataset.username = username
  const detail = Object.assign(document.createElement("span"), { className: "faint", textContent: department })
  item.append(name, " ", detail)
  return item
}
