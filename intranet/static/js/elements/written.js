// <parvis-written>: pages that the text asked for and that are written by now. Their links look and lead like any other.
class Written extends HTMLElement {
  connectedCallback() {
    const written = new Map([...this.querySelectorAll("a")].map(link => [link.dataset.asked, link.getAttribute("href")]))
    for (const link of document.querySelectorAll(".prose a[href^='/knowledge/-/wanted/']")) {
      const url = written.get(link.getAttribute("href"))
      if (url) link.setAttribute("href", url)
    }
  }
}

customElements.define("parvis-written", Written)
