// The banner that says plainly when there is no network.
const banner = document.getElementById("offline")

function show() {
  if (banner) banner.hidden = navigator.onLine
}

addEventListener("online", show)
addEventListener("offline", show)
show()
