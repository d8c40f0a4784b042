"""The pages of the letters, as plain as they can be."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from cenum.archive.visibility import Visibility
from cenum.edition.prose import prose_html
from cenum.i18n import _
from cenum.issue.blocks import Prose
from cenum.issue.calendar import hour_in_words, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.archive.published_letter import PublishedLetter
    from cenum.settings import Newsletter

_WIDTH = 600


def site_files(
    letters: Sequence[PublishedLetter], newsletter: Newsletter, pictures: Mapping[str, Mapping[str, str]]
) -> dict[str, bytes]:
    """Every page by its path below the site.

    ``pictures`` has the addresses of each letter's pictures, by its key and by what the editors wrote.
    """
    files: dict[str, bytes] = {}
    for letter in letters:
        page = _page(letter, newsletter, pictures.get(letter.issue.key, {}))
        files[f"{letter.issue.key}.html"] = files[f"{letter.issue.key}/index.html"] = page
    listed = [letter for letter in reversed(letters) if letter.visibility is Visibility.LISTED]
    links = "".join(
        f'<li><a href="{newsletter.site}/{one.issue.key}">{escape(one.issue.title or newsletter.masthead)}</a></li>\n'
        for one in listed
        if not one.withdrawn
    )
    files["index.html"] = _document(newsletter, newsletter.name, "", f"<ul>\n{links}</ul>")
    files[".nojekyll"] = b""
    return files


def _page(letter: PublishedLetter, newsletter: Newsletter, pictures: Mapping[str, str]) -> bytes:
    issue = letter.issue
    title = issue.title or newsletter.masthead
    day = in_words(letter.sends_at.date(), newsletter.language)
    head = f'<meta name="cenum-edition" content="{letter.digest}">\n'
    head += f'<link rel="canonical" href="{newsletter.site}/{issue.key}">\n'
    if letter.visibility is not Visibility.LISTED:
        head += '<meta name="robots" content="noindex">\n'
    if letter.visibility is Visibility.ANNOUNCED:
        hour = hour_in_words(letter.sends_at.timetz(), newsletter.language)
        said = _("This letter arrives on {day} at {hour}.").format(day=day, hour=hour)
        return _document(newsletter, newsletter.name, head, f"<p>{escape(said)}</p>")
    if letter.withdrawn:
        said = _("This letter was withdrawn: {reason}").format(reason=letter.withdrawn)
        return _document(newsletter, newsletter.name, head, f"<p>{escape(said)}</p>")

    def show(source: str, alt: str, _shown: int) -> Markup:
        return Markup('<img src="{}" alt="{}">').format(pictures.get(source, source), alt)

    parts = [f"<h1>{escape(title)}</h1>", f"<p>{escape(day)}</p>"]
    if letter.corrected:
        on = in_words(letter.corrected.on, newsletter.language)
        said = _("Corrected on {day}: {what}").format(day=on, what=letter.corrected.what)
        parts.append(f"<p>{escape(said)}</p>")
    if issue.illustration:
        parts.append(str(show(issue.illustration.source, issue.illustration.alt, _WIDTH)))
    parts += [
        prose_html(block, show, file=issue.place.file, shift=1, width=_WIDTH)
        for block in issue.blocks
        if isinstance(block, Prose)
    ]
    return _document(newsletter, title, head, "\n".join(parts))


def _document(newsletter: Newsletter, title: str, head: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="{newsletter.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n{head}</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()
