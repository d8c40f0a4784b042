from __future__ import annotations

import pytest

from cenum.checks.third_parties import third_parties
from cenum.edition.edition import PICTURES
from cenum.finding import Severity
from tests.checks.samples import GOOD, PLACE, view, with_html
from tests.edition.samples import settings

SETTINGS = settings(newsletter={"image_hosts": ["images.example.org"]})


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://spy.example.com/pixel.gif">',
        "<img src='https://spy.example.com/pixel.gif'>",
        '<IMG SRC="https://spy.example.com/pixel.gif">',
        '<img src="//spy.example.com/pixel.gif">',
        '<img src="http://spy.example.com:8080/pixel.gif">',
        '<img src="https://lettre.example.org@spy.example.com/pixel.gif">',
        '<img srcset="https://lettre.example.org/a.png 1x, https://spy.example.com/b.png 2x" src="">',
        '<table background="https://spy.example.com/a.png"></table>',
        '<td style="background:url(https://spy.example.com/a.png)">',
        "<p style='background-image: URL( \"https://spy.example.com/a.png\" )'>",
        '<style>@import "https://spy.example.com/a.css";</style>',
        "<style>@import url(//spy.example.com/a.css);</style>",
        "<style>@font-face { src: url('https://spy.example.com/a.woff2') }</style>",
        '<link rel="stylesheet" href="https://spy.example.com/a.css">',
        '<link rel="preconnect" href="https://spy.example.com">',
        '<script src="https://spy.example.com/a.js"></script>',
        '<iframe src="https://spy.example.com/"></iframe>',
        '<video poster="https://spy.example.com/a.png"></video>',
        '<object data="https://spy.example.com/a.svg"></object>',
        '<!--[if mso]><v:image src="https://spy.example.com/a.png" /><![endif]-->',
        '<!--[if mso | IE]><td background="https://spy.example.com/a.png"><![endif]-->',
        "<!--[if mso]><style>a { background: url(https://spy.example.com/a.png) }</style><![endif]-->",
    ],
)
def test_a_host_that_would_see_the_readers_is_an_error(html: str) -> None:
    (finding,) = third_parties(view(with_html(html), settings=SETTINGS))
    assert (finding.rule, finding.severity, finding.place.file) == ("foreign-host", Severity.ERROR, PLACE.file)
    assert "spy.example.com" in finding.message
    assert "image_hosts" in finding.remedy


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://www.example.com/">a</a>',
        f'<img src="{PICTURES}a.png">',
        '<img src="https://lettre.example.org/media/a.png">',
        '<img src="https://IMAGES.example.org/a.png">',
        "<p>https://www.example.com/ is only a word</p>",
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml"></html>',
        "<p>url(nothing)</p>",
    ],
)
def test_links_and_the_newsletters_own_hosts_are_fine(html: str) -> None:
    assert third_parties(view(with_html(html), settings=SETTINGS)) == []


def test_each_host_is_named_once() -> None:
    twice = (
        '<img src="https://b.example.com/1"><img src="https://a.example.com/1"><img src="https://b.example.com/2">'
    )
    found = third_parties(view(with_html(twice), settings=SETTINGS))
    assert [finding.message.partition("from ")[2].partition(",")[0] for finding in found] == [
        "b.example.com",
        "a.example.com",
    ]


def test_an_address_that_cannot_be_read_is_an_error() -> None:
    (finding,) = third_parties(view(with_html('<img src="https://[spy/a.png">'), settings=SETTINGS))
    assert "https://[spy/a.png" in finding.message


def test_a_letter_without_anything_to_fetch_passes() -> None:
    assert third_parties(view(GOOD, settings=SETTINGS)) == []
