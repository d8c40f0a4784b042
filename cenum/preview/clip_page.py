"""The page for clips as HTML, and the one at which the bookmark arrives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.i18n import _, language, ngettext
from cenum.issue.calendar import day_in_words
from cenum.page_templates import page_templates
from cenum.preview.clip_desk import LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.clip.clipping import Clip
    from cenum.preview.clip_desk import ClipsMade, NextLetter

_USUAL = "veille"  # the section that reviews of the press mostly have
_LONGEST = 2_000  # characters of an address that comes with the bookmark
_NEVER = frozenset(' "<>\\')  # in the addresses that browsers have (url.spec.whatwg.org, “percent-encode sets”)


def bookmark(origin: str) -> str:
    """The bookmark that brings the page which somebody reads to the preview at ``origin``. It has no key in it.

    It brings the address and the title, and nothing else. A form may be called “title”; half a letter, as a cut
    leaves it, can't be encoded.
    """
    title = rf"(''+document.title).slice(0,{LONGEST_TITLE}).replace(/\p{{Cs}}/gu,'')"
    return (
        f"javascript:void(location.href='{origin}/clip?u='+encodeURIComponent(location.href)"
        f"+'&t='+encodeURIComponent({title}))"
    )


def brought(addresses: Sequence[str]) -> str | None:
    """The address that the bookmark brought, to be shown; ``None`` for what it never brings."""
    if not addresses:
        return ""
    [first, *others] = addresses
    plain = first.isascii() and first.isprintable() and not _NEVER & set(first) and len(first) <= _LONGEST
    try:
        parts = urlsplit(first)
    except ValueError:
        return None
    return first if not others and plain and parts.scheme in {"http", "https"} and parts.hostname else None


def brought_title(titles: Sequence[str]) -> str:
    """The title that the bookmark brought, in one line, without what nobody sees; empty for what it never brings."""
    from cenum.clip.literal_text import plain_words  # noqa: PLC0415  a preview that clips nothing does without it

    return plain_words(titles[0][:LONGEST_TITLE]) if len(titles) == 1 else ""


def arrival_html() -> str:
    """Where the bookmark arrives, from any page: the same for everybody, and nothing of a letter is in it."""
    return _piece("arrival.html.j2")


def clip_page_html(  # noqa: PLR0913  all that stands on it
    *, name: str, token: str, origin: str, given: str | None, title: str, letter: NextLetter | None, trouble: str
) -> str:
    """The page. ``name`` is the newsletter's, ``given`` and ``title`` what the bookmark brought.

    ``letter`` is the issue that clips can go into; ``trouble`` says why there is none, where that is a mistake.
    """
    sections = letter.sections if letter else ()
    usual = next((one.name for one in sections if one.name == _USUAL), "")
    return _piece(
        "clip_page.html.j2",
        name=name,
        token=token,
        given=given or "",
        title=title if given else "",
        refused=given is None,
        key=letter.day.isoformat() if letter else "",
        into=_("Put it into the letter of {day}").format(day=day_in_words(letter.day, language())) if letter else "",
        sections=sections,
        usual=usual,
        trouble=trouble,
        bookmark=bookmark(origin),
        host=urlsplit(origin).netloc,
    )


def clips_html(made: ClipsMade) -> str:
    """What became of the addresses, one after the other."""
    return _piece("clips_made.html.j2", clips=list(_shown(made)))


def clips_said(made: ClipsMade) -> str:
    """The same in few words."""
    if made.placed is None:
        said = _("Nothing was written. Copy what you need.")
    elif made.placed.added:
        said = f"{made.placed.said}."
    else:
        said = _("Nothing was added: all of it was there already.")
    if not made.unread:
        return said
    unread = ngettext("{count} page could not be read.", "{count} pages could not be read.", made.unread)
    return f"{said} {unread.format(count=made.unread)}"


def _shown(made: ClipsMade) -> Iterator[dict[str, object]]:
    from cenum.clip.form import left_open  # noqa: PLC0415  a preview that clips nothing does without it

    placed = made.placed
    for clip in made.clips:
        told = list(clip.told)
        where, text = "", clip.markdown
        if placed:
            line = placed.lines.get(clip.address)
            where = f"{placed.file}:{line}" if line else placed.file
            text = placed.blocks.get(clip.address, clip.point)
            if clip in placed.there:
                told.insert(0, placed.kept(clip))
        words = left_open(clip.language)
        yield {
            "address": clip.address,
            "heading": _heading(clip),
            "told": told,
            "where": where,
            "text": text,
            "open": {name: words[name] for name in clip.open},
            "outlet": clip.facts.outlet.value if clip.facts.outlet else "",
        }


def _heading(clip: Clip) -> str:
    return clip.facts.title.value if clip.facts.title else clip.address


def _piece(template: str, **values: object) -> str:
    found = page_templates(Path(__file__).parent).get_template(template)
    return found.render(language=language(), words=_words(), **values).lstrip()


def _words() -> dict[str, str]:
    return {
        "preview": _("Preview"),
        "to_letter": _("The letter"),
        "title": _("Clips for the review"),
        "lead": _(
            "cenum opens each page and writes its line: title, outlet, authors, date. Nobody is asked, and nothing "
            "is written, before you press a button."
        ),
        "addresses": _("Addresses, or a text with addresses in it"),
        "refused": _("What the bookmark brought is no web address: only http and https can be clipped."),
        "title_brought": _("If the page can’t be read, its title is taken from your browser, to be checked:"),
        "inbox": _("Put it in the inbox"),
        "section": _("Section"),
        "new": _("{heading} (to be begun)"),
        "nowhere": _("Only show it"),
        "no_letter": _("There is no next issue yet: create one with “cenum new”."),
        "made": _("The clips"),
        "copy": _("Copy"),
        "copied": _("Copied."),
        "by_hand": _("It is selected: copy it with your keyboard."),
        "reading": _("The pages are being read …"),
        "lost": _("The preview has stopped: run cenum preview again."),
        "anew": _("Open the address that cenum preview printed, then load this page again."),
        "bookmark": _("The bookmark"),
        "clip_it": _("Clip"),
        "drag": _(
            "Drag it to your bookmarks bar. Clicked on a page that you read, it brings its address and title here."
        ),
        "dragged": _("This is for your bookmarks bar: drag it there. Here, it does nothing."),
        "copy_bookmark": _("Copy it instead, as the address of a new bookmark"),
        "port": _("It leads to {host}. If the preview is at another address one day, replace it by the one there."),
        "arrival": _("To the preview"),
        "arriving": _("The address that you clipped is on its way to the preview."),
        "stays": _(
            "If this page stays: open the address that cenum preview printed, which has a key in it. Then click the "
            "bookmark again."
        ),
    }
