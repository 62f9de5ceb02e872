// <parvis-files>: attaches and removes the files of an article without leaving what one writes.
import { post } from "parvis/helpers/http.js"
import { announce } from "parvis/helpers/announce.js"
import { takeFiles } from "parvis/helpers/files.js"

class Files extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-list]")
    this.status = this.querySelector("[data-status]")
    const drop = this.querySelector("[data-drop]")
    const input = drop.querySelector("input")
    drop.hidden = false
    takeFiles(this, { input, drop, take: files => this.send(files) })
    this.addEventListener("submit", event => {
      if (!event.target.matches("[data-remove]")) return
      event.preventDefault()
      this.change(event.target.action, {}, this.dataset.textRemoved)
    })
  }

  send(files) {
    if (files.some(file => file.size > Number(this.dataset.most))) return this.say(this.dataset.textTooBig)
    const data = new FormData()
    for (const file of files) data.append("file", file)
    this.change(this.dataset.url, data, this.dataset.textDone)
  }

  async change(url, data, done) {
    this.say(this.dataset.textSending)
    try {
      this.show(await (await post(url, data)).text())
      this.say(done)
    } catch (error) {
      if (error.status === 422) this.show(await error.response.text())
      this.say(error.status === 422 ? "" : this.dataset.textFailed)
    }
  }

  show(html) {
    this.list.innerHTML = html
  }

  say(text) {
    this.status.textContent = text
    if (text) announce(text)
  }
}

customElements.define("parvis-files", Files)
