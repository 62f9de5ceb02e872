// What every page needs. Keep it small: pages load the rest by {% module %}.
import "parvis/elements/menu.js"
import "parvis/elements/toasts.js"
import "parvis/elements/theme.js"
import "parvis/elements/dialog.js"
import "parvis/elements/ago.js"
import "parvis/elements/offline.js"
import "parvis/elements/shortcuts.js"
import { forgetSent } from "parvis/helpers/drafts.js"
import { reachRefused } from "parvis/helpers/refused.js"
import { reachCurrentTab, reachScrolling } from "parvis/helpers/scrolling.js"
import { debounce } from "parvis/helpers/timing.js"

forgetSent()
reachScrolling()
reachCurrentTab()
reachRefused()
addEventListener("resize", debounce(() => reachScrolling(), 200))
if (document.querySelector(".prose, parvis-thread")) import("parvis/elements/idea-cards.js")
