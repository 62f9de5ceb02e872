// What one person sees of the support of one idea. `count` is null when the tally is not theirs to know.
export class SupportState {
  constructor({ supported, count }) {
    this.supported = supported
    this.count = count
  }

  toggled() {
    const step = this.supported ? -1 : 1
    return new SupportState({ supported: !this.supported, count: this.count === null ? null : Math.max(this.count + step, 0) })
  }

  // What the server says is the truth.
  with({ supported = this.supported, count = this.count }) {
    return new SupportState({ supported, count })
  }
}
