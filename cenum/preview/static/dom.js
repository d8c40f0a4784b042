// The document: what stands in it, and how something else comes to stand there.

export const byId = (id) => document.getElementById(id);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// What `element` says: words between backticks as code, one that has no pair as it is.
export function showSentence(element, sentence) {
  const parts = sentence.split("`");
  const isPaired = parts.length % 2 === 1;
  element.replaceChildren(...(isPaired ? parts.map((part, index) => (index % 2 ? code(part) : part)) : [sentence]));
  return element;
}

function code(words) {
  const element = document.createElement("code");
  element.textContent = words;
  return element;
}

// What did not change is left alone, and the focus stays where it was.
export function replaceContent(element, html) {
  if (element.dataset.shown === html) return;
  const unfolded = element.querySelector("details")?.open;
  const buttons = () => all("a, button, summary, [tabindex]", element);
  const focused = buttons().indexOf(document.activeElement);
  const scrolled = element.scrollTop;
  element.innerHTML = html;
  element.dataset.shown = html;
  if (unfolded) element.querySelector("details")?.setAttribute("open", "");
  element.scrollTop = scrolled;
  if (focused >= 0) buttons()[Math.min(focused, buttons().length - 1)]?.focus({ preventScroll: true });
}

// The index that follows `index` (`by` 1), or comes before it (`by` -1), in a circle of `count`; -1 is none yet.
export function around(index, by, count) {
  const from = by > 0 ? Math.max(index, -1) : Math.max(index, 0);
  return (from + by + count) % count;
}

// To `element`, or to the button behind which it is folded on a narrow screen.
export function focusOrFolder(element) {
  element.focus();
  if (document.activeElement === element) return;
  all("[data-folds]")
    .find((one) => byId(one.dataset.folds).contains(element))
    ?.focus();
}
