"""The look of a letter on one page: its colours and sizes, and a sample of every block and every kind of text.

The sample is an issue like others, rendered with the letter's own templates.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from cenum.analysis.colours import colour, contrast
from cenum.edition.palette import FONT_OF, FONTS, GROUNDS, PALETTE, Colours
from cenum.errors import SettingsMistakes
from cenum.finding import Finding, has_errors
from cenum.formatting import in_tenths
from cenum.i18n import N_, _, language
from cenum.issue.languages import primary
from cenum.page_templates import page_templates
from cenum.preview.client_views import ClientView, LetterViews, with_files
from cenum.process import render
from cenum.schema import fields, unwrap
from cenum.waivers import waive
from cenum.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cenum.edition.templates import Templates
    from cenum.process import Rendered

NAME = "look.html"
SAMPLES = Path(__file__).parent / "look_sample"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
_DAY = "2026-01-02"
_TEMPLATES = "templates/"
_OWN = N_("A colour of your own.")
_ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3
_SCHEMES = (("light", ClientView.SENT), ("dark", ClientView.DARK))


class LookSheet(NamedTuple):
    """The page, and what is wrong with the look, each with the line of its template."""

    html: str
    findings: tuple[Finding, ...]


def look_sheet(workspace: Workspace, templates: Templates) -> LookSheet:
    """The look that ``templates`` give to the letter of ``workspace``.

    Raises :class:`SettingsMistakes` where they can't be rendered.
    """
    result = render(sample_path(workspace.settings.newsletter.language), _sample_workspace(workspace), templates)
    if result.rendered is None:
        raise SettingsMistakes(result.findings)
    findings = _findings(result.rendered, workspace)
    return LookSheet(_html(result.rendered, templates, workspace.settings.newsletter.name, findings), findings)


def sample_path(letter: str) -> Path:
    """The sample for a letter in this language: in French for French ones, in English for all others."""
    return SAMPLES / ("fr" if primary(letter) == "fr" else "en") / "issues" / f"{_DAY}.md"


def _sample_workspace(workspace: Workspace) -> Workspace:
    """The letter's settings, but for its sections, which the sample has not."""
    path = sample_path(workspace.settings.newsletter.language)
    return Workspace(path.parent.parent, replace(workspace.settings, sections=()), workspace.cache)


def _findings(rendered: Rendered, workspace: Workspace) -> tuple[Finding, ...]:
    """What the checks of the rendered letter say of the templates; what they say of the sample is nobody's."""
    from cenum.checks.all import of_the_look  # noqa: PLC0415  they are many, and the preview begins without them
    from cenum.checks.letter_view import LetterView  # noqa: PLC0415  as above

    it = rendered
    view = LetterView(it.issue, it.edition, it.weight, it.links, workspace.settings, written=it.marked)
    found = (one for one in of_the_look(view) if one.place.file.startswith(_TEMPLATES))
    return tuple(waive(found, workspace.settings.waivers, it.issue.day))


def _html(rendered: Rendered, templates: Templates, name: str, findings: tuple[Finding, ...]) -> str:
    views = LetterViews(rendered.edition, rendered.issue, rendered.links)
    files = {
        file.placeholder: f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"
        for file in rendered.edition.files
    }
    palette, words = templates.palette, _words()
    return (
        page_templates(Path(__file__).parent)
        .get_template("look.html.j2")
        .render(
            language=language(),
            policy=POLICY,
            name=name,
            findings=findings,
            stopped=has_errors(findings),
            themes=[(theme, words[theme], list(_colours(palette[theme]))) for theme, _view in _SCHEMES],
            sizes=[(size, palette["sizes"], FONT_OF[size], templates.fonts[FONT_OF[size]]) for size in FONT_OF],
            spacing=palette["spacing"],
            corners=palette["corners"],
            letters=[(words[theme], with_files(views.html(view), files)) for theme, view in _SCHEMES],
            words=words,
        )
        .lstrip()
    )


class _Swatch(NamedTuple):
    """A colour of the palette; ``stands`` has each ground of a text, the contrast, and whether that is enough."""

    name: str
    value: str
    about: str
    stands: list[tuple[str, str, str, bool]]


def _colours(theme: Mapping[str, str]) -> Iterator[_Swatch]:
    described = {field.encode_name: unwrap(field.type)[1][-1].description or "" for field in fields(Colours)}
    for name, value in theme.items():
        stands = []
        for ground in GROUNDS.get(name, ()):
            one, other = colour(value), colour(theme[ground])
            if one and other:
                ratio = contrast(one, other)
                stands.append((ground, theme[ground], in_tenths(ratio), ratio >= _ENOUGH))
        yield _Swatch(name, value, _(described.get(name) or _OWN), stands)


def _words() -> dict[str, Any]:
    return {
        "title": _("The look"),
        "light": _("Light"),
        "dark": _("Dark"),
        "contents": _("On this page"),
        "found": _("What to mend"),
        "nothing": _("Nothing: every text has enough contrast, and mail programs support the styles."),
        "colours": _("Colours"),
        "colour": _("Colour"),
        "use": _("What for"),
        "contrast": _("Contrast, at least 4.5 to 1"),
        "type": _("Sizes of type"),
        "sample": _("The quick brown fox jumps over the lazy dog"),
        "room": _("Room"),
        "corners": _("Corners"),
        "letter": _("The letter"),
        "wide": _("on a wide screen"),
        "phone": _("on a narrow phone, 320 pixels wide"),
        "where": _("Colours, sizes, room and corners are in {palette}, fonts in {fonts}.").format(
            palette=PALETTE, fonts=FONTS
        ),
        "changed": _("After a change, run cenum look again."),
    }
