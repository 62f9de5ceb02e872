export function debounce(work, delay) {
  let timer
  return (...values) => {
    clearTimeout(timer)
    timer = setTimeout(() => work(...values), delay)
  }
}
