// Where the page gets what it shows: from the server, or from within itself where it is a file without one.

import { byId } from "./dom.js";

const embedded = byId("embedded") ? JSON.parse(byId("embedded").textContent) : null;
export const hasServer = !embedded;

// The issue `key` as a mail program shows it, and what is to be said of it, which takes longer. Both throw where the
// server can't be reached, or has no such issue.
export function fetchRendering(key, view) {
  return embedded ? { ...embedded, letter: withPictures(embedded.letters[view] ?? "") } : ask(`/rendering/${key}/${view}`);
}

export function fetchAround(key) {
  return embedded ?? ask(`/around/${key}`);
}

async function ask(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function withPictures(html) {
  return Object.entries(embedded.files).reduce((text, [place, file]) => text.replaceAll(place, file), html);
}

// What the file without a server compares its issue with; null for nothing.
export function embeddedComparison() {
  const { comparison } = embedded;
  return comparison && { ...comparison, before: withPictures(comparison.before), after: withPictures(comparison.after) };
}

export async function fetchChoices(key) {
  const answer = await fetch(`/choices/${key}`);
  return answer.text();
}

// The issue `key` beside `other`; null where there is no such thing any more.
export async function fetchComparison(key, other) {
  const answer = await fetch(`/compare/${key}/${other}`);
  return answer.ok ? answer.json() : null;
}

// What it asks for is done only with the token that came with the page. Null where the server can't be reached.
export function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Cenum-Token": document.body.dataset.token };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
}

export const postPlace = (place) => post("/open", place);
export const postLinkCheck = (key) => post(`/links/${key}`, {});

let events = null;

// One line to the server, whoever listens: a browser has six for all its tabs.
export function onChange(changed, lost) {
  events ??= new EventSource("/events");
  events.addEventListener("changed", changed);
  events.addEventListener("open", changed);
  if (lost) events.addEventListener("error", lost);
}
