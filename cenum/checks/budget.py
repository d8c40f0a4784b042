"""What the pictures of a letter weigh, and how many words stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.analysis.html import page, words
from cenum.finding import Finding, Place, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.edition.measure import Weight
    from cenum.edition.model import Edition, Picture
    from cenum.issue.model import Issue
    from cenum.settings import Budget

# SpamAssassin's HTML_IMAGE_RATIO_04: bytes of text for each pixel of the pictures (20_html_tests.cf).
FEWEST_BYTES = 0.004


def budget(issue: Issue, edition: Edition, weight: Weight, most: Budget) -> Iterator[Finding]:
    """A warning for each picture over the budget ``most``, for all of them, and for pictures with hardly a word."""
    for picture in edition.pictures:
        kilobytes = len(picture.content) / 1000
        if kilobytes > most.picture:
            message = _("the picture weighs {size:.0f} kB, of {most} kB at most").format(
                size=kilobytes, most=most.picture
            )
            remedy = _("crop it, or take one with less detail; a photo as JPEG, without transparency")
            yield warning("weight-picture", _place(picture, issue), message, remedy)
    if weight.picture_bytes > most.pictures * 1000:
        message = _(
            "the pictures weigh {pictures:.0f} kB, of {most} kB at most (HTML: {html:.0f} kB, text: {text:.0f} kB)"
        ).format(
            pictures=weight.picture_bytes / 1000,
            most=most.pictures,
            html=weight.html_bytes / 1000,
            text=weight.text_bytes / 1000,
        )
        yield warning("weight-pictures", issue.place, message, _("leave one out, or crop them"))
    yield from _ratio(edition, issue)


def _ratio(edition: Edition, issue: Issue) -> Iterator[Finding]:
    root = page(edition.html)
    area = sum(_pixels(one.get("width")) * _pixels(one.get("height")) for one in root.iter("img"))
    body = root.find("body")
    if body is None or not area:
        return
    length = len(words(body).replace(" ", "").encode())
    if length / area <= FEWEST_BYTES:
        message = _(
            "there are {text} bytes of text beside pictures of {area} pixels: filters take that for spam"
        ).format(text=length, area=area)
        yield warning("text-ratio", issue.place, message, _("say in words what the pictures say"))


def _pixels(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _place(picture: Picture, issue: Issue) -> Place:
    """Where the editor named the picture: a developed one carries the name of its file, and a hash."""
    images = [*issue.images.values(), *([issue.illustration] if issue.illustration else [])]
    stem = picture.name.rpartition("-")[0]
    return next((one.place for one in images if one.file and one.file.stem.lower() == stem), issue.place)
