// The locale of dates and hours: English is written as in Europe, as the server writes it (21/11/2026, 09:30).
export const locale = () => {
  const language = document.documentElement.lang
  return language === "en" ? "en-GB" : language
}
