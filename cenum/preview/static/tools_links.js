// Links and pictures, as Markdown has them.

import { insertion, lineAround, tight } from "./tools_lines.js";

const LINK = /!?\[((?:\\.|[^[\]\\])*)\]\(<?([^\s()<>]*)>?(?: +"[^"]*")?\)(?:\{[^}\s]*\})?/gu;
const ADDRESS = /^(?:https?:\/\/|www\.)[^\s<>"]+$/iu;
const MAILBOX = /^[^\s@/:#?]+@[^\s@/:]+$/u;

// The link that is selected, or in which one writes, and otherwise what its words would be: {from, to, words, url}.
export function linkAt(text, { from, to }) {
  const line = lineAround(text, from);
  for (const found of text.slice(line.from, line.to).matchAll(LINK)) {
    const [whole, said, url] = found;
    const start = line.from + found.index;
    if (whole[0] !== "!" && start <= from && to <= start + whole.length) {
      return { from: start, to: start + whole.length, words: said.replaceAll(/\\(.)/gu, "$1"), url };
    }
  }
  // A link is within a paragraph.
  const chosen = text.slice(from, to).includes("\n\n") ? { from: to, to } : tight(text, { from, to });
  const words = text.slice(chosen.from, chosen.to).replaceAll(/\s+/gu, " ");
  return isAddress(words) ? { ...chosen, words: "", url: words } : { ...chosen, words, url: "" };
}

export const isAddress = (said) => ADDRESS.test(said.trim()) && said.includes(".");

// An address as a link has it.
export function linkTarget(written) {
  const url = written.trim();
  const isWhole = /^(?:[a-z][a-z0-9+.-]*:|#)/iu.test(url);
  const whole = MAILBOX.test(url) ? `mailto:${url}` : isWhole ? url : `https://${url}`;
  return whole.replaceAll(/[\s()<>"\\]/gu, (sign) => `%${sign.codePointAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

export const literal = (said) => said.trim().replaceAll(/\s+/gu, " ").replaceAll(/[[\]\\]/gu, String.raw`\$&`);

export const linkMarkdown = (said, url) => `[${literal(said)}](${linkTarget(url)})`;

export const linkEdit = (place, { words, url }) => insertion(place, linkMarkdown(words, url));

export function pictureMarkdown({ path, alt, credit }) {
  const said = credit.trim() ? ` "${credit.trim().replaceAll('"', "”").replaceAll("\\", "")}"` : "";
  return `![${literal(alt)}](${path}${said})`;
}

// Words where one writes, with a space before them where letters would meet.
export function wordsEdit(text, { from, to }, insert) {
  const meets = /[\p{L}\p{N}]$/u.test(text.slice(Math.max(from - 2, 0), from)) && /^[\p{L}\p{N}]/u.test(insert);
  return insertion({ from, to }, `${meets ? " " : ""}${insert}`);
}

// The first number after all that the text calls notes by.
export function freeNote(text) {
  return Math.max(0, ...[...text.matchAll(/\[\^(\d{1,8})\]/gu)].map(([, number]) => Number(number))) + 1;
}
