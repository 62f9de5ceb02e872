// What scrolls inside a page (a wide table, a long line of code) can be reached and scrolled by keyboard, in every browser.
const SCROLLING = ".prose pre, .prose table, .table-wrap, .case-text .reading"

export function reachScrolling(root = document) {
  for (const box of root.querySelectorAll(SCROLLING)) {
    const larger = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1
    const scrolls = larger && getComputedStyle(box).overflowX !== "visible" && !box.isContentEditable && !box.querySelector("a[href], button, input")
    if (scrolls) box.tabIndex = 0
    else if (box.getAttribute("tabindex") === "0") box.removeAttribute("tabindex")
  }
}

// On a phone the tab of this page can stand beyond the edge of their bar.
export function reachCurrentTab() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const bar = tab.closest(".tabs").getBoundingClientRect()
    const { left, right, width } = tab.getBoundingClientRect()
    if (left < bar.left || right > bar.right) tab.closest(".tabs").scrollLeft += left - bar.left - (bar.width - width) / 2
  }
}
