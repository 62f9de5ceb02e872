// A list of suggestions under a field or at the cursor: arrows choose, Enter takes, Escape closes; read out loud.
let count = 0

export class Completion {
  // owner: the element that has the focus (aria-* go there). pick(item) takes one. label: what the list is.
  constructor(owner, { label, pick, nothing = "" }) {
    this.owner = owner
    this.pick = pick
    this.nothing = nothing
    this.items = []
    this.list = document.createElement("ul")
    this.list.className = "completion"
    this.list.id = `completion-${++count}`
    this.list.setAttribute("role", "listbox")
    this.list.setAttribute("aria-label", label)
    this.list.hidden = true
    this.list.addEventListener("mousedown", event => {
      event.preventDefault()
      const row = event.target.closest("[role=option]")
      if (row) this.take(this.rows.indexOf(row))
    })
  }

  get rows() {
    return [...this.list.querySelectorAll("[role=option]")]
  }

  get isOpen() {
    return !this.list.hidden
  }

  // place: () => the rectangle under which the list stands (outside of dialogs).
  show(items, place) {
    this.items = items
    this.list.replaceChildren(...(items.length ? this.grouped(items) : this.empty()))
    if (!this.list.childElementCount) return this.hide()
    const dialog = this.owner.closest("dialog")
    if (!this.list.isConnected) dialog ? this.owner.closest(".field").append(this.list) : document.body.append(this.list)
    this.list.classList.toggle("completion-inside", Boolean(dialog))
    this.list.hidden = false
    this.where = dialog ? null : place
    if (this.where) this.place(place())
    addEventListener("scroll", this.follow, { passive: true, capture: true })
    this.owner.setAttribute("aria-controls", this.list.id)
    this.tellExpanded(true)
    this.choose(items.length ? 0 : -1)
  }

  hide() {
    if (!this.isOpen) return
    removeEventListener("scroll", this.follow, { capture: true })
    this.list.hidden = true
    this.list.remove()
    this.owner.removeAttribute("aria-activedescendant")
    this.owner.removeAttribute("aria-controls")
    this.tellExpanded(false)
  }

  // A text of several lines has no such state, a field with a list has.
  tellExpanded(open) {
    if (this.owner.getAttribute("role") === "combobox") this.owner.setAttribute("aria-expanded", String(open))
  }

  // Returns whether the key was for the list.
  key(event) {
    if (!this.isOpen) return false
    const { length } = this.items
    if (event.key === "Escape") this.hide()
    else if (!length) return false
    else if (event.key === "ArrowDown") this.choose((this.at + 1) % length)
    else if (event.key === "ArrowUp") this.choose((this.at - 1 + length) % length)
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.at)
    else return false
    return true
  }

  take(at) {
    const item = this.items[at]
    if (!item) return
    this.hide()
    this.pick(item)
  }

  choose(at) {
    this.at = at
    for (const [index, row] of this.rows.entries()) {
      row.setAttribute("aria-selected", String(index === at))
      if (index !== at) continue
      this.owner.setAttribute("aria-activedescendant", row.id)
      row.scrollIntoView({ block: "nearest" })
    }
  }

  // Items that say their group stand under its name; options of a list may stand in groups.
  grouped(items) {
    const parts = []
    let group = null
    for (const [at, item] of items.entries()) {
      const row = this.row(item, at)
      if (!item.group) parts.push(row)
      else if (group?.getAttribute("aria-label") === item.group) group.lastElementChild.append(row)
      else {
        group = document.createElement("li")
        group.className = "completion-group"
        group.setAttribute("role", "group")
        group.setAttribute("aria-label", item.group)
        const [name, rows] = [document.createElement("span"), document.createElement("ul")]
        name.textContent = item.group
        name.setAttribute("aria-hidden", "true")
        rows.setAttribute("role", "presentation")
        rows.append(row)
        group.append(name, rows)
        parts.push(group)
      }
    }
    return parts
  }

  row(item, at) {
    const row = document.createElement("li")
    row.id = `${this.list.id}-${at}`
    row.setAttribute("role", "option")
    if (item.photo) {
      const photo = document.createElement("img")
      photo.src = item.photo
      photo.alt = ""
      row.append(photo)
    }
    for (const [part, text] of [["label", item.label], ["detail", item.detail]]) {
      if (!text) continue
      const span = document.createElement("span")
      span.className = `completion-${part}`
      span.textContent = text
      row.append(span)
    }
    return row
  }

  empty() {
    if (!this.nothing) return []
    const row = document.createElement("li")
    row.className = "completion-nothing"
    row.textContent = this.nothing
    return [row]
  }

  // The page may scroll under the list, also because of what is being typed.
  follow = event => {
    if (this.where && this.isOpen && event.target === document) this.place(this.where())
  }

  // Under the line, above it when there is no room; in a dialog the list stands in the flow instead.
  place({ left, top, bottom }) {
    const { offsetWidth: width, offsetHeight: height } = this.list
    // Above the bar of places that a phone has at its foot, and what it covers.
    const foot = document.querySelector(".bottombar")?.getBoundingClientRect()
    const end = foot?.height ? Math.min(innerHeight, foot.top) : innerHeight
    const y = bottom + height + 8 > end && top > height + 8 ? top - height - 4 : bottom + 4
    this.list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
    this.list.style.top = `${y}px`
  }
}

// Ask an address for suggestions; an answer that comes after a later question is dropped.
export function asker(url, read) {
  let last = 0
  return async text => {
    const mine = ++last
    const response = await fetch(`${url}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } })
    const answer = response.ok && !response.redirected ? await response.json() : []
    return mine === last ? [...(answer.results ?? answer), ...(answer.others ?? [])].map(read) : null
  }
}
