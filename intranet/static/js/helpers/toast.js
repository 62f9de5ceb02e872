// Show a message. level: "info", "success", "warning", "error". The text comes translated from the page.
export function toast(text, level = "info") {
  document.dispatchEvent(new CustomEvent("parvis:toast", { detail: { text, level } }))
}
