"""palette.toml and fonts.toml: every key declared once, what follows from them, and all that is wrong with them.

What an art director leaves out is derived: line heights from the sizes, the text's width from the letter's.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import asdict

from cenum.errors import SettingsMistakes
from cenum.finding import Place, Severity, in_reading_order
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.schema import REFUSED, Dialect, fields, judge_value, near, read, unwrap
from cenum.toml import line_of, line_of_key, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from msgspec.structs import FieldInfo

    from cenum.finding import Finding
    from cenum.schema import Path as KeyPath

    Tables = dict[str, Any]
    IsUsed = Callable[[str], bool]

T = TypeVar("T", bound=Struct)

PALETTE, FONTS = "templates/palette.toml", "templates/fonts.toml"
TEMPLATE = Rule(
    "template",
    Severity.ERROR,
    what=N_("A template, the palette or the fonts file can't be read or rendered."),
    why=N_("The letter can't be rendered."),
    remedy=N_("Correct the line, or restore an earlier version of the file."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails='<mjml lang="{{ newletter.language }}" dir="{{ direction }}">',
        passes='<mjml lang="{{ newsletter.language }}" dir="{{ direction }}">',
    ),
)
TEMPLATE_PALETTE = Rule(
    "template-palette",
    Severity.ERROR,
    what=N_("The palette or the fonts file lacks a key, or contains a key or a value that can't be used."),
    why=N_(
        "Mail programs drop other notations, and some drop the styles around them too; with a size out of its bounds "
        "the letter can't be read on a phone."
    ),
    remedy=N_("Follow the message; [palette and fonts](palette.md) lists all keys with their bounds."),
    example=Example(
        kind="template",
        file="templates/palette.toml",
        fails='link = "blue"',
        passes='link = "#1b3f8f"',
    ),
)

Tint = Annotated[
    str,
    Meta(
        pattern=r"^#[0-9a-f]{6}\Z",
        title=N_("a colour with six hexadecimal digits in lower case"),
        examples=["#1d2b53"],
    ),
]
FontStack = Annotated[
    str,
    Meta(
        pattern=r"^[\w'][\w ',-]*\Z",
        title=N_("names of fonts separated by commas, in single quotes where they have several words"),
        examples=["Georgia, 'Times New Roman', serif"],
    ),
]
SMALLEST = 14
_Leading = Annotated[int, Meta(ge=SMALLEST, le=120, description="Line height; derived from the size.")]
# How high a line is beside its letters: the larger they are, the closer the lines.
_LEADINGS = {"text": 1.65, "small": 1.55, "name": 1.1, "title": 1.22, "heading": 1.28, "item": 1.35}
# A line holds few words on a phone: of what these have above the first, the second is left there.
_NARROW = ("name", "title")
_KEPT_WHOLE, _LEFT = 24, 3 / 8
_PORTRAIT = 3 / 8  # of the letter's width
FACE = 64
_PHONE, _BESIDE_FACE = 320, 100


class Colours(Struct, frozen=True):
    """One theme: every text colour has a contrast of at least 4.5 to 1 on each ground it stands on."""

    page: Annotated[Tint, Meta(description="Around the letter.")]
    card: Annotated[Tint, Meta(description="The letter itself.")]
    ink: Annotated[Tint, Meta(description="Text and titles.")]
    soft: Annotated[Tint, Meta(description="Text that stands back: by-lines, credits, the footer.")]
    link: Annotated[Tint, Meta(description="Links.")]
    accent: Annotated[Tint, Meta(description="Labels, ornaments, edges of boxes.")]
    rule: Annotated[Tint, Meta(description="Thin lines.")]
    tint: Annotated[Tint, Meta(description="Behind boxes: testimonies, notes, events.")]
    band: Annotated[Tint, Meta(description="Behind the letter's name.")]
    band_ink: Annotated[Tint, Meta(description="The letter's name.")]
    band_soft: Annotated[Tint, Meta(description="Other text on the band.")]
    button: Annotated[Tint, Meta(description="Buttons.")]
    button_ink: Annotated[Tint, Meta(description="The words on a button.")]


# What stands on what: each text colour, and the grounds that it may stand on.
GROUNDS = {
    "ink": ("card", "tint"),
    "soft": ("card", "tint"),
    "link": ("card", "tint"),
    "accent": ("card", "tint"),
    "band_ink": ("band",),
    "band_soft": ("band",),
    "button_ink": ("button",),
}
# Which of the fonts each size of type is set in.
FONT_OF = {"text": "text", "small": "label", "name": "title", "title": "title", "heading": "title", "item": "title"}


class Sizes(Struct, frozen=True):
    """Whole pixels: the letter's widths, and its sizes of type."""

    body: Annotated[int, Meta(ge=320, le=900, examples=[640], description="The letter's width on a wide screen.")]
    margin: Annotated[int, Meta(ge=0, le=48, examples=[24], description="From the letter's edge to its text.")]
    text: Annotated[
        int,
        Meta(
            ge=SMALLEST,
            le=24,
            title=N_("a whole number from 14 to 24 (smaller text is a strain on a phone)"),
            examples=[17],
            description="Text.",
        ),
    ]
    small: Annotated[
        int,
        Meta(
            ge=SMALLEST,
            le=22,
            title=N_("a whole number from 14 to 22 (smaller text is a strain on a phone)"),
            examples=[16],
            description="Labels, by-lines, credits, tables, the footer.",
        ),
    ]
    name: Annotated[int, Meta(ge=16, le=72, examples=[44], description="The letter's name in the header.")]
    title: Annotated[int, Meta(ge=20, le=60, examples=[32], description="The title of the issue.")]
    heading: Annotated[int, Meta(ge=17, le=40, examples=[25], description="The heading of a section.")]
    item: Annotated[int, Meta(ge=16, le=32, examples=[20], description="The heading of an item.")]
    face: Annotated[int, Meta(ge=32, le=96, examples=[64], description="The width of a face beside words.")] = FACE
    content: (
        Annotated[int, Meta(ge=0, le=900, description="For text and pictures; the width less two margins.")] | None
    ) = None
    portrait: (
        Annotated[int, Meta(ge=80, le=900, description="The picture in an interview; derived from the width.")] | None
    ) = None
    leading: _Leading | None = None
    small_leading: _Leading | None = None
    name_leading: _Leading | None = None
    title_leading: _Leading | None = None
    heading_leading: _Leading | None = None
    item_leading: _Leading | None = None


class Spacing(Struct, frozen=True):
    """Whole pixels of room. A palette without this table, or without a key of it, has the usual ones."""

    paragraph: Annotated[int, Meta(ge=4, le=40, examples=[16], description="Below a paragraph.")] = 16
    block: Annotated[
        int, Meta(ge=4, le=64, examples=[24], description="Below a block: a box, a button, a quotation.")
    ] = 24
    section: Annotated[int, Meta(ge=8, le=96, examples=[40], description="Above a section.")] = 40
    box: Annotated[int, Meta(ge=0, le=40, examples=[20], description="From the edge of a box to its text.")] = 20


class Corners(Struct, frozen=True):
    """Whole pixels by which corners are rounded; 0 is square. Outlook for Windows shows all of them square."""

    box: Annotated[int, Meta(ge=0, le=40, examples=[0], description="Boxes.")] = 0
    button: Annotated[int, Meta(ge=0, le=40, examples=[4], description="Buttons.")] = 4
    picture: Annotated[int, Meta(ge=0, le=40, examples=[0], description="Pictures.")] = 0


class PaletteFile(Struct, frozen=True):
    """Colours, sizes, room and corners."""

    light: Annotated[Colours, Meta(description="The colours on a light screen.")]
    dark: Annotated[Colours, Meta(description="The same ones on a dark screen.")]
    sizes: Annotated[Sizes, Meta(description="Widths and sizes of type.")]
    spacing: Annotated[Spacing, Meta(description="Room between things.")] = Spacing()
    corners: Annotated[Corners, Meta(description="How round corners are.")] = Corners()


class FontsFile(Struct, frozen=True):
    """Fonts that are on readers' machines; Outlook for Windows shows the first one."""

    text: Annotated[FontStack, Meta(description="Text.")]
    title: Annotated[FontStack, Meta(description="The letter's name, titles and headings.")]
    label: Annotated[FontStack, Meta(description="Labels, by-lines, credits, tables, buttons, the footer.")]


class EarlierFontsFile(Struct, frozen=True):
    """fonts.toml of letters begun earlier: text and titles had one stack."""

    serif: FontStack
    sans: FontStack


_WholePixels = Annotated[int, Meta(ge=0, le=900)]
# What a letter's own keys hold, by the table they are in; those of fonts.toml are stacks.
_OWN: dict[str, Any] = {
    "light": Tint,
    "dark": Tint,
    **dict.fromkeys(("sizes", "spacing", "corners"), _WholePixels),
}


def read_palette(text: str, is_used: IsUsed) -> Tables:
    """palette.toml as templates see it, complete.

    ``is_used`` tells whether a template has a word: a key of that name is the letter's own. Raises
    :class:`SettingsMistakes` with everything that is wrong.
    """
    file = _LookFile(PALETTE, text, is_used)
    own, given = file.without_own((), file.tables, PaletteFile)
    own_keys: dict[str, Tables] = {}
    for name, field in _fields(PaletteFile).items():
        if isinstance(given.get(name), dict):
            own_keys[name], given[name] = file.without_own((name,), given[name], unwrap(field.type)[0])
        elif name in given or (field.required and not file.is_misspelt(name, given)):
            file.want_table(name)
            given[name] = REFUSED
    palette = file.read(PaletteFile, given)
    file.findings += _contradictions(given, file.place)
    if palette is None or file.findings:
        raise SettingsMistakes(in_reading_order(file.findings))
    tables = {name: {**_given(getattr(palette, name)), **own_keys.get(name, {})} for name in _fields(PaletteFile)}
    return {**own, **tables, "sizes": {**_derived(palette.sizes), **tables["sizes"]}}


def read_fonts(text: str, is_used: IsUsed) -> Tables:
    """fonts.toml as templates see it, by today's names and by the earlier ones; raises as :func:`read_palette`."""
    file = _LookFile(FONTS, text, is_used)
    names = file.tables.keys()
    is_earlier = names & _fields(EarlierFontsFile).keys() and not names & _fields(FontsFile).keys()
    struct: type[FontsFile | EarlierFontsFile] = EarlierFontsFile if is_earlier else FontsFile
    own, given = file.without_own((), file.tables, struct)
    fonts = file.read(struct, given)
    if fonts is None or file.findings:
        raise SettingsMistakes(in_reading_order(file.findings))
    if isinstance(fonts, EarlierFontsFile):
        derived = {"text": fonts.serif, "title": fonts.serif, "label": fonts.sans}
    else:
        derived = {"serif": fonts.text, "sans": fonts.label}
    return {**derived, **own, **_given(fonts)}


class _LookFile:
    """One file while it is read; ``findings`` has what is wrong with it so far."""

    def __init__(self, name: str, text: str, is_used: IsUsed) -> None:
        """Raises :class:`SettingsMistakes` for what is not TOML."""
        self._name = name
        self._text = text
        self._is_used = is_used
        self.findings: list[Finding] = []
        try:
            self.tables: Tables = loads(text)
        except ValueError as mistake:
            line = (
                line_of(mistake) if isinstance(mistake, tomllib.TOMLDecodeError) else getattr(mistake, "line", None)
            )
            message = _("this is not TOML: “{reason}”").format(reason=mistake)
            raise SettingsMistakes([TEMPLATE.at(Place(name, line), message, _('write `key = "value"`'))]) from None

    def place(self, path: KeyPath) -> Place:
        """Where ``path`` begins; the file alone where it is not there."""
        return Place(self._name, line_of_key(self._text, path))

    def read(self, struct: type[T], given: Tables) -> T | None:
        """``given`` as a ``struct``, or ``None``, and why not among the findings."""
        read_, findings = read(struct, given, self.place, _dialect(struct))
        self.findings += findings
        return read_

    def without_own(self, path: KeyPath, table: Tables, struct: type[Struct]) -> tuple[Tables, Tables]:
        """The keys of ``table`` that are the letter's own, judged; and all others."""
        known = _fields(struct).keys()
        own = {key: value for key, value in table.items() if key not in known and self._is_used(key)}
        # What is left out and written slightly otherwise is a slip, whatever word of a template it is.
        own = {key: value for key, value in own.items() if not near(key, known - table.keys())}
        for key, value in own.items() if path or struct is not PaletteFile else ():
            kind = _OWN.get(str(path[0]) if path else "", FontStack)
            here = (*path, key)
            self.findings += judge_value(kind, value, here, self.place(here), _dialect(struct))
        return own, {key: value for key, value in table.items() if key not in own}

    def is_misspelt(self, name: str, given: Tables) -> bool:
        """Whether a table that is not known surely stands for ``name``."""
        return any(near(one, _fields(PaletteFile)) == name for one in given)

    def want_table(self, name: str) -> None:
        """Say that ``name`` has to be a table."""
        message = _("the table “{name}” is missing").format(name=name)
        remedy = _("write `[{name}]` on a line of its own, and its keys below it").format(name=name)
        self.findings.append(TEMPLATE_PALETTE.at(self.place((name,)), message, remedy))


def _dialect(file: type[Struct]) -> Dialect:
    """How ``file`` is written, and what a key that it does not know surely means."""

    def beside(path: KeyPath) -> Iterable[str]:
        struct: Any = file
        for step in path[:-1]:
            struct = unwrap(_fields(struct)[str(step)].type)[0]
        return _fields(struct)

    def instead(path: KeyPath) -> str:
        key = str(path[-1])
        if near(key, beside(path)):
            return ""
        tables = _fields(PaletteFile) if file is PaletteFile else {}
        elsewhere = [name for name, field in tables.items() if key in _fields(unwrap(field.type)[0])]
        if elsewhere:
            return _("move the line below `[{table}]`").format(table=elsewhere[0])
        return _("delete the line, or use the key in a template")

    rules = (TEMPLATE_PALETTE,) * 3
    return Dialect(" = ", "", *rules, instead, lambda path: near(str(path[-1]), beside(path)))


def _fields(struct: type[Struct]) -> dict[str, FieldInfo]:
    return {field.encode_name: field for field in fields(struct)}


def _given(table: Struct) -> Tables:
    """What ``table`` holds, without what is to be derived."""
    return {name: value for name, value in asdict(table).items() if value is not None}


def _derived(sizes: Sizes) -> dict[str, int]:
    """What follows from ``sizes``; those that end in ``_narrow`` are for phones."""
    derived = {"content": sizes.body - 2 * sizes.margin, "portrait": round(sizes.body * _PORTRAIT)}
    for name, ratio in _LEADINGS.items():
        size = getattr(sizes, name)
        derived[_leading_of(name)] = round(size * ratio)
        if name in _NARROW:
            narrow = min(size, round(_KEPT_WHOLE + (size - _KEPT_WHOLE) * _LEFT))
            derived |= {f"{name}_narrow": narrow, f"{name}_narrow_leading": round(narrow * ratio)}
    return derived


def _leading_of(name: str) -> str:
    return "leading" if name == "text" else f"{name}_leading"


def _contradictions(given: Tables, place: Callable[[KeyPath], Place]) -> Iterator[Finding]:
    """Where one size of ``given`` does not go with another; of what is no whole number, nothing more is said."""
    sizes = _whole_numbers(given.get("sizes"))
    for name in _LEADINGS:
        leading = _leading_of(name)
        if sizes.get(leading, SMALLEST) < sizes.get(name, 0) and leading in sizes:
            message = _("“{key}” is {size}, less than “{other}” ({most}): lines would overlap")
            message = message.format(key=f"sizes.{leading}", size=sizes[leading], other=name, most=sizes[name])
            yield TEMPLATE_PALETTE.at(place(("sizes", leading)), message, _("delete the line: cenum derives it"))
    if {"small", "text"} <= sizes.keys() and sizes["small"] > sizes["text"] >= SMALLEST:
        message = _("“{key}” is {size}, more than “{other}” ({most})")
        message = message.format(key="sizes.small", size=sizes["small"], other="text", most=sizes["text"])
        yield TEMPLATE_PALETTE.at(place(("sizes", "small")), message, _("make the one smaller or the other larger"))
    if {"body", "margin"} <= sizes.keys():
        content = sizes["body"] - 2 * sizes["margin"]
        if sizes.get("content", content) != content:
            message = _("“{key}” is {size}, but the width less two margins is {content}")
            message = message.format(key="sizes.content", size=sizes["content"], content=content)
            yield TEMPLATE_PALETTE.at(place(("sizes", "content")), message, _("delete the line: cenum derives it"))
        if sizes.get("portrait", 0) > content:
            message = _("“{key}” is {size}, more than “{other}” ({most})")
            message = message.format(key="sizes.portrait", size=sizes["portrait"], other="content", most=content)
            yield TEMPLATE_PALETTE.at(place(("sizes", "portrait")), message, _("delete the line: cenum derives it"))
    room = {"face": FACE, "box": Spacing().box, **sizes, **_whole_numbers(given.get("spacing"))}
    left = _PHONE - 2 * room.get("margin", 0) - 2 * room["box"] - room["face"]
    if 0 < left < _BESIDE_FACE and "face" in sizes:
        message = _("“{key}” is {size}: on a phone of {width} pixels, {left} are left for the words beside it")
        message = message.format(key="sizes.face", size=sizes["face"], width=_PHONE, left=left)
        remedy = _("make the face, the margin or the room in boxes smaller: {least} are needed")
        yield TEMPLATE_PALETTE.at(place(("sizes", "face")), message, remedy.format(least=_BESIDE_FACE))


def _whole_numbers(table: object) -> dict[str, int]:
    return {key: value for key, value in table.items() if type(value) is int} if isinstance(table, dict) else {}
