// What is open in the view for writing: one issue, its editor, and how it stands.

import { byId, showSentence } from "./dom.js";
import { putOffAround, refresh } from "./refresh.js";
import { beginWhere, editorOpener } from "./source_editor.js";
import { labels, shown } from "./state.js";
import { drawDraft, fetchSource, judgeDraft } from "./writing_api.js";
import { hideConflict, showConflict } from "./writing_conflict.js";
import { forgetUnsaved, leftUnsaved } from "./writing_kept.js";
import { scrollWithLetter } from "./writing_scroll.js";
import { beginSession } from "./writing_session.js";
import { sayAloud, sentence } from "./writing_words.js";

const TROUBLES = new Set(["conflict", "gone", "lost", "anew", "refused", "unreadable"]);

// All of it is null where the view is closed. `end` is for all that listens to this editor.
export const desk = { issue: null, editor: null, session: null, scroll: null, end: null };

let trouble = "";
let drawing = 0;

// False where there is nothing to write, which is said.
export async function openDesk() {
  const { key } = shown;
  const issue = { letter: byId("writing").dataset.letter, key };
  const source = await fetchSource(key);
  const orphan = source?.status === 404 ? (await leftUnsaved(issue))[0] : null;
  if (source?.status !== 200 && !orphan) {
    sayState("unreadable", source ? (source.said ?? sentence("no_file")) : labels.lost);
    return false;
  }
  const saved = orphan ? { text: null, digest: "" } : source;
  const session = beginSession({ issue, source: saved, editor: () => desk.editor, tell: (state, why) => tell(session, state, why) });
  desk.issue = issue;
  await putEditor(() => saved.text ?? "");
  desk.session = session;
  shown.draft = { rendering: (view) => drawDraft(key, view, desk.editor.text()), around: () => judgedDraft(key, desk.editor.text()) };
  trouble = "";
  if (orphan) {
    // What was written of a file that is gone by now stands there as before the page was loaded anew.
    session.contest(orphan.text);
    forgetUnsaved(issue, orphan.id);
  } else {
    tell(session, "saved");
    // The file may be another one since it was asked for.
    session.look();
  }
  refresh();
  return true;
}

// The editor itself, anew where another kind of it is wanted. Until it is there, what the file says by then comes into the
// one before: `textNow()` is what the new one has.
export async function putEditor(textNow) {
  const open = await editorOpener();
  const text = textNow();
  const before = desk.editor?.selection();
  desk.end?.abort();
  desk.editor?.destroy();
  desk.end = new AbortController();
  const { key } = desk.issue;
  desk.editor = open(byId("source-text"), {
    text,
    label: sentence("label", { key }),
    head: { name: sentence("head"), form: sentence("head_form"), lines: sentence("head_lines") },
    onChange: written,
    onScroll: () => desk.scroll?.follow(),
    onMove: () => desk.scroll?.showCursor(),
  });
  beginWhere(desk.editor, before);
  desk.scroll = scrollWithLetter(desk.editor, byId("frame"), desk.end.signal);
  desk.editor.focus();
  document.dispatchEvent(new CustomEvent("editor-opened", { detail: { editor: desk.editor, key } }));
}

export async function closeDesk() {
  const { session, issue, editor, end } = desk;
  await session.leave();
  if (session.isUnsaved()) sayAloud(sentence("left", issue));
  end.abort();
  editor.destroy();
  clearTimeout(drawing);
  drawing = 0;
  shown.draft = null;
  hideConflict();
  for (const part of Object.keys(desk)) desk[part] = null;
  document.dispatchEvent(new CustomEvent("editor-closed"));
}

// The cursor comes to the line that an element of the letter stands for, or to the words of a finding.
export function goTo(element) {
  if (!element) return;
  const { editor, scroll } = desk;
  scroll.release();
  const { line, from, to } = element.dataset.words ? JSON.parse(element.dataset.words) : {};
  editor.goToLine(line ?? Number(element.dataset.line));
  if (line) editor.select(editor.position(line, from), editor.position(line, to));
  editor.focus();
}

// What is to be said of a text, and of which.
async function judgedDraft(key, text) {
  return { ...(await judgeDraft(key, text)), text };
}

export async function saveByHand() {
  await desk.session.save();
  sayAloud(byId("saved").textContent);
}

function written() {
  desk.session?.changed();
  putOffAround();
  // Once the key has had its effect, and not put off by the next one: who goes on typing sees the letter grow.
  drawing ||= setTimeout(() => {
    drawing = 0;
    refresh();
  });
}

// What is in the way is said until it no longer is, and aloud once; what is in order, without a word at each pause of hers.
function tell(session, state, why = "") {
  if (session !== desk.session) return;
  if (state === "conflict" || state === "gone") showConflict({ mine: session.mine(), theirs: session.theirs().text, base: session.saved().text ?? "" });
  else hideConflict();
  const pending = state === "unsaved" || state === "saving";
  if (pending && trouble && !["conflict", "gone"].includes(trouble)) return;
  sayState(state, why);
  if (TROUBLES.has(state) ? state !== trouble : state === "followed" || (trouble && !pending)) sayAloud(byId("saved").textContent);
  trouble = TROUBLES.has(state) ? state : "";
  if (state === "followed") refresh();
}

function sayState(state, why) {
  const words = state === "refused" ? why : sentence(state, { why });
  showSentence(byId("saved"), why === "not_kept" ? `${words}. ${sentence(why)}` : words);
  byId("saved").className = TROUBLES.has(state) ? "bad" : state;
}
