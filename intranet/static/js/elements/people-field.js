// A field with people's names: the one being typed (after the last comma) is completed; the text stays plain text.
import { Completion, asker } from "parvis/helpers/completion.js"
import { debounce } from "parvis/helpers/timing.js"

class PeopleField extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input")
    this.field.setAttribute("role", "combobox")
    this.field.setAttribute("aria-autocomplete", "list")
    this.field.setAttribute("aria-expanded", "false")
    this.completion = new Completion(this.field, {
      label: this.dataset.label, nothing: this.dataset.nothing, pick: person => this.put(person),
    })
    this.ask = asker(this.dataset.url, person => ({
      label: person.name, detail: person.department, photo: person.photo, username: person.username,
    }))
    const search = debounce(() => this.find(), 120)
    this.field.addEventListener("input", search)
    this.field.addEventListener("keydown", event => this.completion.key(event) && event.preventDefault())
    this.field.addEventListener("blur", () => this.completion.hide())
  }

  disconnectedCallback() {
    this.completion?.hide()
  }

  get typed() {
    return this.field.value.slice(this.field.value.lastIndexOf(",") + 1).trim()
  }

  async find() {
    const typed = this.typed.replace(/^@/, "")
    if (!typed || typed.includes("(@")) return this.completion.hide()
    const people = await this.ask(typed).catch(() => [])
    if (people && this.field === document.activeElement) this.completion.show(people, () => this.field.getBoundingClientRect())
  }

  put({ label, username }) {
    const before = this.field.value.slice(0, this.field.value.lastIndexOf(",") + 1)
    this.field.value = `${before}${before ? " " : ""}${label.replaceAll(",", " ")} (@${username})`
    this.field.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

customElements.define("parvis-people", PeopleField)
