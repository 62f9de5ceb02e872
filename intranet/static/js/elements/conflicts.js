// <parvis-conflicts> around the questions of a merge: choosing to write anew starts the editor.
class Conflicts extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", event => { if (event.target.matches("[data-own]")) this.open(event.target) })
    this.querySelectorAll("[data-own]:checked").forEach(choice => this.open(choice))
  }

  open(choice) {
    choice.closest("[data-conflict]").querySelector("parvis-editor")?.start?.()
  }
}

if (!customElements.get("parvis-conflicts")) customElements.define("parvis-conflicts", Conflicts)
