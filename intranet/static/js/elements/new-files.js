// <parvis-new-files>: sends the files of an article that is not saved yet as they are chosen; each is ticked in the form.
import { announce } from "parvis/helpers/announce.js"
import { takeFiles } from "parvis/helpers/files.js"
import { sendFile } from "parvis/helpers/upload.js"

class NewFiles extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-list]")
    this.status = this.querySelector("[data-status]")
    const drop = this.querySelector("[data-drop]")
    const input = this.querySelector("[data-input]")
    input.classList.add("visually-hidden")
    // Sent here already: the form has nothing to carry along.
    input.removeAttribute("name")
    takeFiles(this, { input, drop, take: files => this.send(files) })
    this.list.addEventListener("change", () => this.changed())
  }

  async send(files) {
    if (files.some(file => file.size > Number(this.dataset.most))) return this.say(this.dataset.textTooBig)
    for (const file of files) {
      this.say(this.dataset.textSending)
      try {
        this.add(await sendFile(this.dataset.url, file))
        this.say(this.dataset.textDone)
      } catch (error) {
        this.say(error.told ?? this.dataset.textFailed)
        return
      }
    }
  }

  add({ url, name, size }) {
    const key = /[0-9a-f-]{36}/.exec(url)[0]
    const known = [...this.list.querySelectorAll("input")].find(box => box.value === key)
    if (known) known.checked = true
    else {
      const line = this.querySelector("template").content.cloneNode(true)
      line.querySelector("input").value = key
      line.querySelector("[data-name]").textContent = name
      line.querySelector("[data-size]").textContent = size
      this.list.append(line)
    }
    this.changed()
  }

  // What keeps the text of the form keeps this too.
  changed() {
    document.getElementById("article-form")?.dispatchEvent(new Event("change"))
  }

  say(text) {
    this.status.textContent = text
    if (text) announce(text)
  }
}

customElements.define("parvis-new-files", NewFiles)
