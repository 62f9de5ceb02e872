// Keeps <time data-ago> true while the page stays open. The words come from the browser, in the page's language.
const UNITS = [["minute", 60], ["hour", 3600], ["day", 86400]]
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" })
const now = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" }).format(0, "second")

export function refresh() {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000
    if (!(seconds < 7 * 86400)) continue
    const [unit, length] = UNITS.findLast(([, length]) => seconds >= length) ?? []
    const text = unit ? words.format(-Math.floor(seconds / length), unit) : now
    if (time.textContent !== text) time.textContent = text
  }
}

setInterval(() => document.visibilityState === "visible" && refresh(), 30000)
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh())
