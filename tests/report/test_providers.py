"""The figures of every service, in the shapes of its documented answers, as a report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.report.figures import rows
from cenum.report.gather import gather
from cenum.report.report_page import page
from cenum.sending.mark import campaign_name
from cenum.services.service import State
from tests.chromium import needs_chromium
from tests.services.contract import SERVICES, edition
from tests.services.fakes import FAKES
from tests.services.opening import cleared

from .test_page_in_chromium import looks_right

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

EXPECTED = {
    "local": {"letters delivered": "3 (100.0\u00a0%)", "readers who clicked": "not counted"},
    # What the fakes answer, which is what the providers' pages show: 100 sent, 3 bounced.
    **{name: fake.figures for name, fake in FAKES.items()},
}


@needs_chromium
@pytest.mark.parametrize("name", sorted(SERVICES))
def test_the_figures_of_a_service_make_a_report(name: str, tmp_path: Path, browser: Browser) -> None:
    one = edition()
    with SERVICES[name](tmp_path) as desk:
        draft = desk.service.create(campaign_name("Cénum", one.key, one.digest), desk.service.content(one))
        desk.service.send(*cleared(desk.service, draft.id))
        # Mailjet calls a letter programmed until the last reader has it.
        while desk.service.campaign(draft.id).state is not State.SENT:
            pass
        report = gather(one, desk.service, "Cénum")
    shown = dict(rows(report))
    assert {figure: shown[figure] for figure in EXPECTED[name]} == EXPECTED[name]
    assert shown["opens"] == "not counted"
    looks_right(browser, page(report), 375, "light")
