// The one socket of a page. It carries hints; what they hint at is fetched over HTTP. `live().listen(topic, listener)`
// calls back with { kind: "up" | "down" | "refused" | "signed-out" | "resync" | "hint", hint }.
const PING_EVERY = 25000
const PATIENCE = 8000
const SLOWEST = 30000
const SIGNED_OUT = 4401

export class Live {
  constructor(url, Socket = WebSocket) {
    this.url = url
    this.Socket = Socket
    this.topics = new Map()
    this.failures = 0
    this.socket = null
    addEventListener("online", () => this.hurry())
    addEventListener("offline", () => this.drop())
    addEventListener("pagehide", () => this.drop())
    addEventListener("pageshow", event => event.persisted && this.hurry())
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry())
  }

  listen(topic, listener, { present = false } = {}) {
    this.topics.set(topic, { listener, present })
    if (this.isOpen) this.ask(topic)
    else this.connect()
    return () => {
      this.topics.delete(topic)
      this.send({ do: "leave", topic })
    }
  }

  get isOpen() {
    return this.socket?.readyState === 1
  }

  send(message) {
    if (this.isOpen) this.socket.send(JSON.stringify(message))
  }

  writing(topic) {
    this.send({ do: "writing", topic })
  }

  ask(topic) {
    this.send({ do: "listen", topic, present: this.topics.get(topic).present })
  }

  connect() {
    clearTimeout(this.retry)
    if (this.socket || this.signedOut) return
    const socket = this.socket = new this.Socket(this.url)
    this.expectAnswer()
    socket.onopen = () => {
      this.answered()
      this.topics.forEach((_, topic) => this.ask(topic))
      this.pinging = setInterval(() => this.ping(), PING_EVERY)
    }
    socket.onmessage = event => socket === this.socket && this.receive(JSON.parse(event.data))
    socket.onclose = event => socket === this.socket && this.closed(event.code)
  }

  // The server took something from this page again: its person is back, and so may the socket be.
  signedIn() {
    if (!this.signedOut) return
    this.signedOut = false
    this.connect()
  }

  receive(message) {
    this.answered()
    this.failures = 0
    if (message.pong) return
    if (message.bye) {
      this.drop(message.bye)
      return
    }
    if (message.resync) {
      this.tell("resync")
      return
    }
    const heard = this.topics.get(message.topic)
    if (!heard) return
    if ("listening" in message) heard.listener({ kind: message.listening ? "up" : "refused" })
    else heard.listener({ kind: "hint", hint: message })
  }

  tell(kind) {
    this.topics.forEach(({ listener }) => listener({ kind }))
  }

  // A laptop that slept has a socket that looks open and is dead: only an answer proves it alive.
  ping() {
    this.send({ do: "ping" })
    this.expectAnswer()
  }

  expectAnswer() {
    this.waiting ??= setTimeout(() => this.drop(), PATIENCE)
  }

  answered() {
    clearTimeout(this.waiting)
    this.waiting = null
  }

  hurry() {
    if (this.isOpen) this.ping()
    else this.connect()
    this.tell("resync")
  }

  drop(code = 0) {
    const socket = this.socket
    if (!socket) return
    this.closed(code)
    socket.close()
  }

  closed(code) {
    this.answered()
    clearInterval(this.pinging)
    this.socket = null
    this.signedOut = code === SIGNED_OUT
    this.tell(this.signedOut ? "signed-out" : "down")
    if (this.signedOut) return
    const wait = Math.min(SLOWEST, 500 * 2 ** this.failures++) * (0.5 + Math.random())
    this.retry = setTimeout(() => this.connect(), wait)
  }
}

let one
export function live() {
  const url = new URL("/ws/", location.href)
  url.protocol = url.protocol.replace("http", "ws")
  return (one ??= new Live(url))
}
