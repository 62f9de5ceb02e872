// Which reactions are mine, by post. One shows at once, and is taken back if the server refuses it.
export class OwnReactions {
  constructor(own = {}) {
    this.own = new Map(Object.entries(own).map(([post, names]) => [Number(post), new Set(names)]))
  }

  of(post) {
    if (!this.own.has(post)) this.own.set(post, new Set())
    return this.own.get(post)
  }

  set(post, names) {
    this.own.set(post, new Set(names))
  }

  // Return whether `name` is mine after being toggled.
  toggle(post, name) {
    const names = this.of(post)
    if (!names.delete(name)) names.add(name)
    return names.has(name)
  }
}
