// fetch with what our server expects: the CSRF token, the marker of a script, and errors that are thrown.
export function csrfToken() {
  const headers = document.body.getAttribute("hx-headers")
  return headers ? JSON.parse(headers)["X-CSRFToken"] : (document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "")
}

export class HttpError extends Error {
  constructor(response) {
    super(`HTTP ${response.status}`)
    this.response = response
    this.status = response.status
  }
}

export async function request(url, { method = "GET", body, headers = {}, signal, keepalive, again = true } = {}) {
  const safe = method === "GET" || method === "HEAD"
  const response = await fetch(url, {
    method, body, signal, keepalive, credentials: "same-origin",
    headers: { "X-Requested-With": "fetch", ...(safe ? {} : { "X-CSRFToken": csrfToken() }), ...headers },
  })
  if (response.ok) return response
  if (response.status === 403 && !safe && again && takeToken(await response.clone().json().catch(() => null))) {
    if (body?.has?.("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", csrfToken())
    return request(url, { method, body, headers, signal, keepalive, again: false })
  }
  throw new HttpError(response)
}

// Whoever signed in again in another tab has a new token, which a refusal brings (core/errors.py). Only for the same
// person: what somebody wrote is never sent as another. Returns whether the page has a new token.
export function takeToken(refusal) {
  const token = refusal?.csrf
  if (!token || refusal.person !== document.body.dataset.person) return false
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }))
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
  return true
}

export const get = (url, options) => request(url, options)
export const getJSON = async (url, options) => (await get(url, { ...options, headers: { Accept: "application/json" } })).json()

// data: FormData, URLSearchParams or a plain object.
export function post(url, data = {}, options = {}) {
  const body = data instanceof FormData || data instanceof URLSearchParams ? data : new URLSearchParams(data)
  return request(url, { ...options, method: "POST", body })
}
