// What stands around the letter.

import { all, byId, replaceContent } from "./dom.js";
import { countFindings } from "./findings.js";

export function setStatus(sentence, tone) {
  const status = byId("status");
  if (status.textContent !== sentence) status.textContent = sentence;
  status.className = tone;
}

export function setTitle(title) {
  byId("title").textContent = title;
  document.title = `${title} · cenum`;
}

export function showPanels({ title, status, tone, panels, issues }) {
  setTitle(title);
  setStatus(status, tone);
  replaceContent(byId("bar"), panels.bar);
  replaceContent(byId("edition"), panels.edition);
  replaceContent(byId("findings"), panels.findings);
  countFindings();
  if (byId("list")) replaceContent(byId("list"), issues);
  if (byId("before-test")) replaceContent(byId("before-test"), panels["before-test"] ?? "");
  for (const section of all("#panel > section")) {
    if (section.dataset.of !== "compare") replaceContent(section.querySelector(".inside"), panels[section.dataset.of] ?? "");
  }
}
