// The letter's links: where one leads is said before anything opens, and it opens in a tab of its own.

import { all, byId } from "./dom.js";
import { labels } from "./state.js";

const OPENED = new Set(["http:", "https:", "mailto:"]);
const filledIn = JSON.parse(labels.filledIn);

export const linkAround = (element) => element.closest?.("a[href], area[href]");

// What the link's address is: within the letter, to be filled in, a file for calendars, or a page that can be opened.
export function aimOf(href, base) {
  if (href.startsWith("#")) return { within: href.slice(1) };
  if (Object.hasOwn(filledIn, href)) return { says: filledIn[href], address: "" };
  const url = URL.parse(href, base);
  if (url?.protocol === "data:") return { says: labels.ofCalendar, address: "" };
  if (!url || !OPENED.has(url.protocol)) return { says: labels.keptShut, address: href };
  const says = url.pathname.startsWith("/calendar/") && url.origin === new URL(base).origin ? labels.ofCalendar : "";
  return { says, address: url.href, opens: true };
}

export function jumpWithin(letter, name) {
  const target = letter.getElementById(name) ?? letter.getElementsByName(name)[0];
  target?.scrollIntoView({ block: "start" });
}

// Beside the place that was clicked: where its link leads, what became of it, and the way there.
export function showTarget(link) {
  const aim = link && aimOf(link.getAttribute("href"), location.href);
  byId("target").hidden = !aim;
  if (!aim) return;
  byId("says").textContent = aim.says;
  byId("address").textContent = aim.address;
  byId("verdict").replaceChildren(...verdictsOn(aim.address));
  byId("out").hidden = !aim.opens;
  if (aim.opens) byId("out").href = aim.address;
  else byId("out").removeAttribute("href");
}

function verdictsOn(address) {
  const known = all("[data-of=links] .fate").find(({ dataset }) => URL.parse(dataset.of)?.href === address);
  return known ? [known.cloneNode(true)] : [];
}

// While the pointer or the focus is on a link, its address stands below the letter; nowhere else for none.
export function showAim(link) {
  const aim = link && aimOf(link.getAttribute("href"), location.href);
  byId("aim").hidden = !aim || aim.within !== undefined;
  byId("aim").textContent = aim ? aim.address || aim.says : "";
}
