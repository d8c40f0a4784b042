// The bar above the text: its buttons, its menus, and the keys.

import { all, byId } from "./dom.js";
import { applyTool, beginLetter, deskWith, fillHead, putBlock, putSection } from "./tools_desk.js";
import { isSection, sectionsIn } from "./tools_fences.js";
import { writeHead } from "./tools_head.js";
import { closeNotice, passNotice, watchNotice } from "./tools_notice.js";
import { takeDropped, takePasted } from "./tools_paste.js";

const KEYS = { b: "bold", i: "italic", k: "link" };

let toolDesk = null;

// Gives the tools the `editor` of the view for writing, as source_editor.js makes it, or one like it, for the issue `key`.
export function giveTools(editor, key) {
  const isFirst = toolDesk === null;
  toolDesk = deskWith(editor, key, byId("writing-tools"));
  const used = toolDesk;
  editor.onPaste((carried) => takePasted(used, carried));
  editor.onDrop((carried, event) => takeDropped(used, carried, event));
  closeNotice();
  if (isFirst) beginBar();
}

export const openBegun = () => beginLetter(toolDesk);
export const openHeadForm = ({ detail: { field } }) => fillHead(toolDesk, field);

// A click elsewhere on the page that changes the letter's head.
export function clickedHead({ target }) {
  const button = target.closest?.("[data-head]");
  if (button && toolDesk) writeHead(toolDesk, JSON.parse(button.dataset.head));
}

function beginBar() {
  const bar = byId("writing-tools");
  watchNotice(byId("source-text"), () => toolDesk.editor.focus());
  bar.addEventListener("click", toolClicked);
  bar.addEventListener("keydown", movedInBar);
  bar.addEventListener("focusin", ({ target }) => keepStop(target));
  for (const menu of all(".tool-menu", bar)) menu.addEventListener("toggle", menuToggled);
  document.addEventListener("click", ({ target }) => closeMenus(target.closest(".tool-menu")));
  byId("source-text").addEventListener("keydown", toolKeyed, { capture: true });
  keepStop(barStops()[0]);
}

function toolClicked({ target }) {
  const button = target.closest("button");
  if (!button) return;
  closeMenus();
  passNotice();
  const { tool, section: id, heading, block } = button.dataset;
  if (tool) applyTool(toolDesk, tool);
  else if (block) putBlock(toolDesk, block);
  else putSection(toolDesk, { id, heading }, sectionOrders());
}

function sectionOrders() {
  const known = all("#writing-tools [data-order]").map(({ dataset }) => [dataset.section, Number(dataset.order)]);
  return Object.fromEntries(known);
}

function toolKeyed(event) {
  if (event.altKey || event.shiftKey || event.ctrlKey === event.metaKey) return;
  const tool = KEYS[event.key.toLowerCase()];
  if (!tool) return;
  event.preventDefault();
  event.stopPropagation();
  applyTool(toolDesk, tool);
}

function closeMenus(but = null) {
  for (const menu of all("#writing-tools .tool-menu[open]")) {
    if (menu !== but) menu.open = false;
  }
}

// Sections that the letter has are said to be there.
function menuToggled({ target: menu }) {
  if (!menu.open) return;
  closeMenus(menu);
  const there = sectionsIn(toolDesk.text());
  for (const button of all("[data-section]", menu)) {
    const { section: id, heading: name } = button.dataset;
    const isThere = there.some((one) => isSection(one, id, name));
    button.textContent = isThere ? toolDesk.said.isThere.replace("{heading}", () => name) : name;
  }
  if (menu.matches(":focus-within")) menu.querySelector("li button").focus();
}

// One stop for Tab, arrows within (w3.org/WAI/ARIA/apg/patterns/toolbar).
const barStops = () => all("#writing-tools > button, #writing-tools > .tool-menu > summary");

function keepStop(current) {
  if (!barStops().includes(current)) return;
  for (const stop of barStops()) stop.tabIndex = stop === current ? 0 : -1;
}

function movedInBar(event) {
  const menu = event.target.closest(".tool-menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
    return;
  }
  const isInMenu = menu && event.target.closest("li");
  const points = isInMenu ? all("li button", menu) : barStops();
  const [back, on] = isInMenu ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  const index = points.indexOf(event.target);
  const next = { [back]: index - 1, [on]: index + 1, Home: 0, End: points.length - 1 }[event.key] ?? null;
  if (next === null || index < 0) return;
  event.preventDefault();
  points.at(next % points.length).focus();
}
