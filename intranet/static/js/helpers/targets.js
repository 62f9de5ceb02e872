// What a link may lead to, asked of the server: articles, people, ideas, questions; and last a page still to be written.
import { asker } from "parvis/helpers/completion.js"

export function targets(host) {
  const ask = asker(host.dataset.articlesUrl, item => ({
    title: item.title ?? item.label,
    label: item.title ?? item.label,
    detail: item.space ?? item.detail ?? "",
    group: item.kind ?? host.words("Articles"),
    url: item.url,
    ref: item.ref ?? (item.id ? `article:${item.id}` : null),
  }))
  return async text => {
    const found = await ask(text).catch(() => [])
    if (!found) return null
    const title = text.trim().replace(/\s+/g, " ")
    const known = found.some(item => item.title.toLocaleLowerCase() === title.toLocaleLowerCase())
    return known || title.length < 3 || title.length > 200 ? found : [...found, wanted(host, title)]
  }
}

function wanted(host, title) {
  return {
    title,
    label: host.words("Wanted", { title }),
    group: host.words("ToWrite"),
    url: `/knowledge/-/wanted/?title=${encodeURIComponent(title)}`,
    ref: null,
  }
}
