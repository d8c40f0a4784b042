// One issue while it is being written: what of it is saved, and what has to be decided. Nothing that somebody wrote is given
// up before she chose so, and nothing is written over what she has not seen.

import { withPlainEnds } from "./line_ends.js";
import { fetchSource, saveSource } from "./writing_api.js";
import { forgetUnsaved, keepUnsaved, setUnsavedAside } from "./writing_kept.js";
import { sentence } from "./writing_words.js";

const AFTER_LAST_KEY = 800;
// Who writes without a pause is saved all the same: what a browser keeps is on the disk a minute later, if the power fails.
const AT_LATEST = 4000;
const AGAIN = 2000;

// `issue` is `{ letter, key }`, `source` the file as the server gave it. `editor()` is the editor as it is by then. `tell(state,
// why)` says how it stands: saved, unsaved, saving, conflict, gone, lost, anew, refused, followed.
export function beginSession({ issue, source, editor, tell }) {
  const session = { issue, editor, tell, saved: source, theirs: null, sent: null, since: 0, timer: 0, unreadable: false, over: false };
  let turn = Promise.resolve();
  // One thing at a time: what the file holds is not looked at while it is being written.
  const inTurn = (work) => {
    const doIt = () => work(session);
    turn = turn.then(doIt, doIt);
    return turn;
  };
  session.save = () => inTurn(saveNow);
  session.look = () => inTurn(lookNow);
  return {
    save: session.save,
    look: session.look,
    isUnsaved: () => isUnsaved(session),
    mine: () => editor().text(),
    saved: () => session.saved,
    theirs: () => session.theirs,
    changed: () => changed(session),
    resolve: (text) => resolve(session, text),
    // What an earlier page left, over a file that is another one by now: nothing is saved before she chose.
    contest(text) {
      session.theirs = session.saved;
      editor().setText(text, { undoable: true });
      changed(session);
    },
    async leave() {
      await session.save();
      clearTimeout(session.timer);
      session.over = true;
      if (isUnsaved(session)) setUnsavedAside(issue);
    },
  };
}

const isUnsaved = (session) => Boolean(session.theirs) || session.editor().text() !== session.saved.text;

function saveLater(session, wait) {
  clearTimeout(session.timer);
  session.timer = setTimeout(session.save, wait);
}

function changed(session) {
  const { issue, editor, saved, tell, theirs } = session;
  if (!isUnsaved(session)) {
    forgetUnsaved(issue);
    tell("saved");
    return;
  }
  const kept = keepUnsaved(issue, { text: editor().text(), base: saved.digest });
  if (theirs) tell(theirs.digest ? "conflict" : "gone");
  else {
    tell("unsaved", kept ? "" : "not_kept");
    session.since ||= Date.now();
    saveLater(session, Math.min(AFTER_LAST_KEY, Math.max(0, session.since + AT_LATEST - Date.now())));
  }
}

async function saveNow(session) {
  clearTimeout(session.timer);
  if (session.over || session.theirs || !isUnsaved(session)) return;
  // Half an accent is nothing that anybody wrote.
  if (session.editor().isComposing()) {
    saveLater(session, AFTER_LAST_KEY);
    return;
  }
  session.since = 0;
  const text = session.editor().text();
  const half = lineOfHalf(text);
  if (half) {
    session.tell("refused", sentence("half", { line: half }));
    return;
  }
  session.tell("saving");
  session.sent = text;
  const answer = await saveSource(session.issue.key, { text, base: session.saved.digest });
  if (answer?.status === 200) {
    session.saved = { text, digest: answer.digest };
    changed(session);
  } else if (answer?.status === 409) meet(session, answer);
  else {
    const refused = answer?.status === 413 || answer?.status === 422;
    if (refused) session.tell("refused", answer.said);
    else session.tell(answer?.status === 403 ? "anew" : "lost");
    // A disk may have room by then; a text is as long as it was.
    if (answer?.status !== 413) saveLater(session, AGAIN);
  }
}

async function lookNow(session) {
  if (session.over) return;
  const answer = await fetchSource(session.issue.key);
  const known = session.theirs ?? session.saved;
  const wasUnreadable = session.unreadable;
  session.unreadable = answer?.status === 422;
  if (session.unreadable) session.tell("refused", answer.said);
  else if (answer?.status === 404 && known.text !== null) meet(session, { text: null, digest: "" });
  else if (answer?.status === 200 && (wasUnreadable || answer.digest !== known.digest)) meet(session, answer);
}

// The line of a character of which one half is missing, which no file can hold: what draws, and saves, is whole. 0 for none.
function lineOfHalf(text) {
  return withPlainEnds(text).split("\n").findIndex((line) => /\p{Surrogate}/u.test(line)) + 1;
}

// The file holds something else than what was known of it.
function meet(session, { text, digest }) {
  const { editor, saved, sent } = session;
  const there = { text, digest };
  const mine = editor().text();
  const isOurs = text === mine || text === sent || digest === saved.digest;
  const isFollowed = mine === saved.text || (text !== null && withPlainEnds(text) === withPlainEnds(mine));
  if (text !== null && isFollowed && !isOurs) followFile(session, there);
  else {
    // It is ours where an answer got lost, or where somebody put back what was there.
    Object.assign(session, isOurs && text !== null ? { saved: there, theirs: null } : { theirs: there });
    changed(session);
  }
}

// No accent that is being composed is taken away: once it is there, the file has to be looked at again.
function followFile(session, there) {
  if (session.editor().isComposing()) {
    setTimeout(session.look, AFTER_LAST_KEY);
    return;
  }
  Object.assign(session, { saved: there, theirs: null });
  session.editor().setText(there.text);
  forgetUnsaved(session.issue);
  session.tell("followed");
}

// What she chose; it can be undone, and is saved over what she saw.
async function resolve(session, text) {
  Object.assign(session, { saved: session.theirs, theirs: null });
  session.editor().setText(text, { undoable: true });
  changed(session);
  await session.save();
}
