// Send one file, telling how far it is (0 to 1). Rejects with the server's words (error.told) or without any (no network).
import { csrfToken, takeToken } from "parvis/helpers/http.js"

export function sendFile(url, file, { progress, again = true } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const data = new FormData()
    data.append("file", file, file.name || "image.png")
    request.open("POST", url)
    request.responseType = "json"
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader("X-CSRFToken", csrfToken())
    request.upload.addEventListener("progress", event => event.lengthComputable && progress?.(event.loaded / event.total))
    request.addEventListener("load", () => {
      if (request.status === 201 && request.response?.url) resolve(request.response)
      else if (request.status === 403 && again && takeToken(request.response)) sendFile(url, file, { progress, again: false }).then(resolve, reject)
      else reject(Object.assign(new Error(`HTTP ${request.status}`), { told: request.response?.error }))
    })
    request.addEventListener("error", () => reject(new Error("network")))
    request.send(data)
  })
}
