"""Pages that answer, and are not the page that readers see: walls, logins, consent, what is missing."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from cenum.clip.fact_words import fact_words
from cenum.clip.page_tags import heading_in, lines_with_forms, title_parts, words_in
from cenum.clip.said_days import published_in
from cenum.i18n import N_
from cenum.issue.characters import bare
from cenum.links.sketch import Sketch, calls_itself_missing, is_challenge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from cenum.clip.page_tags import PageTags
    from cenum.links.lists import HostLists

_WORD = re.compile(r"\w+")
_FEW_WORDS = 150  # a page with fewer may be all of a wall
_FIRST_LINES = 8  # of a page with few words, in which it may say that it is not there
_FEW_OTHER_WORDS = 60  # on a page that wants consent or a login, besides those about it
_NO_PLACE_TO_LOG_IN = frozenset({"header", "nav", "aside", "footer", "dialog", "template", "noscript"})
_MOST_FIELDS = 10
_NAMING = ("class", "id", "src", "name", "action")
_CAPTCHAS = ("captcha", "turnstile", "challenge")
_ARTICLE_WORDS = 20  # in an <article>
_LINKED_TYPES = ("article", "video", "book", "profile", "music")  # og:type, but for “website” (ogp.me)
_FEWEST_CHOICES = 3  # that such a page speaks of


class ClosedPage(Enum):
    """Why nothing can be told of a page that answered."""

    CHALLENGE = N_("the page wants to know whether a person is asking")
    LOGIN = N_("the page asks for a login")
    CONSENT = N_("the page wants consent to cookies first")
    DOWN = N_("the site is closed for the moment")
    MISSING = N_("the page says that it is not there")
    NO_PAGE = N_("it is a file, not a page")


def why_closed(tags: PageTags, own_names: Iterable[str], lists: HostLists) -> ClosedPage | None:
    """Why the page with ``tags``, which has no day in its data, is none; ``own_names`` are its outlet's."""
    seen = Sketch(tags.title, tags.heading)
    few = sum(len(_WORD.findall(line)) for line in tags.lines) < _FEW_WORDS
    whole = Sketch(tags.title, " ".join(tags.lines)) if few and not tags.heading else seen
    # No wall has a title for social networks, besides its site's.
    names = {bare(one) for one in own_names}
    titles = [one for one in tags.said(fact_words().title.sharing) if bare(one) not in names]
    shared = any(not _opens_login(one) for one in titles)
    if few and not shared and (is_challenge(whole, lists.challenge.phrases) or _asks_for_captcha(tags)):
        return ClosedPage.CHALLENGE
    if _wants_login(tags, lists.login.titles, few=few and not _is_work(tags), shared=shared):
        return ClosedPage.LOGIN
    if calls_itself_missing(seen, lists.not_found):
        return ClosedPage.MISSING
    if shared or published_in(tags.lines):
        return None
    if few and any(calls_itself_missing(Sketch(one), lists.not_found) for one in tags.lines[:_FIRST_LINES]):
        return ClosedPage.MISSING
    if few and _called(tags) & fact_words().down:
        return ClosedPage.DOWN
    return ClosedPage.CONSENT if _wants_consent(tags) else None


def _called(tags: PageTags) -> set[str]:
    """The parts of what the page calls itself, without accents."""
    return {bare(part) for one in (tags.title, tags.heading) if one for part in title_parts(one)}


def _wants_login(tags: PageTags, titles: Iterable[str], *, few: bool, shared: bool) -> bool:
    called = (tags.title, tags.heading, *tags.said(fact_words().title.sharing))
    said = (title_parts(one)[0] for one in called if one)
    if {" ".join(one.strip(" .!").casefold().split()) for one in said} & set(titles):
        return True
    if not few or tags.tree is None:
        return False
    fields = _inputs(tags.tree, "password")
    if not shared and (fields or _inputs(tags.tree, "email")) and _names_any(tags, fact_words().reserved.phrases):
        return True
    if not shared and fields and (_names_any(tags, map(bare, titles)) or any(map(_opens_login, _called(tags)))):
        return True
    # What it is called may be the site's name, or a slogan: there is nothing but the form. Of a work that is locked
    # the heading is the title.
    heading = heading_in(tags.tree)
    shown = bare(tags.heading)
    if shared and (not shown or any(shown in bare(one) for one in tags.said(fact_words().title.sharing))):
        return False
    words = sum(len(one.split()) for one in lines_with_forms(tags.tree))
    return words < _FEW_OTHER_WORDS and any(_is_the_pages(field, heading) for field in fields)


def _names_any(tags: PageTags, phrases: Iterable[str]) -> bool:
    """Whether one of ``phrases`` is in what the page calls itself."""
    known = tuple(phrases)
    return any(_has(one, known) for one in _called(tags))


def _inputs(tree: etree._Element, kind: str) -> list[etree._Element]:
    found = (field for field in tree.iter("input") if field.get("type", "").lower() == kind)
    return list(islice(found, _MOST_FIELDS))


def _asks_for_captcha(tags: PageTags) -> bool:
    """Whether the page is a captcha, and a word about robots: other pages have one in a form of theirs."""
    asks = any(_has(one, fact_words().robots) for one in _called(tags))
    if tags.tree is None or not asks or _is_work(tags) or published_in(tags.lines):
        return False
    marked = (
        one
        for one in tags.tree.iter("div", "script", "iframe", "form", "input")
        if any(mark in one.get(name, "").lower() for name in _NAMING for mark in _CAPTCHAS)
    )
    # Where comments are written robots are kept out, too.
    return any(
        not any(form.find(".//textarea") is not None for form in (one, *one.iterancestors("form")))
        for one in islice(marked, _MOST_FIELDS)
    )


def _opens_login(title: str) -> bool:
    """Whether ``title`` invites to a login or an account: “Inscrivez-vous | LinkedIn”, “Log in to Facebook”."""
    said = bare(title_parts(title)[0])
    return any(f"{said} ".startswith(f"{one} ") for one in fact_words().login)


def _is_the_pages(field: etree._Element, heading: etree._Element | None) -> bool:
    """Whether ``field`` stands under ``heading``, in one box with it, not in what every page of its site has."""
    around = list(field.iterancestors())
    if any(one.tag in _NO_PLACE_TO_LOG_IN or one.get("role") == "dialog" for one in around):
        return False
    if heading is None:
        return True
    after: list[etree._Element] = heading.xpath("following::input[@type]")  # type: ignore[assignment]  # elements
    if not any(one is field for one in after):
        return False
    boxes = [one for one in around if one.tag not in {"body", "html"}]
    return any(
        one in boxes or one.getnext() in boxes
        for one in (heading, *heading.iterancestors("div", "section", "main", "form"))
    )


def _is_work(tags: PageTags) -> bool:
    """Whether the page calls itself an article, or another thing that people pass on, or shows one."""
    if any(one.lower().startswith(_LINKED_TYPES) for one in tags.said(("og:type",))):
        return True
    articles = tags.tree.iter("article") if tags.tree is not None else ()
    return any(len(words_in(one).split()) >= _ARTICLE_WORDS for one in articles)


def _wants_consent(tags: PageTags) -> bool:
    """Whether all that is there is the question whether cookies may be set: a banner stands beside something."""
    consent = fact_words().consent
    shown = tags.tree.iter("h1", "h2") if tags.tree is not None else ()
    called = any(_has(bare(one), consent.topics) for one in (tags.title, *map(words_in, shown)))
    if tags.tree is None or _is_work(tags) or not (called or _heads_consent(tags.tree)):
        return False
    choices: set[str] = set()
    others = 0
    for line in lines_with_forms(tags.tree):
        said = bare(line)
        found = [one for one in consent.choices if _has(said, [one])]
        choices.update(found)
        others += 0 if found else len(said.split())
    return len(choices) >= _FEWEST_CHOICES and others < _FEW_OTHER_WORDS


def _heads_consent(tree: etree._Element) -> bool:
    """Whether the page's heading is that of a form, or of a box, in which consent is asked for; or there is none."""
    heading = heading_in(tree)
    words = fact_words().consent.boxes
    if heading is None:
        first = next(tree.iter("h2", "h3"), None)
        box = first.getparent() if first is not None else None
        if box is None or (box.tag != "body" and next(box.iter("button"), None) is not None):
            return True
        heading = first
    around = heading.iterancestors("form", "div", "section", "main") if heading is not None else ()
    return any(
        one.tag == "form" or words & set(bare(f"{one.get('id', '')} {one.get('class', '')}").split())
        for one in around
    )


def _has(words: str, phrases: Iterable[str]) -> bool:
    """Whether one of ``phrases`` is in ``words``, as words of their own."""
    return any(f" {one} " in f" {words} " for one in phrases)
