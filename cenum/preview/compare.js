// Two letters side by side: another issue, or another time. page.js has the rest, in the same module.

const sides = { key: "", other: "", both: null, change: -1, source: false, led: null };
const frames = () => [$("then"), $("beside")];

async function choices() {
  if (embedded) return lay(embedded.comparison && { ...embedded.comparison, ...withPictures(embedded.comparison) });
  const chosen = $("other")?.value;
  const answer = await fetch(`/choices/${now.key}`);
  replace($("choices"), await answer.text());
  if (chosen) $("other").value = chosen;
  await compare();
}

function withPictures({ then, now: current }) {
  return { then: illustrated(then), now: illustrated(current) };
}

async function compare() {
  const [key, other] = [now.key, $("other")?.value];
  if (!other) return lay(null);
  const answer = await fetch(`/compare/${key}/${other}`);
  const both = answer.ok ? await answer.json() : null;
  if (key !== now.key || other !== $("other")?.value) return;
  if (key !== sides.key || other !== sides.other) sides.change = -1;
  Object.assign(sides, { key, other });
  lay(both);
}

function lay(both) {
  sides.both = both;
  const letters = Boolean(both?.then && both.now);
  $("as-source").hidden = !letters;
  $("as-source").setAttribute("aria-pressed", String(sides.source));
  $("pair").hidden = !letters || sides.source;
  $("compared").hidden = !both || (letters && !sides.source);
  $("missing").hidden = !both?.missing;
  replace($("missing"), both?.missing ?? "");
  replace($("compared"), both?.rows ?? "");
  $("differences").textContent = both?.said ?? "";
  if (letters) {
    fill($("then"), both.then);
    fill($("beside"), both.now);
  }
}

function asSource() {
  sides.source = !sides.source;
  lay(sides.both);
}

// ---- from change to change

function change(by) {
  const { both } = sides;
  if (!$("compared").hidden) return line(by);
  const count = both?.changes.length;
  if (!count) return;
  sides.change = (Math.max(sides.change, by > 0 ? -1 : 0) + by + count) % count;
  announce(sides.change, count, both.changes[sides.change]);
  const number = sides.change - (both.unmarked ?? 0);
  for (const frame of frames()) {
    for (const one of all("[data-change]", frame.contentDocument)) {
      one.style.boxShadow = Number(one.dataset.change) === number ? "0 0 0 2px #b23419" : "";
    }
  }
  const marked = frames().reverse().map((frame) => [frame, $in(frame, number)]);
  const [frame, element] = marked.find(([, one]) => one) ?? [];
  if (!element) return;
  const { top, height } = element.getBoundingClientRect();
  sides.led = null;
  frame.contentWindow.scrollBy(0, top + height / 2 - frame.clientHeight / 2);
}

function announce(index, count, words) {
  const which = page.change.replace("{number}", index + 1).replace("{count}", count);
  $("differences").textContent = `${which} ${words}`;
}

function line(by) {
  const rows = all("#compared tbody tr").filter((row) => row.querySelector("del, ins"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("here"));
  rows[at]?.classList.remove("here");
  const row = rows[(Math.max(at, by > 0 ? -1 : 0) + by + rows.length) % rows.length];
  row.classList.add("here");
  row.scrollIntoView({ block: "center" });
  announce(rows.indexOf(row), rows.length, row.lastElementChild.textContent || row.children[1].textContent);
}

const $in = (frame, number) => frame.contentDocument.querySelector(`[data-change="${number}"]`);

// ---- one scrolls as the other does

function together(frame) {
  const view = frame.contentWindow;
  frame.contentDocument.addEventListener("keydown", typed);
  frame.contentDocument.addEventListener("click", (event) => event.target.closest?.("a") && event.preventDefault());
  // Who is moved by the other does not move it in turn.
  view.addEventListener("scroll", () => {
    if (sides.led === frame) sides.led = null;
    else follow(frame);
  });
}

function follow(leader) {
  const [follower] = frames().filter((frame) => frame !== leader);
  const view = follower.contentWindow;
  const to = Math.round(mate(leader, follower));
  const highest = view.document.documentElement.scrollHeight - view.innerHeight;
  const settled = Math.min(Math.max(to, 0), Math.max(highest, 0));
  if (Math.abs(settled - view.scrollY) < 1) return;
  sides.led = follower;
  view.scrollTo(0, settled);
}

// Between the blocks that both have, in proportion; so that what is at the middle of one is at the middle of the other.
function mate(leader, follower) {
  const middle = leader.clientHeight / 2;
  const tops = (frame) => {
    const y = frame.contentWindow.scrollY;
    return new Map(all("[data-pair]", frame.contentDocument).map((one) => [one.dataset.pair, one.getBoundingClientRect().top + y]));
  };
  const [ours, theirs] = [tops(leader), tops(follower)];
  const ends = [leader, follower].map((frame) => frame.contentDocument.documentElement.scrollHeight);
  const points = [...ours].filter(([pair]) => theirs.has(pair)).map(([pair, top]) => [top, theirs.get(pair)]);
  points.sort(([one], [other]) => one - other);
  const at = leader.contentWindow.scrollY + middle;
  let [before, after] = [[0, 0], ends];
  for (const point of points) {
    if (point[0] > at) {
      after = point;
      break;
    }
    before = point;
  }
  const share = after[0] > before[0] ? (at - before[0]) / (after[0] - before[0]) : 0;
  return before[1] + share * (after[1] - before[1]) - middle;
}
