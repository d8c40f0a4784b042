// A block as cenum wants it, from what its form was given: what stands after its name, and its lines.

import { CHOSEN } from "./tools_fences.js";
import { linkTarget } from "./tools_links.js";

const oneLine = (words = "") => words.trim().replaceAll(/\s+/gu, " ");
const bold = (words) => `**${oneLine(words).replaceAll("*", String.raw`\*`)}**`;

// An hour as the letter writes it: 13h30, 9h; 13:30 elsewhere than in French.
function hourInLetter(hour, language) {
  const [hours, minutes] = hour.split(":");
  if (!language.startsWith("fr")) return `${hours}:${minutes}`;
  return `${Number(hours)}h${minutes === "00" ? "" : minutes}`;
}

function eventLine({ day, hour, until, online, where }, language) {
  const hours = [hour, hour && until].filter(Boolean).map((one) => hourInLetter(one, language)).join("-");
  const place = online ? (language.startsWith("fr") ? "en ligne" : "online") : oneLine(where);
  return [day, hours, place].filter(Boolean).join(" ");
}

// What the form was given to say, or where that is written.
const said = (values) => values.said?.trim() || CHOSEN;
const titleLines = ({ title }) => (title.trim() ? [bold(title), ""] : []);

const forms = {
  testimony: ({ who, ...values }) => [oneLine(who), [said(values)]],
  note: () => ["", [CHOSEN]],
  button: ({ url, label }) => [linkTarget(url), [oneLine(label)]],
  event: (values, language) => [eventLine(values, language), [...titleLines(values), said(values)]],
  resource: ({ url, ...values }) => [linkTarget(url), [...titleLines(values), said(values)]],
  interview: ({ who, question }) => [oneLine(who), question.trim() ? [`## ${oneLine(question)}`, "", CHOSEN] : [CHOSEN]],
  lang: ({ tag }) => [tag, [CHOSEN]],
};

// [the line that opens the block `name`, the lines between its fences], for `blockEdit`.
export function blockLines(name, values, language) {
  const [after, lines] = forms[name](values, language);
  return [`${name} ${after}`.trim(), lines];
}

// What is missing in a form that the browser itself can't ask for, as the name of its field; "" for nothing.
export function missingIn(name, { online, where = "", hour, until }) {
  if (name !== "event") return "";
  if (!online && !where.trim()) return "where";
  return hour && until && until <= hour ? "until" : "";
}

// What a form begins with, of the words that are selected; the block holds them itself where none of its fields does.
export function fromSelection(name, selected) {
  const words = oneLine(selected);
  return name === "button" && words && words.length < 80 ? { label: words } : {};
}
