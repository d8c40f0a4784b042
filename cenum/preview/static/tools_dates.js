// A day in the words of the letter: "vendredi 18 avril 2025"; the first of a month is "1er" in French.

export function dayInLetter(day, language, { weekday = false } = {}) {
  const parts = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const written = new Intl.DateTimeFormat(language, weekday ? { weekday: "long", ...parts } : parts).format(new Date(`${day}T12:00:00Z`));
  return language.startsWith("fr") ? written.replace(/(^|\s)1(?=\s)/u, "$11er") : written;
}
