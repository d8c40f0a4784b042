"""What stands around the letter, as pieces of HTML: everything that others wrote is escaped by Jinja."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from cenum.edition.measure import GMAIL_CLIP_BYTES
from cenum.finding import Severity
from cenum.formatting import length_name, parts_line, percent, pictures_line, size
from cenum.i18n import _, ngettext
from cenum.page_templates import page_templates
from cenum.preview.code_words import with_code
from cenum.preview.finding_marks import NO_MARKS, corrections
from cenum.preview.head_form import form_field
from cenum.preview.outline import OutlineKind, outline
from cenum.preview.page_words import fate_word, kind_word, page_words, severity_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.finding import Finding
    from cenum.preview.finding_marks import DraftMark, DraftMarks
    from cenum.preview.issue_preview import GoodVersion, IssuePreview
    from cenum.preview.letter_commit import LetterCommit
    from cenum.preview.source_diff import Row

_NEARLY = 0.8  # of what Gmail shows: from here on it is worth a look
_SHOWN_SUBJECT, _SHOWN_PREHEADER = 70, 110  # characters that a wide inbox has room for
_SHOWN_DIGEST, _SHOWN_COMMIT = 32, 10  # digits: as “cenum build” prints the one, enough to name the other


def panels(preview: IssuePreview, commit: LetterCommit | None = None, marks: DraftMarks = NO_MARKS) -> dict[str, str]:
    """Every panel of an issue, by its name. ``commit`` is that of its folder, where there is one.

    Findings that have ``marks`` can be corrected where they stand.
    """
    good = preview.good
    pieces = {
        "findings": _findings(preview, marks),
        "source": _piece("source", lines=_lines(preview), file=preview.file),
        "edition": _edition(preview, commit),
    }
    if good is None:
        empty = _piece("nothing", said=_("There is nothing to see until the errors are fixed."))
        return {**pieces, **dict.fromkeys(("text", "inbox", "links", "outline"), empty), "bar": ""}
    edition = good.rendered.edition
    return {
        **pieces,
        "bar": _piece("bar", **_bar(good)),
        "text": _piece("text", text=edition.fill(edition.public_links)[1]),
        "inbox": _piece(
            "inbox",
            sender=edition.sender.name,
            initial=edition.sender.name[:1].upper(),
            address=edition.sender.email,
            subject=_cut(edition.subject, _SHOWN_SUBJECT),
            preheader=_cut(edition.preheader, _SHOWN_PREHEADER),
            hour=edition.sending_at.strftime("%H:%M"),
            day=f"{good.rendered.issue.day:%d/%m}",
            notes=[_length(_("The subject"), edition.subject), _length(_("The preheader"), edition.preheader)],
        ),
        "links": _piece("links", links=_links(good)),
        "outline": _piece("outline", entries=_outline(good)),
    }


def issue_list(entries: Iterable[tuple[str, str, bool]], shown: str) -> str:
    """The list of issues: key, title, and whether the file is there."""
    return _piece("issues", entries=list(entries), shown=shown)


def choices(others: Iterable[str], revisions: Iterable[tuple[str, str]]) -> str:
    """What an issue can be held against."""
    return _piece("choices", others=list(others), revisions=list(revisions))


def compared(rows: Iterable[Row]) -> str:
    """Two texts side by side."""
    return _piece("compared", rows=list(rows))


def missing(*previews: IssuePreview) -> str:
    """Why there is no letter to compare: the findings of those that can't be rendered."""
    return "".join(
        _piece("listed", findings=[_finding(one, preview) for one in preview.findings])
        for preview in previews
        if preview.good is None
    )


def status(preview: IssuePreview) -> str:
    """How the letter stands, in a sentence that is also read aloud."""
    errors = sum(finding.severity is Severity.ERROR for finding in preview.findings)
    if not preview.there:
        return _("{file} is gone. The letter below is the last version that was there.").format(file=preview.file)
    if not preview.fresh:
        mistakes = ngettext("{count} mistake", "{count} mistakes", errors).format(count=errors)
        if preview.good is None:
            return _("The letter can't be shown yet: {mistakes} to fix.").format(mistakes=mistakes)
        return _("{mistakes} to fix. The letter below is the last good version.").format(mistakes=mistakes)
    warnings = sum(finding.severity is Severity.WARNING for finding in preview.findings)
    if errors:
        said = ngettext("{count} error stops the letter.", "{count} errors stop the letter.", errors)
        return said.format(count=errors)
    if warnings:
        return ngettext("{count} place to look at.", "{count} places to look at.", warnings).format(count=warnings)
    return _("Nothing to fix.")


def _piece(name: str, **values: Any) -> str:  # noqa: ANN401  whatever the macro shows
    template = page_templates(Path(__file__).parent).get_template("panels.html.j2")
    module: Any = template.make_module({"words": _words()})
    return str(getattr(module, name)(**values)).strip()


def _words() -> dict[str, str]:
    return {
        **page_words(),
        "none_found": _("Nothing was found. Well done."),
        "line": _("line"),
        "text": _("Words of the link"),
        "target": _("Where it leads"),
        "verdict": _("Verdict"),
        "no_links": _("The letter has no link."),
        "light": _("Light"),
        "dark": _("Dark"),
        "gone": _("gone"),
        "weight": _("weight"),
        "parts": _("made of"),
        "sections": _("sections"),
        "of_gmail": _("of what Gmail shows"),
        "reading": _("reading time"),
        "links": _("links"),
        "pictures": _("pictures"),
        "empty": _("(without words)"),
    }


def _edition(preview: IssuePreview, commit: LetterCommit | None) -> str:
    """Which letter is shown, for who wants to say which one she read."""
    good = preview.good
    if commit is None:
        at = ""
    elif commit.changed:
        at = _("commit {commit}, with changes that are not committed")
    else:
        at = _("commit {commit}")
    digest = good.rendered.edition.digest if good else ""
    return _piece(
        "edition",
        key=preview.key,
        day=_("letter of {day}").format(day=preview.key),
        digest=digest,
        shown=_("digest {digest}").format(digest=digest[:_SHOWN_DIGEST]) if good else _("it can't be rendered yet"),
        commit=commit,
        at=at.format(commit=commit.hash[:_SHOWN_COMMIT]) if commit else "",
    )


def _findings(preview: IssuePreview, marks: DraftMarks) -> str:
    accepted = [one for one in preview.findings if one.severity is Severity.NOTE]
    others = [one for one in preview.findings if one.severity is not Severity.NOTE]
    # What is to be looked at elsewhere, as in the settings, is often for somebody else.
    others.sort(key=lambda one: one.severity is not Severity.ERROR and one.place.file != preview.file)
    return _piece(
        "findings",
        findings=[_finding(one, preview, marks.get(one, ())) for one in others],
        accepted=[_finding(one, preview) for one in accepted],
        summary=ngettext("{count} accepted", "{count} accepted", len(accepted)).format(count=len(accepted)),
    )


def _finding(finding: Finding, preview: IssuePreview, marks: Sequence[DraftMark] = ()) -> dict[str, Any]:
    own = finding.place.file == preview.file
    return {
        "severity": finding.severity.value,
        "word": severity_word(finding.severity),
        "rule": finding.rule,
        "own": own,
        "file": finding.place.file,
        "line": finding.place.line,
        "message": with_code(finding.message),
        "remedy": with_code(finding.remedy),
        "url": finding.url,
        "field": form_field(preview.source, finding.place.line) if own and finding.place.line else "",
        "words": {"line": marks[0].line, "from": marks[0].start, "to": marks[0].end} if marks else None,
        "clicks": [(label, to_builtins(fixes)) for label, fixes in corrections(marks).items()],
    }


def _lines(preview: IssuePreview) -> list[tuple[int, str, Sequence[Finding]]]:
    at: dict[int, list[Finding]] = {}
    for finding in preview.findings:
        if finding.place.file == preview.file and finding.place.line and finding.severity is not Severity.NOTE:
            at.setdefault(finding.place.line, []).append(finding)
    return [(number, text, at.get(number, [])) for number, text in enumerate(preview.source.split("\n"), start=1)]


def _bar(good: GoodVersion) -> dict[str, Any]:
    weight = good.rendered.weight
    return {
        "summary": " · ".join(
            (
                size(weight.clip_bytes),
                f"{weight.words} {length_name(weight)}",
                _("{minutes} min").format(minutes=weight.minutes),
            )
        ),
        "size": size(weight.clip_bytes),
        "limit": GMAIL_CLIP_BYTES,
        "bytes": weight.clip_bytes,
        "high": int(GMAIL_CLIP_BYTES * _NEARLY),
        "share": percent(weight.clip_share),
        "count": weight.words,
        "counted": length_name(weight),
        "minutes": _("{minutes} min").format(minutes=weight.minutes),
        "links": len([link for link in good.rendered.links if not link.image]),
        "pictures": pictures_line(weight),
        "parts": parts_line(weight.parts),
        "sections": [(name, size(count)) for name, count in weight.parts.sections.items()],
    }


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _length(what: str, text: str) -> str:
    said = ngettext("{what} has {count} character.", "{what} has {count} characters.", len(text))
    return said.format(what=what, count=len(text))


def _links(good: GoodVersion) -> list[dict[str, Any]]:
    verdicts = dict(good.checked.links)
    listed = []
    for link in good.rendered.links:
        verdict = verdicts.get(link)
        fate = verdict.fate if verdict else None
        listed.append(
            {
                "words": link.text,
                "url": link.url,
                "place": link.place,
                "own": link.place.file == good.rendered.issue.place.file,
                "fate": fate.value if fate else "unknown",
                "word": fate_word(fate),
            }
        )
    return listed


def _outline(good: GoodVersion) -> list[dict[str, Any]]:
    listed = []
    for entry in outline(good.views.tree):
        word = kind_word(entry.kind).format(level=entry.level)
        level = entry.level if entry.kind is OutlineKind.HEADING else 0
        listed.append(
            {"kind": entry.kind.value, "word": word, "words": entry.words, "level": level, "line": entry.line}
        )
    return listed
