// Which lines two texts have in common.

// The indices of lines that are the same in both, as pairs in order. Lines that stand once in each text are what the
// others are found by ("patience diff"): a long text takes no longer than in proportion, and it reads as people do.
export function sameLines(before, after) {
  return pairsWithin(before, after, { from: 0, to: before.length, left: 0, right: after.length });
}

function pairsWithin(before, after, { from, to, left, right }) {
  const [head, tail] = [[], []];
  let [begin, end, start, stop] = [from, to, left, right];
  while (begin < end && start < stop && before[begin] === after[start]) head.push([begin++, start++]);
  while (begin < end && start < stop && before[end - 1] === after[stop - 1]) tail.push([--end, --stop]);
  const middle = [];
  const anchors = rising(onceInBoth(before, after, { begin, end, start, stop }));
  for (const [index, other] of anchors) {
    middle.push(...pairsWithin(before, after, { from: begin, to: index, left: start, right: other }), [index, other]);
    [begin, start] = [index + 1, other + 1];
  }
  if (anchors.length > 0) middle.push(...pairsWithin(before, after, { from: begin, to: end, left: start, right: stop }));
  return [...head, ...middle, ...tail.toReversed()];
}

function onceInBoth(before, after, { begin, end, start, stop }) {
  const theirs = onlyOnes(after, start, stop);
  const pairs = [...onlyOnes(before, begin, end)].map(([line, index]) => [index, theirs.get(line)]);
  return pairs.filter(([, other]) => other !== undefined);
}

function onlyOnes(lines, begin, end) {
  const at = new Map();
  for (let index = begin; index < end; index++) at.set(lines[index], at.has(lines[index]) ? -1 : index);
  return new Map([...at].filter(([, index]) => index >= 0));
}

// The longest run of pairs whose second half rises, the first doing so already.
function rising(pairs) {
  const ends = [];
  for (const [index, other] of pairs) {
    const place = placeIn(ends, other);
    ends[place] = { index, other, before: ends[place - 1] };
  }
  const run = [];
  for (let pair = ends.at(-1); pair; pair = pair.before) run.push([pair.index, pair.other]);
  return run.toReversed();
}

function placeIn(ends, other) {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ends[middle].other < other) low = middle + 1;
    else high = middle;
  }
  return low;
}
