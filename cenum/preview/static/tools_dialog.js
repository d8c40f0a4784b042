// A form that asks for something: shown with what is known, and answered with what was written, or not.

import { byId } from "./dom.js";

const fieldsOf = (form) => [...form.elements].filter((field) => field.name);
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.type === "file" ? field.files : field.value);

// Where one types, and Enter says that one is done there; not where it begins a line, or chooses something.
const isLine = (field) => field.tagName === "INPUT" && !field.closest("[hidden]") && !["checkbox", "file"].includes(field.type);
const isHint = (field) => Object.hasOwn(field.dataset, "hint") && field.value === field.dataset.hint;

const formValues = (dialog) => Object.fromEntries(fieldsOf(dialog.querySelector("form")).map((field) => [field.name, valueOf(field)]));

export const hasForm = (name) => byId(`ask-${name}`) !== null;

export function sayTrouble(dialog, sentence) {
  dialog.querySelector(".tool-trouble").textContent = sentence;
}

// Shows the form `name` with `known` values, and gives what `take(values, dialog)` makes of what was written, once that is
// something; null where she leaves it. `take` gives null where something is still missing. `hints` name the fields that hold
// words of an example: what one types takes their place, as in the first field.
export function askWith(name, known, take, hints = []) {
  const dialog = byId(`ask-${name}`);
  const form = dialog.querySelector("form");
  form.reset();
  sayTrouble(dialog, "");
  for (const field of fieldsOf(form)) {
    delete field.dataset.hint;
    if (hints.includes(field.name)) field.dataset.hint = known[field.name];
    if (!(field.name in known)) continue;
    if (field.type === "checkbox") field.checked = known[field.name];
    else field.value = known[field.name];
  }
  return new Promise((resolve) => {
    const listening = new AbortController();
    const end = (made) => {
      listening.abort();
      if (dialog.open) dialog.close();
      resolve(made);
    };
    const send = async (event) => {
      event.preventDefault();
      const made = await take(formValues(dialog), dialog);
      if (made !== null) end(made);
    };
    form.addEventListener("submit", send, listening);
    form.addEventListener("keydown", ledOn, listening);
    for (const kind of ["focusin", "click"]) form.addEventListener(kind, chooseHint, listening);
    dialog.querySelector(".tool-no").addEventListener("click", () => end(null), listening);
    // That the form before was closed is told when this one is open.
    dialog.addEventListener("close", () => dialog.open || end(null), listening);
    dialog.showModal();
    dialog.scrollTop = 0;
    beginIn(firstToFill(form));
  });
}

// After a click the cursor is put where it was, and what was selected is no more.
function chooseHint({ type, target }) {
  const choose = () => isHint(target) && document.activeElement === target && target.select();
  if (type === "click") setTimeout(choose);
  else choose();
}

// Enter leads to what is still to be filled in below, and sends the form where nothing is.
function ledOn(event) {
  const { target, key } = event;
  if (key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || !isLine(target)) return;
  const fields = fieldsOf(event.currentTarget);
  const below = fields.slice(fields.indexOf(target) + 1).filter((field) => isLine(field) || field.tagName === "TEXTAREA");
  const next = below.find((field) => !field.value.trim() || isHint(field));
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// Where nothing has to be filled in, one begins above.
function firstToFill(form) {
  const fields = fieldsOf(form);
  const isAsked = fields.some((field) => field.required && !field.value);
  return (isAsked && fields.find((field) => !field.value)) || fields[0];
}

// What one types takes the place of what is there.
function beginIn(field) {
  field?.focus();
  field?.select?.();
}
