"""axe-core, asked in the page itself: it comes there once for each document, and only what it minds comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

# WCAG 2.2, levels A and AA.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What axe's authors advise beside.
_BEST = ["best-practice"]
_ASK = """async tags => {
  if (!window.axe) return null;
  const report = await axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], iframes: false});
  return {
    found: report.violations.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html])),
    passed: report.passes.map(({id}) => id),
  };
}"""


class Report(NamedTuple):
    """``found`` is what axe minds: the rule, and the element as HTML. ``passed`` are the rules that held for some."""

    found: list[tuple[str, str]]
    passed: set[str]


def ask(page: Page, *, best: bool = False) -> Report:
    """What axe says of ``page`` as it stands, and not of the documents in its frames; ``best`` practices too."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  a run without Chromium does without it

    tags = [*_TAGS, *(_BEST if best else [])]
    answer = page.evaluate(_ASK, tags)
    if answer is None:
        page.evaluate(Axe().axe_script)
        answer = page.evaluate(_ASK, tags)
    return Report([(rule, html) for rule, html in answer["found"]], set(answer["passed"]))
