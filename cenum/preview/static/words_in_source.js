// The words of a paragraph as readers see it, and where they stand in its Markdown: signs and addresses are no words there.

const END = /\n[ \t]*(?:\n|:{3})|$/u;
const UNSEEN = /\]\([^()\n]*\)|\{[^{}\n]*\}[ \t]*$/gmu;

const wordsIn = (text) => [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({ word, from: index, to: index + word.length }));

// Where in the `source`, which begins with the paragraph, that stands which is `offset` letters into it as it is `shown`: within
// the same word, or behind it; behind the last one at the end of the paragraph. Null where the source has no such word.
export function placeOfWord(source, shown, offset) {
  const written = source.slice(0, END.exec(source).index);
  const told = wordsIn(shown);
  const at = told.findLastIndex(({ from }) => from <= offset);
  if (at < 0) return null;
  const { word, from, to } = told[at];
  if (offset > to && at === told.length - 1) return written.trimEnd().length;
  const earlier = told.slice(0, at).filter((one) => one.word === word).length;
  const found = wordsIn(written.replaceAll(UNSEEN, (unseen) => " ".repeat(unseen.length))).filter((one) => one.word === word)[earlier];
  return found ? found.from + Math.min(offset, to) - from : null;
}
