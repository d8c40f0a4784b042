"""The pages that cenum writes: nothing in them runs or leads where it should not, whoever wrote what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from lxml import html

from cenum.report.report_page import page as report_page
from tests.chromium import empty_page, needs_chromium
from tests.report.samples import REPORT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROGUE = [
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
    "intent://evil.example",
    "//evil.example/",
    "/evil",
    "",
]
GOOD = ["https://www.arcep.fr/a?b&c", "http://arcep.fr", "mailto:a@arcep.fr"]


def with_address(address: str, where: str) -> str:
    if where == "campaign":
        return report_page(msgspec.structs.replace(REPORT, where=address))
    (first, *others) = REPORT.headings
    (link, *rest) = first.links
    links = (msgspec.structs.replace(link, address=address), *rest)
    return report_page(
        msgspec.structs.replace(REPORT, headings=(msgspec.structs.replace(first, links=links), *others))
    )


@pytest.mark.parametrize("where", ["campaign", "link"])
@pytest.mark.parametrize("address", [*ROGUE, *GOOD])
def test_only_the_web_and_mail_become_links_of_the_report(address: str, where: str) -> None:
    source = with_address(address, where)
    hrefs = [one.get("href") for one in html.fromstring(source).iter("a")]
    assert (address in hrefs) == (address in GOOD)


def broken_rules(browser: Browser, source: str) -> tuple[list[str], Any]:
    """What the policy of ``source`` stopped in Chromium, and what a script left in its window."""
    said: list[str] = []
    with empty_page(browser, listeners={"console": lambda message: said.append(message.text)}) as page:
        page.set_content(source, wait_until="load")
        ran = page.evaluate("window.ran ?? null")
        # set_content writes into about:blank, where a policy in the page counts as in a file.
        return [one for one in said if "Content Security Policy" in one], ran


@needs_chromium
def test_the_report_lives_under_its_policy_and_nothing_else_runs_in_it(browser: Browser) -> None:
    source = report_page(REPORT)
    assert broken_rules(browser, source) == ([], None)
    for injected in (
        "<script>window.ran = 1</script>",
        '<img src="data:image/png;base64,AA" onerror="window.ran = 1">',
        '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>',
        '<style>body { background: url("data:image/png;base64,AA") }</style>',
        '<p style="color: red">a</p>',
        '<base href="https://evil.example/">',
    ):
        stopped, ran = broken_rules(browser, source.replace("</main>", f"{injected}</main>"))
        assert stopped, injected
        assert ran is None
