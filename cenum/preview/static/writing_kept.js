// Text that is not saved yet, kept in this browser.
//
// In localStorage: what sessionStorage has is gone with its tab, and a tab that crashed, or was closed in a hurry, is what
// this is for. It stays on this machine, as the file does, and only until it is saved or thrown away. The browser writes it
// to the disk some seconds later, by which time the file itself has it.

const PREFIX = "cenum-unsaved";
const ID = crypto.randomUUID();

// Held as long as this page lives: what is kept of a page that lives is not offered to another one.
navigator.locks.request(nameOf(ID), () => new Promise(() => {}));

function nameOf(id) {
  return `${PREFIX}/${id}`;
}

function placeOf({ letter, key }, id = ID) {
  return JSON.stringify([PREFIX, letter, key, id]);
}

// False where there is no room for it.
export function keepUnsaved(issue, { text, base }) {
  try {
    localStorage.setItem(placeOf(issue), JSON.stringify({ text, base, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forgetUnsaved(issue, id) {
  localStorage.removeItem(placeOf(issue, id));
}

// What could not be saved is for later: the next to write this issue here has another one.
export function setUnsavedAside(issue) {
  const kept = localStorage.getItem(placeOf(issue));
  if (kept) localStorage.setItem(placeOf(issue, crypto.randomUUID()), kept);
  forgetUnsaved(issue);
}

// What earlier pages left of this issue, the newest first. Where one still lives, "page-ended" comes once it does not: after
// a reload that takes a moment, and there may be something to ask for then.
export async function leftUnsaved({ letter, key }) {
  const places = Object.keys(localStorage).filter((place) => place.startsWith(`["${PREFIX}"`));
  const ids = places.flatMap((place) => {
    const [, ofLetter, ofKey, id] = JSON.parse(place);
    return ofLetter === letter && ofKey === key && id !== ID ? [id] : [];
  });
  const { held } = await navigator.locks.query();
  const living = ids.filter((id) => held.some(({ name }) => name === nameOf(id)));
  for (const id of living) tellOfItsEnd(id);
  const over = ids.filter((id) => !living.includes(id)).map((id) => ({ id, kept: localStorage.getItem(placeOf({ letter, key }, id)) }));
  // A page that ended meanwhile may have saved it.
  const kept = over.flatMap((one) => (one.kept ? [{ id: one.id, ...JSON.parse(one.kept) }] : []));
  return kept.toSorted((one, other) => other.at - one.at);
}

const awaited = new Set();

async function tellOfItsEnd(id) {
  if (awaited.has(id)) return;
  awaited.add(id);
  await navigator.locks.request(nameOf(id), () => {});
  awaited.delete(id);
  // Not while this page holds it: that would look like one that lives.
  document.dispatchEvent(new Event("page-ended"));
}
