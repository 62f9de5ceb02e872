// Who is here now and who is writing. Nothing of it is stored; each server process says whom it sees.
const FORGOTTEN = 95000
const WRITES_FOR = 5000
const SHOWN = 5

export class Presence {
  constructor(thread) {
    this.thread = thread
    this.processes = new Map()
    this.writers = new Map()
    setInterval(() => this.draw(), 30000)
  }

  heard({ present, writing }) {
    if (present) this.processes.set(present.at, { people: present.people, at: Date.now() })
    if (writing && String(writing.id) !== this.thread.me) {
      clearTimeout(this.writers.get(writing.id)?.timer)
      const timer = setTimeout(() => this.writers.delete(writing.id) && this.draw(), WRITES_FOR)
      this.writers.set(writing.id, { name: writing.name, timer })
    }
    this.draw()
  }

  wrote(id) {
    clearTimeout(this.writers.get(id)?.timer)
    if (this.writers.delete(id)) this.draw()
  }

  draw() {
    for (const [name, { at }] of this.processes) if (at < Date.now() - FORGOTTEN) this.processes.delete(name)
    const people = new Map()
    this.processes.forEach(process => process.people.forEach(person => people.set(person.id, person)))
    people.delete(Number(this.thread.me))
    const box = this.thread.querySelector("[data-present]")
    const others = [...people.values()]
    box.hidden = others.length === 0
    box.replaceChildren(...others.slice(0, SHOWN).map(avatar))
    const label = others.length ? this.thread.say("present", { names: others.map(person => person.name).join(", ") }) : ""
    box.setAttribute("role", "img")
    box.setAttribute("aria-label", label)
    box.title = label
    const names = [...this.writers.values()].map(writer => writer.name)
    const word = names.length === 1 ? this.thread.say("writing-one", { name: names[0] }) : names.length ? this.thread.say("writing-many") : ""
    this.thread.querySelector("[data-writing]").textContent = word
  }
}

function avatar({ id, name, photo }) {
  const box = document.createElement("span")
  box.className = `avatar avatar-small avatar-${id % 8}`
  const words = name.split(/[\s-]+/).filter(Boolean)
  if (photo) box.append(Object.assign(new Image(), { src: photo, alt: "" }))
  else box.textContent = (words[0]?.[0] ?? "?").concat(words.length > 1 ? words.at(-1)[0] : "").toUpperCase()
  return box
}
