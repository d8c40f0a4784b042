// The letter's head as a form: the server reads and writes it, so that it stands there as cenum wants it.

import { post } from "./api.js";
import { byId } from "./dom.js";
import { askWith, sayTrouble } from "./tools_dialog.js";
import { afterEdit, firstWords } from "./tools_lines.js";
import { showNotice } from "./tools_notice.js";

async function askHead(text, values) {
  const answer = await post("/head", { text, values });
  const data = answer && answer.status !== 403 ? await answer.json().catch(() => null) : null;
  return { ok: Boolean(answer?.ok), data };
}

const problem = (desk, data) => data?.said ?? desk.said.noServer;

// She goes on where she was; who was in the head, in the letter's first words: what one types in the head is no letter.
function putHead(desk, { from, to, insert }) {
  if (from === to && !insert) return;
  const { from: start, to: end } = desk.editor.selection();
  const text = desk.text();
  const begin = firstWords(text.slice(0, from) + insert + text.slice(to));
  const select = [start, end].map((place) => (place > to ? afterEdit(place, { from, to, insert }) : begin));
  desk.apply({ from, to, insert, select });
}

// Writes `values` into the head, and leaves what they don't name.
export async function writeHead(desk, values) {
  const { ok, data } = await askHead(desk.text(), values);
  if (ok) putHead(desk, data.edit);
  else showNotice(problem(desk, data));
}

// Gives the picture that she chose for the head, which is described and sent by itself.
export async function openHead(desk, field) {
  const before = desk.text();
  const { ok, data } = await askHead(before, {});
  if (!ok) return showNotice(problem(desk, data));
  const take = async ({ picture, ...values }, dialog) => {
    const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== data.values[name]));
    const made = await askHead(desk.text(), withPicture(changed, values));
    if (!made.ok) sayTrouble(dialog, problem(desk, made.data));
    return made.ok ? { edit: made.data.edit, picture: picture[0] } : null;
  };
  for (const name of ["image", "alt", "credit"]) byId(`tool-head-${name}`).closest("p").hidden = !data.values.image;
  byId("tool-head-picture").closest("p").hidden = Boolean(data.values.image);
  const asked = askWith("head", data.values, take, data.hints);
  if (field) byId("ask-head").querySelector(`[name="${field}"]`).focus();
  const made = await asked;
  if (made) putHead(desk, made.edit);
  return made?.picture;
}

// A picture is written with all that belongs to it, or not at all.
function withPicture(changed, { image, alt, credit }) {
  const isOther = ["image", "alt", "credit"].some((name) => name in changed);
  return isOther ? { ...changed, image, alt, credit } : changed;
}
