// What became of a paste, said below the tools, with what one can do about it.

import { byId } from "./dom.js";

let isClosed = () => {};
let isOver = false;

// `lines` say what got lost; `choices` are [words, what a click does]. A click, Escape and the next notice end it, and what she
// does next if it only says that all is well.
export function showNotice(said, { lines = [], choices = [], isPassing = false } = {}) {
  isOver = isPassing;
  const notice = byId("tool-notice");
  const lost = byId("tool-notice-list");
  notice.hidden = false;
  byId("tool-notice-said").textContent = said;
  byId("tool-said").textContent = [said, ...lines].join(" ");
  lost.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  lost.hidden = lines.length === 0;
  const buttons = [...choices, [notice.dataset.close, () => {}]].map(([words, act]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.addEventListener("click", () => {
      closeNotice();
      act();
    });
    return button;
  });
  byId("tool-notice-buttons").replaceChildren(...buttons);
}

// She goes on, by hand or with a tool: what only said that all is well is said.
export const passNotice = () => isOver && closeNotice();

export function closeNotice() {
  const hadFocus = byId("tool-notice").contains(document.activeElement);
  byId("tool-notice").hidden = true;
  byId("tool-notice-said").textContent = "";
  byId("tool-said").textContent = "";
  if (hadFocus) isClosed();
}

// `closed` is told when a notice ends in which the focus was; what is typed comes from `typed`.
export function watchNotice(typed, closed) {
  typed.addEventListener("input", passNotice);
  isClosed = closed;
  byId("tool-notice").addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeNotice();
  });
}
