// <parvis-toasts>: messages of the server, and those of our own code by document.dispatchEvent(new CustomEvent("parvis:toast", …))
// or helpers/toast.js. A success goes away by itself; a warning or an error stays until it is closed.
const LASTS = 7000

class Toasts extends HTMLElement {
  connectedCallback() {
    this.querySelectorAll(".toast").forEach(toast => this.leaveLater(toast))
    this.addEventListener("click", event => {
      if (event.target.closest(".toast-close")) event.target.closest(".toast").remove()
    })
    document.addEventListener("parvis:toast", this)
  }

  disconnectedCallback() {
    document.removeEventListener("parvis:toast", this)
  }

  handleEvent({ detail: { text, level = "info" } }) {
    const toast = this.querySelector("template").content.firstElementChild.cloneNode(true)
    toast.classList.add(`toast-${level}`)
    if (level === "error") toast.setAttribute("role", "alert")
    this.append(toast)
    toast.querySelector("div").textContent = text
    this.leaveLater(toast)
  }

  leaveLater(toast) {
    if (toast.matches(".toast-error, .toast-warning")) return
    let timer = setTimeout(() => toast.remove(), LASTS)
    toast.addEventListener("pointerenter", () => clearTimeout(timer))
    toast.addEventListener("focusin", () => clearTimeout(timer))
    toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), LASTS) })
  }
}

customElements.define("parvis-toasts", Toasts)
