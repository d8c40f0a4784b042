// The preview's page. What it shows comes from the server, or stands in the page where there is none.

const $ = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const page = document.body.dataset;
const embedded = $("drawn") ? JSON.parse($("drawn").textContent) : null;
const now = { key: page.key, width: "desktop", look: "sent", panel: "", drawn: null, lit: null, place: null, finding: -1 };

// ---- what is shown

async function fetched(key, look) {
  if (embedded) return { ...embedded, letter: illustrated(embedded.letters[look] ?? "") };
  const answer = await fetch(`/drawn/${key}/${look}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function illustrated(html) {
  return Object.entries(embedded.pictures).reduce((text, [place, picture]) => text.replaceAll(place, picture), html);
}

let wanted = 0;
let busy = false;

async function draw() {
  wanted += 1;
  if (busy || !now.key) return;
  busy = true;
  try {
    while (wanted) {
      wanted = 0;
      const drawn = await fetched(now.key, now.look);
      if (drawn.key === now.key && !wanted) put(drawn);
    }
  } catch {
    say(page.lost, "bad");
  } finally {
    busy = false;
  }
}

function put(drawn) {
  now.drawn = drawn;
  $("title").textContent = drawn.title;
  document.title = `${drawn.title} · cenum`;
  say(drawn.status, drawn.tone);
  replace($("bar"), drawn.panels.bar);
  replace($("findings"), drawn.panels.findings);
  if ($("list")) replace($("list"), drawn.issues);
  for (const section of all("#panel > section")) {
    if (section.dataset.of !== "compare") replace(section.querySelector(".inside"), drawn.panels[section.dataset.of] ?? "");
  }
  fill($("frame"), drawn.letter);
  if (now.panel === "compare") choices();
  page.drawn = drawn.revision;
}

// What did not change is left alone, and the focus stays where it was.
function replace(element, html) {
  if (element.dataset.shown === html) return;
  const unfolded = element.querySelector("details")?.open;
  const buttons = () => all("a, button, summary, [tabindex]", element);
  const focused = buttons().indexOf(document.activeElement);
  const scrolled = element.scrollTop;
  element.innerHTML = html;
  element.dataset.shown = html;
  if (unfolded) element.querySelector("details")?.setAttribute("open", "");
  element.scrollTop = scrolled;
  if (focused >= 0) buttons()[Math.min(focused, buttons().length - 1)]?.focus({ preventScroll: true });
}

function say(sentence, tone) {
  const status = $("status");
  if (status.textContent !== sentence) status.textContent = sentence;
  status.className = tone;
}

// The frame keeps its document, and so its place: only what is in it is put anew.
const filled = new WeakMap();

function fill(frame, html) {
  const { contentDocument: letter, contentWindow: view } = frame;
  if (!letter || filled.get(frame) === html) return;
  const [x, y] = [view.scrollX, view.scrollY];
  // Parsed by the frame, under its own policy: styles on elements are for letters alone.
  const fresh = new view.DOMParser().parseFromString(html, "text/html");
  letter.replaceChild(letter.adoptNode(fresh.documentElement), letter.documentElement);
  view.scrollTo(x, y);
  filled.set(frame, html);
  if (frame.id === "frame") now.lit = null;
}

// ---- views

function view({ width = now.width, look = now.look, panel = "" }) {
  const other = look !== now.look;
  Object.assign(now, { width, look, panel });
  for (const name of ["width", "look", "panel"]) {
    for (const button of all(`[data-${name}][aria-pressed]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[name] === now[name]));
    }
  }
  $("stage").dataset.width = width;
  $("stage").hidden = Boolean(panel);
  $("panel").hidden = !panel;
  document.body.classList.toggle("comparing", panel === "compare");
  for (const section of all("#panel > section")) section.hidden = section.dataset.of !== panel;
  if (other) draw();
  if (panel === "compare") choices();
}

function choose(button) {
  const { width, look, panel } = button.dataset;
  if (panel) view({ panel: panel === now.panel ? "" : panel });
  else view(width ? { width } : { look });
}

function show(key) {
  if (!key || key === now.key) return;
  now.key = key;
  now.finding = -1;
  leave();
  $("frame").contentWindow.scrollTo(0, 0);
  history.replaceState(null, "", `?issue=${key}`);
  draw();
}

function neighbour(step) {
  const keys = all("#list a").map((link) => link.dataset.key);
  show(keys[keys.indexOf(now.key) + step]);
}

// ---- places

function at(line, url) {
  const letter = $("frame").contentDocument;
  const marked = all("[data-line]", letter).map((element) => [Number(element.dataset.line), element]);
  const link = marked.find(([number, element]) => number === line && url && element.getAttribute("href") === url);
  if (link) return link[1];
  const before = marked.filter(([number]) => number <= line);
  const nearest = Math.max(...before.map(([number]) => number));
  return before.find(([number]) => number === nearest)?.[1];
}

function light(element) {
  now.lit?.style.removeProperty("outline");
  now.lit?.style.removeProperty("outline-offset");
  now.lit = element ?? null;
  element?.style.setProperty("outline", "3px solid #b23419");
  element?.style.setProperty("outline-offset", "3px");
}

function go({ file, line, own, url }) {
  const number = Number(line);
  tell(file || now.drawn.file, number);
  if (!own || !number) return;
  if (now.panel === "source") {
    const found = $(`line-${number}`);
    for (const other of all(".source .here")) other.classList.remove("here");
    found?.classList.add("here");
    found?.scrollIntoView({ block: "center" });
    return;
  }
  view({});
  const element = at(number, url);
  element?.scrollIntoView({ block: "center" });
  light(element);
}

function tell(file, line) {
  now.place = { file, line };
  $("where").textContent = line ? `${file}:${line}` : file;
  $("trouble").textContent = "";
  $("place").hidden = false;
}

function leave() {
  $("place").hidden = true;
  light(null);
}

function step(by) {
  if (now.panel === "compare") return change(by);
  const findings = all("#findings .finding").filter((one) => one.checkVisibility());
  if (!findings.length) return;
  now.finding = (Math.max(now.finding, by > 0 ? -1 : 0) + by + findings.length) % findings.length;
  findings[now.finding].focus();
  findings[now.finding].click();
}

// ---- what the server does

async function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Cenum-Token": page.token };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function open() {
  const answer = await post("/open", now.place).catch(() => null);
  if (!answer?.ok) $("trouble").textContent = page.notOpened;
  else if (answer.status === 200) await offer(await answer.text());
}

// An editor of the terminal: its command is there to be copied.
async function offer(command) {
  const copied = await navigator.clipboard.writeText(command).then(() => true, () => false);
  const code = document.createElement("code");
  code.textContent = command;
  $("trouble").replaceChildren(copied ? page.copied : page.inTerminal, " ", code);
}

async function check() {
  $("check").disabled = true;
  const words = $("check").textContent;
  $("check").textContent = page.checking;
  await post(`/links/${now.key}`, {}).catch(() => null);
  $("check").textContent = words;
  $("check").disabled = false;
  draw();
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("changed", draw);
  events.addEventListener("open", draw);
  events.addEventListener("error", () => say(page.lost, "bad"));
}

// ---- hands

function clicked(event) {
  const button = event.target.closest("button, a[data-key]");
  if (!button) return;
  if (button.id === "as-source") asSource();
  else if (button.dataset.key) {
    event.preventDefault();
    show(button.dataset.key);
  } else if (button.hasAttribute("aria-pressed")) choose(button);
  else if (button.id === "open") open();
  else if (button.id === "close") leave();
  else if (button.id === "check") check();
  else if (button.classList.contains("number")) go({ ...button.dataset, own: "yes" });
  else if (button.hasAttribute("data-line")) {
    now.finding = Math.max(now.finding, all("#findings .finding").indexOf(button));
    go(button.dataset);
  }
}

function touched(event) {
  const element = event.target.closest?.("[data-line]");
  if (event.target.closest?.("a")) event.preventDefault();
  if (!element) return;
  light(element);
  tell(now.drawn.file, Number(element.dataset.line));
}

function typed(event) {
  if (!$("listen").checked || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
  const moves = { j: () => step(1), k: () => step(-1), n: () => neighbour(1), p: () => neighbour(-1), Escape: leave };
  const button = all("[aria-pressed]").find((one) => one.querySelector("kbd").textContent === event.key);
  if (button?.id === "as-source" && now.panel !== "compare") return;
  if (button) button.click();
  else if (event.key in moves) moves[event.key]();
  else return;
  event.preventDefault();
}

function begin() {
  const letter = $("frame").contentDocument;
  letter.addEventListener("click", touched);
  letter.addEventListener("keydown", typed);
  draw();
}

function whenReady(frame, then) {
  const ready = frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank";
  if (ready) then();
  else frame.addEventListener("load", then, { once: true });
}

document.addEventListener("click", clicked);
document.addEventListener("change", (event) => event.target.id === "other" && compare());
document.addEventListener("keydown", typed);
whenReady($("frame"), begin);
if ($("pair")) for (const frame of frames()) whenReady(frame, () => together(frame));
if (!embedded) listen();
