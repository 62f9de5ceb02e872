// Where a browser stands in the sequence of a thread. Knows nothing of the page: `view` shows what it is given.
//
// view.show(posts, answer)   posts as they are now, in order; called once with every change
// view.reload()              promise of the sequence number of the page taken again: the gap was too old
// view.status(name, state)   "live" | "catching-up" | "offline" | "signed-out" | "gone"
const SLOWEST = 30000

export class ThreadState {
  constructor({ seq, fetchSince, view, later = (work, time) => setTimeout(work, time) }) {
    Object.assign(this, { seq, fetchSince, view, later })
    this.wanted = seq
    this.failures = 0
    this.busy = false
    this.again = false
    this.connected = false
    this.at = Date.now()
  }

  // The socket says that the thread has come to `seq`.
  hint(seq) {
    if (seq <= this.seq) return
    this.wanted = Math.max(this.wanted, seq)
    this.catchUp()
  }

  // Called after subscribing, never before (what is said in between would be lost), and whenever something may have been missed.
  async catchUp() {
    if (this.busy) {
      this.again = true
      return
    }
    this.busy = true
    clearTimeout(this.retry)
    try {
      do {
        this.again = false
        await this.step()
      } while (this.again || this.wanted > this.seq)
      this.failures = 0
      this.at = Date.now()
      this.view.status(this.connected ? "live" : "offline", this)
    } catch (error) {
      this.failed(error)
    } finally {
      this.busy = false
    }
  }

  async step() {
    const answer = await this.fetchSince(this.seq)
    if (answer.reset || !follows(answer, this.seq)) {
      this.view.status("catching-up", this)
      this.seq = await this.view.reload()
    } else if (answer.seq > this.seq) {
      this.view.show(answer.posts, answer)
      this.seq = answer.seq
    }
    // The server knows better than a hint: one that promised more is not waited for.
    if (answer.seq < this.wanted) this.wanted = Math.max(this.seq, answer.seq)
  }

  failed(error) {
    if (error.status === 404 || error.status === 403) this.view.status("gone", this)
    else if (error.signedOut || error.status === 401) this.view.status("signed-out", this)
    else {
      this.view.status("offline", this)
      const time = Math.min(SLOWEST, 1000 * 2 ** this.failures++) * (0.5 + Math.random())
      this.retry = this.later(() => this.catchUp(), time)
    }
  }

  up() {
    this.connected = true
    this.catchUp()
  }

  down() {
    if (!this.connected) return
    this.connected = false
    this.view.status("offline", this)
  }
}

// Say whether the events of an answer are the numbers after `seq`, one after the other, up to the one it claims.
export function follows({ events, seq: last }, seq) {
  return events.every((event, index) => event.seq === seq + 1 + index) && (events.at(-1)?.seq ?? seq) === last
}
