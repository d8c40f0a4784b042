"""Judge MJML, then turn it into HTML.

mrml, which mjml-python binds, lets unknown tags and attributes through and names no line. So every tag carries the
template and line that it came from. Once MJML's own are judged, their marks go through mrml as classes.
"""

from __future__ import annotations

import json
import os
import re
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree
from mjml import mjml2html

from cenum.errors import SettingsMistakes
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.marks import AT, marked_place, without_marks, without_mjml_marks
from cenum.rule import Example, Rule
from cenum.schema import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAMP = re.compile(rf' {AT}="([^"<>]*)"')
_STAMPED = re.compile(rf'<(mj[\w-]*) {AT}="[^"<>]*"')
_HEAD = "head|attributes|all|class|style|raw|title|preview|font|breakpoint"
# Of a tag within the body: its name, its mark, its other attributes.
_BODY_TAG = re.compile(rf'<(mj-(?!{_HEAD})[\w-]*) {AT}="([^"<>]*)"([^<>]*)>')
_CSS_CLASS = re.compile(r'(\scss-class=")')
_CLASS = "cenum-at-"
_CLASSED = re.compile(rf'<([\w-]++)([^<>]*?) class="(?=[^"<>]*\b{_CLASS}\d)([^"<>]*+)"')
# Between two elements that stand in line, mrml takes white space with a line end for layout, and runs words together;
# a reference it leaves alone.
_IN_LINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|"
    "sub|sup|time|tt|u|var"
)
_LINE_END = re.compile(rf"(</?(?:{_IN_LINE})(?:\s[^<>]*)?/?>)([^\S\n]*)\n(\s*)(?=</?(?:{_IN_LINE})[\s/>])")
_STYLE = re.compile(r"(<mj-style\b.*?(?:</mj-style>|\Z))", re.DOTALL)
# mrml keeps a meta element from Outlook that does it no harm. Mailchimp merges styles at sending, and a comment that
# ends like this one made it empty those of the head (mjmlio/mjml#1581).
_GUARD = re.compile(r'<!--\[if !mso\]>\s*<!-->\s*(<meta http-equiv="X-UA-Compatible"[^>]*>)\s*<!--<!\[endif\]-->')
# Elements in each other: a letter has some twenty, and mrml, which is recursive, takes the program along where its
# stack ends.
_DEEPEST = 100
_EVERYWHERE = {"css-class": "string", "mj-class": "string", AT: "string"}

MJML = Rule(
    "mjml",
    Severity.ERROR,
    what=N_("The MJML of a template is not well-formed."),
    why=N_("The letter can't be rendered."),
    remedy=N_("Close every tag (`<br />`), write `&` as `&amp;` and spaces as `&#160;`."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails="<mj-title>{{ title }}<mj-title>",
        passes="<mj-title>{{ title }}</mj-title>",
    ),
)
MJML_TAG = Rule(
    "mjml-tag",
    Severity.ERROR,
    what=N_("A template has a tag that MJML does not know."),
    why=N_("Its content would be lost without warning."),
    remedy=N_("Use the tag that the message suggests."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails="<mj-titel>{{ title }}</mj-titel>",
        passes="<mj-title>{{ title }}</mj-title>",
    ),
)
MJML_NESTING = Rule(
    "mjml-nesting",
    Severity.ERROR,
    what=N_("A tag is in a place where MJML ignores it."),
    why=N_("It would be lost without warning."),
    remedy=N_("Move it as the message says; put HTML inside `<mj-text>` or `<mj-raw>`."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails="<mj-title>{{ title }}</mj-title><mj-text>Bonjour</mj-text>",
        passes="<mj-title>{{ title }}</mj-title>",
    ),
)
MJML_ATTRIBUTE = Rule(
    "mjml-attribute",
    Severity.ERROR,
    what=N_("A tag has an attribute that MJML does not know."),
    why=N_("It would have no effect."),
    remedy=N_("Use the attribute that the message suggests."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails='<mj-all font-familly="{{ fonts.text }}" />',
        passes='<mj-all font-family="{{ fonts.text }}" />',
    ),
)
MJML_VALUE = Rule(
    "mjml-value",
    Severity.ERROR,
    what=N_("An attribute has a value that MJML does not accept."),
    why=N_("The HTML would contain it, and mail programs would drop the whole style."),
    remedy=N_("Write it as the message says."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails='<mj-column padding="zero" direction',
        passes='<mj-column padding="0" direction',
    ),
)


def to_html(mjml: str) -> str:
    """The HTML of marked MJML, marked too: what MJML made of a tag is where the tag is.

    Raises :class:`SettingsMistakes` with every mistake in the templates.
    """
    findings = list(_judge(mjml))
    if findings:
        raise SettingsMistakes(findings)
    try:
        return _marked(mjml, _rendered(mjml))
    except _Panic:
        place = _place(next(_STAMP.finditer(mjml), None))
        message = _("MJML's library broke down over these templates")
        remedy = _("take back what was changed last in templates/")
        raise SettingsMistakes([MJML.at(place, message, remedy)]) from None
    except ValueError as mistake:
        place = _place(next(_STAMP.finditer(mjml), None))
        message = _("MJML can't be read ({reason})").format(reason=mistake)
        raise SettingsMistakes([MJML.at(place, message, _("check how its tags are nested"))]) from None


def _marked(mjml: str, html: str) -> str:
    """``html``, which was made of ``mjml``, with the marks of MJML's own tags.

    A class is the one attribute that mrml hands on; for Outlook's tables it adds “-outlook” to the last one. A class
    could be one too many in somebody's templates: the marks are taken only if the HTML is the same but for them.
    """
    marks: dict[str, str] = {}

    def as_class(tag: re.Match[str]) -> str:
        name = f"{_CLASS}{len(marks)}"
        marks[name] = tag[2]
        rest, there = _CSS_CLASS.subn(rf"\1{name} ", tag[3])
        return f"<{tag[1]}{rest}>" if there else f'<{tag[1]} css-class="{name}"{tag[3]}>'

    def as_mark(tag: re.Match[str]) -> str:
        names = {name: marks.get(name.removesuffix("-outlook")) for name in tag[3].split(" ")}
        mark = next(filter(None, names.values()), None)
        if mark is None:
            return tag[0]
        kept = " ".join(name for name, ours in names.items() if ours is None)
        return f'<{tag[1]} {AT}="{mark}"{tag[2]}' + (f' class="{kept}"' if kept else "")

    try:
        marked = _rendered(_BODY_TAG.sub(as_class, mjml))
    except (ValueError, _Panic):
        return html
    marked = _CLASSED.sub(as_mark, marked)
    return marked if without_marks(marked) == without_marks(html) else html


class _Panic(Exception):
    """mrml came upon something that its authors held for impossible."""


def _rendered(mjml: str) -> str:
    source = _as_mrml_needs_it(mjml)
    try:
        with _silence:
            html = str(mjml2html(source))
    except BaseException as panic:
        # PyO3 makes of a panic what no `except Exception` catches, of a class that no module offers
        # (pyo3.rs, pyo3::panic::PanicException).
        if type(panic).__name__ == "PanicException":
            raise _Panic from None
        raise
    return _GUARD.sub(r"\1", html)


class _Silence:
    """Where Rust writes of a panic, whatever Python's own standard error is: to the descriptor 2."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept = -1

    def __enter__(self) -> None:
        self._turn.acquire()
        with suppress(OSError):  # who has no standard error needs none
            self._kept = os.dup(2)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)

    def __exit__(self, *_exception: object) -> None:
        if self._kept >= 0:
            os.dup2(self._kept, 2)
            os.close(self._kept)
            self._kept = -1
        self._turn.release()


_silence = _Silence()


def _as_mrml_needs_it(mjml: str) -> str:
    return _in_ascii(_LINE_END.sub(r"\1\2&#10;\3", without_mjml_marks(mjml)))


def _in_ascii(mjml: str) -> str:
    r"""``mjml`` with character references for whatever is not ASCII, the style sheets aside.

    mrml writes attributes as Rust's ``{:?}`` does: a no-break space in an alt would reach the readers as
    ``\\u{a0}``, half of an emoji as ``\\u{200d}``. References it leaves alone.
    """
    parts = _STYLE.split(mjml)
    parts[::2] = [part.replace("\\", "&#92;").encode("ascii", "xmlcharrefreplace").decode() for part in parts[::2]]
    return "".join(parts)


@cache
def reference() -> dict[str, Any]:
    """Tags, attributes and children of MJML 5.4.1, as its components declare them (mjml.io)."""
    table: dict[str, Any] = json.loads(Path(__file__).with_name("mjml_reference.json").read_bytes())
    return table


def _judge(mjml: str) -> Iterator[Finding]:
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    try:
        root = etree.fromstring(mjml.encode(), parser)
    except etree.XMLSyntaxError as mistake:
        # A tag misspelt at one of its ends is more use to know than that the two don't match.
        unknown = [_unknown(match[1], match) for match in _STAMPED.finditer(mjml) if match[1] not in reference()]
        yield from unknown or [_broken(mjml, mistake)]
        return
    deepest = _too_deep(root)
    if deepest is not None:
        message = _("more than {number} elements stand in each other").format(number=_DEEPEST)
        yield MJML_NESTING.at(_stamped(deepest, deepest.getparent()), message, _("close the tags around it first"))
        return
    yield from _judge_element(root, None, within_html=False)


def _too_deep(root: Any) -> Any:  # noqa: ANN401  lxml
    """The first element that is too deep; ``None`` where none is."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return element
    return None


def _unknown(tag: str, match: re.Match[str]) -> Finding:
    stamped = _STAMP.search(match[0])
    return MJML_TAG.at(_place(stamped), _("MJML has no tag {tag}").format(tag=f"<{tag}>"), nearest(tag, reference()))


def _broken(mjml: str, mistake: etree.XMLSyntaxError) -> Finding:
    lines = mjml.split("\n")
    before = "\n".join(lines[: mistake.lineno or 0])
    stamps = list(_STAMP.finditer(before))
    message = _("the template is not well-formed at or after this tag (“{reason}”)").format(
        reason=(mistake.msg or "").partition(", line ")[0]
    )
    remedy = _("close every tag (<br />), write & as &amp; and spaces as &#160; rather than &nbsp;")
    return MJML.at(_place(stamps[-1] if stamps else None), message, remedy)


def _judge_element(element: Any, parent: Any, *, within_html: bool) -> Iterator[Finding]:  # noqa: ANN401  lxml
    if not isinstance(element.tag, str):
        return
    tag = element.tag
    known = reference()
    is_mjml = tag == "mjml" or tag.startswith("mj-")
    place = _stamped(element, parent)
    if is_mjml and tag not in known:
        yield MJML_TAG.at(place, _("MJML has no tag {tag}").format(tag=f"<{tag}>"), nearest(tag, known))
        return
    if is_mjml and within_html:
        message = _("<{tag}> is inside HTML, where MJML ignores it").format(tag=tag)
        yield MJML_NESTING.at(place, message, _("close the tag around it first"))
    elif is_mjml:
        yield from _judge_attributes(element, parent, place)
        yield from _judge_parent(tag, parent, place)
    elif not within_html:
        message = _("<{tag}> is not MJML: only MJML is allowed here").format(tag=tag)
        yield MJML_NESTING.at(place, message, _("put it inside <mj-text> or <mj-raw>"))
    inside = within_html or not is_mjml or known[tag]["html"]
    for child in element:
        yield from _judge_element(child, element, within_html=inside)


def _judge_attributes(element: Any, parent: Any, place: Place) -> Iterator[Finding]:  # noqa: ANN401  lxml
    tag = element.tag
    allowed = {**reference()[tag]["attributes"], **_EVERYWHERE}
    if tag in {"mj-all", "mj-class"} and parent is not None and parent.tag == "mj-attributes":
        for component in reference().values():
            allowed = {**component["attributes"], **allowed}
    for name, value in element.attrib.items():
        if name not in allowed:
            message = _("<{tag}> has no attribute “{name}”").format(tag=tag, name=name)
            yield MJML_ATTRIBUTE.at(place, message, nearest(name, set(allowed) - {AT}))
        elif not _fits(str(value), allowed[name]):
            message = _("“{value}” is not valid for {name} of <{tag}>").format(value=value, name=name, tag=tag)
            yield MJML_VALUE.at(place, message, _remedy(allowed[name]))


def _judge_parent(tag: str, parent: Any, place: Place) -> Iterator[Finding]:  # noqa: ANN401  lxml
    if parent is None or parent.tag == "mj-attributes":
        return
    children = reference().get(parent.tag, {}).get("children", [])
    if tag not in children:
        message = _("<{tag}> is not allowed in <{parent}>").format(tag=tag, parent=parent.tag)
        yield MJML_NESTING.at(place, message, _("allowed here: {tags}").format(tags=", ".join(children)))


def _fits(value: str, kind: str) -> bool:
    name, _bracket, rest = kind.partition("(")
    choices = rest.partition(")")[0].split(",")
    if name == "color":
        # Six digits, because a colour in another notation makes Gmail drop the whole style attribute.
        return bool(re.fullmatch(r"#[0-9a-fA-F]{6}|transparent|none", value))
    if name == "enum":
        return value in choices
    if name == "boolean":
        return value in {"true", "false"}
    if name == "integer":
        return value.isdecimal()
    if name in {"unit", "unitWithNegative"}:
        units = "|".join(re.escape(choice) for choice in choices if choice not in {"", "auto"})
        sign = "-?" if name == "unitWithNegative" else ""
        one = rf"{sign}(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:{units}{'|' if '' in choices else ''})|0"
        one += "|auto" if "auto" in choices else ""
        parts = value.split() if kind.endswith("{1,4}") else [value]
        return 1 <= len(parts) <= 4 and all(re.fullmatch(one, part) for part in parts)  # noqa: PLR2004  as CSS
    return True


def _remedy(kind: str) -> str:
    name, _bracket, rest = kind.partition("(")
    choices = rest.partition(")")[0].replace(",", ", ").strip(", ")
    if name == "color":
        return _("write the colour as six hexadecimal digits, for example #1d2b53")
    if name == "enum":
        return _("write one of {choices}").format(choices=choices)
    if name in {"unit", "unitWithNegative"}:
        return _("write a number with its unit ({units})").format(units=choices)
    return _("write true or false") if name == "boolean" else _("write a whole number")


def _stamped(element: Any, parent: Any) -> Place:  # noqa: ANN401  lxml
    """The element's own place, or that of the nearest MJML around it."""
    at = element.get(AT)
    while at is None and parent is not None:
        at, parent = parent.get(AT), parent.getparent()
    return marked_place(at or "")


def _place(match: re.Match[str] | None) -> Place:
    return marked_place(match[1] if match else "")
