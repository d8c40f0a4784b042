"""Marks that readers would see: what was to become a link, a list or a word in bold, and did not.

Marks of other dialects of Markdown, of wikis and of site generators are among them, and what Word leaves in a text.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Severity, WordsAt
from cenum.i18n import N_, _
from cenum.issue.emoji_names import emoji_meant
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

    from cenum.finding import Finding, Place

# What stands in the text of a block for what is none: code or a picture, and the edges of a link.
_OBJECT, _LINK_OPEN, _LINK_CLOSE = "\x03", "\x01", "\x02"
# For code without a letter or a figure, as `>>` is: a sign.
_SIGN = "\x04"
# Before the line feed of a break that readers see. It counts as white space.
_BREAK = "\x1f"
_TO = r"\x01?(?:https?:|www\.|mailto:|tel:|media/|#)"
_WORD = re.compile(r"\w")
_SPACES = re.compile(r"[\t\n\x1f]+")
_QUOTES = "[«»“”„‘’\"'\\s]"
_ALL = r"(?s)\A.*"
_NOTHING = (_ALL, "")
_CONTROLS = re.compile(f"[{_LINK_OPEN}{_LINK_CLOSE}{_BREAK}]")
# Before these, it isn't known what the file looks like.
_SIGNS = re.compile(f"[\\n{_LINK_OPEN}{_LINK_CLOSE}{_BREAK}{_OBJECT}{_SIGN}]")
_AROUND = 20  # characters
_UNSEEN = {_OBJECT, _SIGN}
_SHOWN = 40
_MOST = 40  # places of one block that are looked at for one mark: a block has one or two

MARKUP_LEFT = Rule(
    "markup-left",
    Severity.ERROR,
    what=N_(
        "Something looks like a mark of Markdown, of another dialect or of Word, but is none here: readers would "
        "see it."
    ),
    why=N_("The letter would show signs instead of a link, a list or bold."),
    remedy=N_("Follow the message; put a backslash before a sign that is meant as such, or write it as `code`."),
    corrected=True,
    example=Example(
        fails="Voir [le rapport] (https://www.arcep.fr/rapport).",
        passes="Voir [le rapport](https://www.arcep.fr/rapport).",
    ),
)
MARKUP_DOUBTFUL = Rule(
    "markup-doubtful",
    Severity.WARNING,
    what=N_("A single star, underscore or `#`, or a pair of brackets or braces, may be a mark that is not one here."),
    why=N_("Readers would see it."),
    remedy=N_("Close the mark, or put a backslash before it if it is meant as a sign."),
    corrected=True,
    example=Example(
        fails="Un mot *important et la suite.",
        passes="Un mot *important* et la suite.",
    ),
)

FRONT_MATTER_MARKUP = Rule(
    "front-matter-markup",
    Severity.ERROR,
    what=N_("A text of the front matter has bold, a link or another mark of Markdown."),
    why=N_("Subject, title, teasers and descriptions are shown as they are: readers would see the marks."),
    remedy=N_("Write the words without the marks; put links into the introduction or the text."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="title: Un **grand** titre",
        passes="title: Un grand titre",
    ),
)
FRONT_MATTER_MARKS = Rule(
    "front-matter-marks",
    Severity.WARNING,
    what=N_("A text of the front matter has asterisks, underscores or backquotes around words, or HTML."),
    why=N_("They are shown as they are, and look like italics, code or HTML that did not work."),
    remedy=N_("Write the words without the marks; if they are meant to be seen, accept them under `waivers`."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="title: Un *grand* titre",
        passes="title: Un grand titre",
    ),
)


class _Mark(NamedTuple):
    """What is looked for, what to do about it, and what that is. A text without one of ``signs`` has none.

    Where one text can be meant only, what matches the first of ``becomes`` in it becomes the second.
    """

    pattern: str
    remedy: str
    rule: Rule = MARKUP_LEFT
    signs: tuple[str, ...] = ("",)
    becomes: tuple[str, str | Callable[[re.Match[str]], str]] | None = None

    def at(self, text: str, match: re.Match[str], line: int) -> WordsAt:
        """What stands at ``match``, as far as that is known: the edges of a link stand nowhere in the file."""
        there = _CONTROLS.sub("", match[0])
        instead = self.better(there) if "\n" not in there and _UNSEEN.isdisjoint(there) else ()
        before = text[max(0, match.start() - _AROUND) : match.start()]
        return WordsAt(line, there.partition("\n")[0], instead, _SIGNS.split(before)[-1], literal=True)

    def better(self, text: str) -> tuple[str, ...]:
        """What is to be written instead of ``text``, if that is known."""
        new = text if self.becomes is None else re.sub(*self.becomes, text)
        return () if new == text else (new,)

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Where ``text`` has it."""
        if any(sign in text for sign in self.signs):
            yield from islice(_compiled(self.pattern).finditer(text), _MOST)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled once a text may have it: few letters have any, and it takes as long as to render one."""
    return re.compile(pattern, re.MULTILINE)


def _emoji(name: re.Match[str]) -> str:
    return emoji_meant(name[0])


def _as_utf8(letters: re.Match[str]) -> str:
    """What was UTF-8 before a program read it as Windows-1252; ``letters`` themselves, if they weren't."""
    try:
        return letters[0].encode("cp1252").decode()
    except UnicodeError:
        return letters[0]


def _mark(
    pattern: str,
    remedy: str,
    rule: Rule = MARKUP_LEFT,
    signs: Sequence[str] = ("",),
    becomes: tuple[str, str | Callable[[re.Match[str]], str]] | None = None,
) -> _Mark:
    return _Mark(pattern, remedy, rule, tuple(signs), becomes)


_BULLETS = "•‣⁃◦▪▫■□●○➢➤►▸✓✔❖·\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
# What counts points: a) 1) (1) 1° 1/ 1 - and, where no list can begin, 3.
_COUNT = r"(?:\(?[a-zA-Z\d]\)|\(?\d{2}\)|\d{1,2}(?:[°º./]|[ \u00a0][-–—]))[^\S\n]+(?=\S)"
# Arrows, boxes and pictures that stand for a bullet.
_PICTURE = (
    r"(?:[\u2190-\u27bf\u2900-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*+|[»›>][^\S\n]|[-=]>)"
)
_ENTITY = (
    r"(?:nbsp|amp|quot|lt|gt|[lr]aquo|[lr][sd]quo|hellip|[mn]dash|euro|oelig|[aeiou](?:acute|grave|circ|uml)|ccedil)"
)
# What Liquid, the language of Jekyll's and Eleventy's templates, puts or repeats (https://shopify.github.io/liquid/tags/
# and https://jekyllrb.com/docs/liquid/tags/).
_TAGS = (
    r"include|include_relative|render|assign|(?:end)?(?:comment|capture|if|unless|for|case|highlight)|els(?:e|if)|when"
    r"|link|post_url"
)
_NOTE = N_("write a note as `[^1]`, and on a line of its own `[^1]: …`")
_TABLE = N_("write `| --- | --- |` under the table's first line, and a blank line before it")
_POINTS = N_("begin each line with `- `, or put a blank line between two: readers see them as one")
# The first that holds of a place is told.
_WITHIN = (
    _mark(
        rf"\][^\S\n]+\(\s*{_TO}",
        N_("delete the space between `]` and `(`"),
        signs=("]",),
        becomes=(r"\]\s+\(\s*", "]("),
    ),
    _mark(
        rf"\([^()\n]{{1,200}}\)\[\s*{_TO}",
        N_("put the words in square brackets, then the address in round ones"),
        signs=(")[",),
    ),
    _mark(
        r"\]\(\s*[«“”„‘’\"'][^()\n]{1,300}\)",
        N_("delete the quotation marks around the address"),
        signs=("](",),
        becomes=(rf"(?<=\(){_QUOTES}+|{_QUOTES}+(?=\))", ""),
    ),
    _mark(
        r"\]\([^()\s]{1,300}\s+[«“”„‘’][^()\n]{1,300}\)",
        N_("delete what stands after the address, or put straight quotation marks around it"),
        signs=("](",),
    ),
    _mark(
        r"!?\[[^\[\]\n]{0,300}\]\((?=[^()\n]{0,300}[^\S\n])[^()\n]{0,300}\)?",
        N_("an address has no space: write `%20` for it, or rename the file"),
        signs=("](",),
    ),
    _mark(r"\]\(", N_("close the address with `)`, and put it right after `]`"), signs=("](",)),
    _mark(
        r"\w{1,30}\x01(?:https?:|www\.|mailto:)",
        N_("write `[words](address)`: the address was put right after them"),
        signs=(
            "\x01h",
            "\x01w",
            "\x01m",
        ),
    ),
    _mark(
        r"<\x01?https?:[^<>|\n]{1,400}\|[^<>\n]{0,300}>",
        N_("write a link as `[words](address)`"),
        signs=("|",),
        becomes=(r"<([^|]+)\|([^>]*)>", r"[\2](\1)"),
    ),
    _mark(r"\[\^[^\]\s]{1,80}\]", N_("write the note on a line of its own: `[^1]: …`"), signs=("[^",)),
    _mark(r"\^\[", N_("write `[^1]`, and on a line of its own `[^1]: …`"), signs=("^[",)),
    _mark(
        r"!?\[[^\[\]\n]{1,300}\]\[[^\[\]\n]{0,300}\]",
        N_("write the address in round brackets after the words"),
        signs=("][",),
    ),
    _mark(r"!\[[^\[\]\n]{0,300}\]", N_("write the picture's file in round brackets: `![…](media/…)`"), signs=("![",)),
    _mark(
        r"\[[A-Z]{1,4}\d{1,3}\](?!\()",
        N_("remove it, if a comment of Word stood there"),
        MARKUP_DOUBTFUL,
        signs=("[",),
        becomes=_NOTHING,
    ),
    _mark(r"(?<!\x01)\[\d{1,3}\](?!\()", _NOTE, MARKUP_DOUBTFUL, signs=("[",)),
    _mark(r"(?<=[^\W\d_]{4})[¹²³⁴-⁹]", _NOTE, MARKUP_DOUBTFUL, signs=(*"¹²³⁴⁵⁶⁷⁸⁹",)),
    _mark(
        r"Erreur[\s\u00a0]?! ?(?:Source du renvoi introuvable|Signet non défini)"
        r"|Error! (?:Reference source not found|Bookmark not defined)",
        N_("remove it: it was left by a word processor"),
        signs=("Err",),
    ),
    _mark(
        rf"(?:&|\x03){_ENTITY}\b;?",
        N_("type the sign itself"),
        signs=(
            "&",
            "\x03",
        ),
    ),
    _mark(
        r"\$\$[^$\n]{1,200}\$\$|\$[^$\s][^$\n]{0,100}[\^_\\{][^$\n]{0,100}\$",
        N_("say it in words: no mail program shows formulas"),
        signs=("$",),
    ),
    _mark(
        r"[^\W\d_]{1,30}-\n(?!(?:et|ou|à|and|or|to)\b)[^\W\d_]{1,30}",
        N_("write the word on one line, without a space after its hyphen"),
        signs=("-\n",),
    ),
    _mark(
        r"\[\[|\]\]",
        N_("write a link as `[words](address)`, or a backslash before it"),
        MARKUP_DOUBTFUL,
        signs=(
            "[[",
            "]]",
        ),
    ),
    _mark(
        rf"\{{%-?[^\S\n]*(?:{_TAGS})\b[^{{}}\n]{{0,300}}%\}}",
        N_("remove it, or write it as `code`: no generator of sites reads a letter"),
        signs=("{%",),
    ),
    _mark(
        r"\{\{|\}\}|\{%|%\}",
        N_("remove it, or write it as `code`: a letter has no variables"),
        MARKUP_DOUBTFUL,
        signs=(
            "{",
            "}",
        ),
    ),
    _mark(
        r"\{:?\s*[.#:][^{}\n]{0,200}\}",
        N_("remove the braces: only sections have an id"),
        signs=("{",),
        becomes=_NOTHING,
    ),
    _mark(
        r"\{\s*lang=[^{}\n]{1,200}\}",
        N_("put it right after the words in brackets: `[words]{lang=en}`"),
        signs=("{",),
    ),
    _mark(
        r"\{\s*[A-Za-z][\w:-]{0,30}=[^{}\n]{1,200}\}",
        N_("remove the braces: cenum sets sizes, looks and windows"),
        signs=("{",),
        becomes=_NOTHING,
    ),
    _mark(
        r"</?[A-Za-z]\w*:[^<>\n]{1,200}>",
        N_("remove it: it was left by a word processor"),
        signs=("<",),
        becomes=_NOTHING,
    ),
    _mark(
        r"(?<=[:;,.!?»”)])\*\*(?=\w)",
        N_("put a space after the closing `**`"),
        signs=("**",),
    ),
    _mark(
        r"\*\*|(?<!\w)__|__(?!\w)",
        N_("write `**words**`: without a space inside, and closed"),
        signs=(
            "**",
            "__",
        ),
    ),
    _mark(r"~~", N_("write `~~words~~`: without a space inside, and closed"), signs=("~~",)),
    _mark(
        r"==(?=\S)[^=\n]{1,200}==",
        N_("remove the signs, or write `**words**`"),
        signs=("==",),
        becomes=("==", "**"),
    ),
    _mark(
        r"(?<!\w)\+\+(?=\S)[^+\n]{1,200}\+\+(?!\w)",
        N_("remove the signs, or write `**words**`"),
        signs=("++",),
        becomes=(r"\+\+", "**"),
    ),
    _mark(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,40}:(?![\w/])", N_("write the emoji itself"), becomes=(_ALL, _emoji)),
    _mark(
        r"Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€.|Â[\u00a0«»°©]",
        N_("type the word again: its accents were lost when it was copied"),
        signs=(
            "Ã",
            "â€",
            "Â",
        ),
        becomes=(_ALL, _as_utf8),
    ),
    _mark(r"[\ue000-\uf8ff]", N_("type it again: no other font has this sign")),
    _mark(r"[\ufffc\ufffd]", N_("type the word again: something was lost when it was copied")),
    _mark(
        r"(?<![\w*|])\*(?=[^\s*|])(?<!\(\*(?=\)))|(?<=[^\s*|])\*(?![\w*|])(?<!\(\*(?=\)))",
        N_("close it, or put a backslash before it"),
        MARKUP_DOUBTFUL,
        signs=("*",),
    ),
    _mark(
        r"(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])",
        N_("close it, or put a backslash before it"),
        MARKUP_DOUBTFUL,
        signs=("_",),
    ),
)
_IN_A_LINE = (
    # Bold, struck, marked, a link, a picture, a language; then what is seldom anything else: italics, code, HTML.
    _mark(
        r"\*\*(?=\S)[^*]+\*\*|~~(?=\S)[^~]+~~|==(?=\S)[^=]+==|!?\[[^\[\]]*\](?:\([^()\s]*\)|\{[^{}]*\})",
        N_("write the words without the marks"),
        FRONT_MATTER_MARKUP,
        becomes=(r"\*\*|~~|==|!?\[|\](?:\([^()\s]*\)|\{[^{}]*\})", ""),
    ),
    _mark(
        r"(?<![\w*])\*(?=\S)[^*]*[^*\s]\*(?![\w*])|(?<!\w)__?(?=\S)[^_]*[^_\s]__?(?!\w)|`[^`]+`"
        r"|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-zA-Z]{2,30}|#x?[0-9a-fA-F]{1,6});",
        N_("write the words without the marks"),
        FRONT_MATTER_MARKS,
        becomes=(r"\A(?:\*|__?|`)|(?:\*|__?|`)\Z|\A<[^<>]*>\Z", ""),
    ),
    # Word curls the quotation marks that YAML knows.
    _mark(
        r"\A“[^“”]*”\Z",
        N_("delete the quotation marks around all of it: a text needs none"),
        FRONT_MATTER_MARKS,
        signs=("“",),
        becomes=("[“”]", ""),
    ),
    *(mark for mark in _WITHIN if mark.rule is MARKUP_LEFT),
)
_AT_THE_MARGIN = (
    _mark(r"^\[![A-Za-z]+\]", N_("write a block instead: `::: note`"), signs=("[!",)),
    _mark(r"^(?:\[[ xX\u00a0]\](?=\s)|[☐☑☒])", N_("remove the box: a letter can't be ticked off"), signs=(*"[☐☑☒",)),
    _mark(r"^#{2,6}(?=[^\s#])", N_("put a space after `#`"), signs=("#",), becomes=(r"\Z", " ")),
    _mark(
        r"^\#(?=[^\W\d])",
        N_("put a space after `#` for a section, or a backslash before it"),
        MARKUP_DOUBTFUL,
        signs=("#",),
    ),
    _mark(rf"^[{_BULLETS}][^\S\n]?", N_("begin a point with `- `"), becomes=(r"\A.*", "- ")),
    _mark(
        r"^[–—][^\S\n].*\n[–—][^\S\n]",
        N_("begin a point with `- `; in a dialogue, put a blank line between two lines"),
        signs=("\n",),
    ),
    _mark(
        r"^o(?:\t|[ \u00a0]{2,})(?=\S)",
        N_("begin a point with `- `"),
        signs=(
            "o\t",
            "o  ",
            "o \u00a0",
            "o\u00a0",
        ),
    ),
    _mark(r"^o[^\S\n]\S[^\n]*\no[^\S\n]", N_("begin a point with `- `"), signs=("\no",)),
    _mark(rf"^{_PICTURE}[^\x1f\n]*\n{_PICTURE}", _POINTS, signs=("\n",)),
    _mark(rf"^{_COUNT}[^\x1f\n]*\n{_COUNT}", _POINTS, signs=("\n",)),
    _mark(rf"^{_SIGN}[^\x1f\n]*\n{_SIGN}", _POINTS, signs=(f"\n{_SIGN}",)),
    _mark(
        r"^(?:Envoyé (?:de|depuis) mon|Sent from my|(?:Obtenir|Télécharger|Get) Outlook) [\w ]{2,20}\.?\Z",
        N_("delete it: it was added by a mail program"),
        signs=(
            "Envoyé d",
            "Sent from",
            "Outlook",
        ),
    ),
    _mark(
        r"^(?:De|From)\s?:[^\n]+\n(?:Envoyé|Date|Sent|À|To)\s?:",
        N_("delete it: it was added by a mail program"),
        signs=("\n",),
    ),
    _mark(
        r"^(?:[’‘']{3}|[“”\"]{3})",
        N_("begin and end code with three backquotes"),
        signs=(
            "’’’",
            "‘‘‘",
            "'''",
            '"""',
            "“““",
            "”””",
            "“”",
        ),
    ),
    _mark(
        r"^(?::[ \u00a0]:[ \u00a0]:|：{2})",
        N_("begin and end a block with three colons: `::: note`"),
        signs=(
            ": :",
            ":\u00a0:",
            "：",
        ),
    ),
    _mark(
        r"^[-+](?=[^\W\d_])", N_("put a space after it for a point, or a backslash before it"), becomes=(r"\Z", " ")
    ),
    _mark(r"^\d{1,2}[.)](?=[^\W\d_])", N_("put a space after the number"), becomes=(r"\Z", " ")),
    _mark(r"^:{1,2}(?=\s*\w|\s*$)", N_("begin and end a block with three colons: `::: note`")),
    _mark(r"^\|.*\|[^\S\n]*$", _TABLE, signs=("|",)),
    _mark(r"^[^|\n]+[ \u00a0]\|[ \u00a0][^\n]*\n[^|\n]+[ \u00a0]\|[ \u00a0]", _TABLE, signs=("|",)),
    _mark(
        r"^[^\t\n]+\t[^\n]*\n[^\t\n]+\t",
        N_("write a table, as `| Ville | Date |` and below it `| --- | --- |`, or points"),
        signs=("\t",),
    ),
    _mark(r"^={3,}[^\S\n]*$", N_("write a heading as `## Words`"), signs=("===",)),
    _mark(r"^[-—–]{2,}[^\S\n]*$", N_("write a rule as `---`, on a line of its own")),
)
# None of the marks is without one of these.
_ANY = re.compile(
    rf"[\ue000-\uf8ff\[\]{{}}*_~=+#|<`&$\t¹²³⁴-⁹☐☑☒{_BULLETS}ÃÂâ\ufffd\ufffc]|\w\x01[hwm]|\x03[a-z]|\n\x04|-\n|:[a-z]"
    rf"|Err(?:eur|or)|^(?:[-–—:：]|[’‘'“”\"]{{3}}|“[^“”]*”\Z|o[\t \u00a0]|\d{{1,2}}[.)]|{_PICTURE}|{_COUNT}"
    r"|(?:De|From|Envoyé|Sent|Obtenir|Télécharger|Get)\b)",
    re.MULTILINE,
)


class StrayMark(NamedTuple):
    """A mark that was left: which line after the first it stands on, what to say, what to do.

    ``words`` are all that have the same cause, on lines that are counted like its own.
    """

    line: int
    rule: Rule
    message: str
    remedy: str
    words: tuple[WordsAt, ...]

    def at(self, place: Callable[[int], Place]) -> Finding:
        """The same as a finding; ``place`` is given a line, as the text counts them."""
        words = (one._replace(line=place(one.line).line or 0) for one in self.words)
        return self.rule.at(place(self.line), self.message, self.remedy, words=words)


def in_block(seen: str) -> Iterator[StrayMark]:
    """The marks that are left in a heading, a paragraph or a point, of which :func:`as_seen` made ``seen``."""
    yield from _found(seen, (*_AT_THE_MARGIN, *_WITHIN))


def in_line(text: str) -> Iterator[StrayMark]:
    """The marks in a text of the front matter, which is shown as it is: closed ones too, and no doubtful ones."""
    yield from _found(text, _IN_A_LINE)


def _found(text: str, marks: Sequence[_Mark]) -> Iterator[StrayMark]:
    if not _ANY.search(text):
        return
    taken: list[tuple[int, int]] = []
    told: dict[str, StrayMark] = {}  # one cause, one finding
    for mark in marks:
        for match in mark.found(text):
            start, end = match.span()
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            taken.append((start, end))
            line = text.count("\n", 0, start)
            message = _("readers would see “{marks}” as it stands").format(marks=_shown(text, start, end))
            first = told.setdefault(mark.remedy, StrayMark(line, mark.rule, message, _(mark.remedy), ()))
            told[mark.remedy] = first._replace(words=(*first.words, mark.at(text, match, line)))
    yield from told.values()


def _shown(text: str, start: int, end: int) -> str:
    """The mark with a few words after it."""
    line_end = text.find("\n", end)
    around = text[start : min(line_end if line_end >= 0 else len(text), max(end, start + _SHOWN))]
    words = around.replace(_LINK_OPEN, "").replace(_LINK_CLOSE, "").replace(_OBJECT, "…").replace(_SIGN, "…")
    return _SPACES.sub(" ", words).strip()


def as_seen(children: Sequence[Token]) -> str:
    """The inline tokens of a block as its readers see them, a line feed for each of the editor's own.

    What was meant as a sign, by a backslash or a reference before markdown-it joins it to the text, is none.
    """
    parts = []
    for child in children:
        match child.type:
            case "text":
                parts.append(child.content)
            case "softbreak":
                parts.append("\n")
            case "hardbreak":
                parts.append(f"{_BREAK}\n")
            case "link_open":
                parts.append(_LINK_OPEN)
            case "link_close":
                parts.append(_LINK_CLOSE)
            case "code_inline":
                parts.append(_OBJECT if _WORD.search(child.content) else _SIGN)
            case "image" | "text_special":
                parts.append(_OBJECT)
            case _:
                pass
    return "".join(parts)
