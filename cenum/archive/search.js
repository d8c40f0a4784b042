// Searches all letters without a server. The index stands in pieces, one for the words that begin with the same two
// characters: only those that a question needs are fetched. Words are folded as search_index.py folds them.
const [form, input, said, found] = ["#search", "#q", "#said", "#found"].map((one) => document.querySelector(one));
const { index, none, one, many, failed } = form.dataset;
const MOST = 50;
const kept = new Map();

const fold = (text) =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
// Who looks for several finds one: French and English both add an s.
const wordsOf = (text) =>
  (fold(text).match(/[\p{L}\p{N}]{2,}/gu) ?? []).map((word) => (word.length > 3 ? word.replace(/[sx]$/u, "") : word));
const pieceOf = (word) => [...word].slice(0, 2).map((c) => c.codePointAt(0).toString(16)).join("-");

async function load(name) {
  const answer = await fetch(`${index}${name}.json`);
  if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
  return answer.ok ? answer.json() : {};
}
const once = (name) => kept.get(name) ?? kept.set(name, load(name)).get(name);

// The numbers of the sections that hold a word which begins as this one; each stands as a step from the one before.
async function sectionsWith(word) {
  const sections = new Set();
  for (const [known, steps] of Object.entries(await once(pieceOf(word)))) {
    if (known.startsWith(word)) steps.reduce((at, step) => (sections.add(at + step), at + step), 0);
  }
  return sections;
}

const element = (tag, values, ...children) => {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
};
function shown({ address, title, day }, hits) {
  const link = (id, words) => element("a", { href: `${address}#${id}` }, words);
  const places = hits.flatMap(([id, heading]) => (heading ? [" · ", link(id, heading)] : [])).slice(1);
  const heading = element("h2", {}, element("a", { href: address }, title));
  return element("li", {}, element("p", { className: "day" }, day), heading, element("p", {}, ...places));
}

async function search() {
  const asked = input.value;
  const words = wordsOf(asked);
  const { letters } = await once("letters");
  const sets = await Promise.all(words.map((word) => sectionsWith(word)));
  if (asked !== input.value) return;
  const matches = letters.filter(({ first, sections }) =>
    sets.length > 0 && sets.every((set) => sections.some((_, at) => set.has(first + at))));
  found.replaceChildren(...matches.slice(0, MOST).map((letter) =>
    shown(letter, letter.sections.filter((_, at) => sets.some((set) => set.has(letter.first + at))))));
  said.dataset.asked = asked;
  said.textContent = sets.length === 0 ? "" : [none, one][matches.length] ?? many.replace("#", matches.length);
}
const start = () => search().catch(() => { kept.clear(); said.textContent = failed; });
input.value = new URLSearchParams(location.search).get("q") ?? "";
input.addEventListener("input", start);
if (input.value) start();
