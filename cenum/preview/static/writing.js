// The view in which one writes, the letter beside it: it begins here, where the page comes from a server.
//
// Who wants to do something in the editor listens on the document for "editor-opened", which brings it, "editor-closed", and
// "issue-begun", of a letter in which nothing was written yet.

import { onChange } from "./api.js";
import { byId, focusOrFolder } from "./dom.js";
import { whenReady } from "./letter_frame.js";
import { refresh } from "./refresh.js";
import { wantsPlainEditor, wishPlainEditor } from "./source_editor.js";
import { noteClosed, noteOpen, shown, wasBegun, wasOpen } from "./state.js";
import { chosenText } from "./writing_conflict.js";
import { closeDesk, desk, goTo, openDesk, putEditor, saveByHand } from "./writing_desk.js";
import { leftUnsaved } from "./writing_kept.js";
import { askWhatWasLeft, stopAsking, takeWhatWasLeft, throwAwayWhatWasLeft } from "./writing_left.js";

// Opening and closing one after the other, however quickly somebody clicks.
let doing = Promise.resolve();
function inOrder(work) {
  doing = doing.then(work, work);
  return doing;
}

function showView(open) {
  document.body.classList.toggle("writing", open);
  byId("writing").hidden = !open;
  for (const button of ["write", "write-below"]) byId(button).setAttribute("aria-pressed", String(open));
}

async function openView() {
  if (!shown.key) return;
  showView(true);
  // After a reload, or a crash, she is where she was.
  noteOpen();
  if (await openDesk()) await askWhatWasLeft();
}

// What could not be opened may be there by now.
async function openAfterAll() {
  if (!byId("writing").hidden && !desk.session) await openView();
}

async function closeView() {
  if (desk.session) await closeDesk();
  stopAsking();
  showView(false);
}

// What somebody wanted who pressed the button, whatever was opened meanwhile.
function toggleView() {
  const isWanted = byId("writing").hidden;
  return inOrder(() => (isWanted ? openOnce() : leaveView()));
}

async function openOnce() {
  if (byId("writing").hidden) await openView();
}

async function leaveView() {
  if (byId("writing").hidden) return;
  await closeView();
  noteClosed();
  focusOrFolder(byId("write"));
  refresh();
}

async function showOtherIssue() {
  if (byId("writing").hidden) return;
  await closeView();
  await openView();
}

async function changeKind() {
  wishPlainEditor(byId("plainly").checked);
  if (desk.editor) await putEditor(() => desk.editor.text());
}

// What she types next is hers to write at once, whenever it is saved.
function decide(text) {
  desk.session.resolve(text);
  desk.editor.focus();
}

const decisions = {
  "keep-mine": () => decide(desk.session.mine()),
  "take-theirs": () => decide(desk.session.theirs().text),
  "take-chosen": () => decide(chosenText(desk.session.theirs().text)),
  "write-again": () => decide(desk.session.mine()),
  "kept-take": takeWhatWasLeft,
  "kept-throw": throwAwayWhatWasLeft,
};

// What the form of the head has is written there, where nothing that she types breaks the head. Keys that go from finding to
// finding only show where each is.
function wantHead(field) {
  document.dispatchEvent(new CustomEvent("head-wanted", { detail: { field } }));
}

function clickedBeside({ target, detail }) {
  const button = target.closest?.("button");
  if (!button || !desk.session) return;
  if (button.id in decisions) {
    // The second click of a double one is no decision about what is asked next.
    if (detail < 2) decisions[button.id]();
  } else if (button.dataset.form && (detail > 0 || button.closest("#before-test"))) wantHead(button.dataset.form);
  else if (button.dataset.own && button.dataset.line) goTo(button);
}

async function beginWriting() {
  const isBegun = wasBegun();
  const left = await leftUnsaved({ letter: byId("writing").dataset.letter, key: shown.key });
  if (wasOpen() || left.length > 0) await openView();
  if (isBegun && desk.editor) document.dispatchEvent(new CustomEvent("issue-begun"));
}

byId("write").addEventListener("click", toggleView);
byId("write-below").addEventListener("click", toggleView);
byId("leave-writing").addEventListener("click", toggleView);
byId("plainly").checked = wantsPlainEditor();
byId("plainly").addEventListener("change", () => inOrder(changeKind));
document.addEventListener("click", clickedBeside);
document.addEventListener("change", ({ target }) => {
  if (target.name !== "side") return;
  document.body.dataset.side = target.value;
  if (target.value === "letter") desk.scroll?.bringCursor();
  // What was scrolled was the letter.
  else scrollTo(0, 0);
});
document.addEventListener("keydown", (event) => {
  if (!desk.session || event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (!event.repeat) saveByHand();
});
document.addEventListener("page-ended", () => inOrder(() => (desk.session ? askWhatWasLeft() : beginWriting())));
document.addEventListener("issue-chosen", () => inOrder(showOtherIssue));
document.addEventListener("letter-shown", () => desk.scroll?.showCursor());
document.addEventListener("visibilitychange", () => document.hidden && desk.session?.save());
window.addEventListener("beforeunload", (event) => desk.session?.isUnsaved() && event.preventDefault());
onChange(() => (desk.session ? desk.session.look() : inOrder(openAfterAll)));
whenReady(byId("frame"), () => inOrder(beginWriting));
