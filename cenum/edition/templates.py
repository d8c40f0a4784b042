"""The letter's look: templates that an art director edits, and the tables of colours, sizes and fonts."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateNotFound
from jinja2.ext import Extension
from jinja2.lexer import Token
from jinja2.utils import missing

from cenum import limits
from cenum.cache import NO_CACHE, version_of
from cenum.edition.own_templates import own_templates
from cenum.edition.palette import TEMPLATE, read_fonts, read_palette
from cenum.edition.sandbox import DocumentEnvironment, TooMuch, budget
from cenum.edition.template_values import as_templates_see
from cenum.errors import SettingsMistakes, reason_of
from cenum.finding import Place
from cenum.i18n import _
from cenum.letter_folder import LetterFolder
from cenum.marks import mark_lines, mark_tags
from cenum.page_templates import Bytecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from jinja2 import Environment
    from jinja2.lexer import TokenStream

    from cenum.cache import Cache

_PLACE = "templates/"
# Those of the pages on the web, the form of a clip, each block: a letter begun before them has cenum's own.
_WEB = "web/"
_LATER = (_WEB, "clip.md.j2", "blocks/", "blocks.css.j2")
# What a template can make Jinja and Python say; a SyntaxError, where loops stand in each other twenty deep.
_MISTAKES = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    SyntaxError,
)
# In how many folders a template may lie for what is made of it to be remembered: a link may lead round and round.
_DEEPEST = 8
# How a template says a key of the palette: light.mine, light["mine"], or, on the pages, var(--mine).
_NAMED = re.compile(r"""(?:\.|--|["'])([\w-]+)""")


class _Marks(Extension):
    """Puts template and line on every tag, and on every line of a style sheet.

    What is found in the letter leads back to where it was written. No check looks at the pages on the web.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        name = stream.name or ""
        if name.startswith(_WEB):
            yield from stream
            return
        mark = mark_tags if ".mjml" in name or ".html" in name else mark_lines if ".css" in name else None
        for token in stream:
            if token.type == "data" and mark:
                yield Token(token.lineno, token.type, mark(token.value, f"{_PLACE}{name}", token.lineno))
            else:
                yield token


class _Loader(BaseLoader):
    """Gives each template the name of its place in the letter, wherever the letter is: what is compiled holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, None]:
        """As Jinja asks for it, once. Raises :class:`SettingsMistakes` where the file is there and can't be read."""
        path = self._folder / template
        letter = _letter(self._folder)
        if os.pardir in PurePosixPath(template).parts:
            raise TemplateNotFound(template)
        if template.startswith(_LATER) and not letter.holds(path):
            path = own_templates() / template
            letter = _letter(own_templates())
        if not letter.holds(path):
            raise TemplateNotFound(template)
        return _read(letter, path), f"{_PLACE}{template}", None


class UnknownBlock(TemplateRuntimeError):
    """A template met a block that it does not know; ``place`` is the block's in the issue."""

    def __init__(self, name: str, place: Place) -> None:
        super().__init__(name)
        self.name = name
        self.place = place


class UnknownMacro(UndefinedError):
    """A template asks another one, ``module``, for a ``macro`` that is not there."""

    def __init__(self, module: str, macro: str, message: str) -> None:
        super().__init__(message)
        self.module = module
        self.macro = macro


class _Undefined(StrictUndefined):
    """What is not there is an error; of a macro, one that says which file lacks it."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:  # noqa: ANN401  as Jinja calls it
        if isinstance(obj, TemplateModule):
            exc = partial(UnknownMacro, obj.__name__ or "", name or "")
        super().__init__(hint, obj, name, exc or UndefinedError)


class Templates:
    """The folder ``templates/``, read once for any number of issues."""

    def __init__(self, folder: Path, cache: Cache = NO_CACHE) -> None:
        """``cache`` keeps the templates' bytecode.

        Raises :class:`SettingsMistakes` where the palette or the fonts can't be taken.
        """
        self._folder = folder
        letter = _letter(folder)
        self.palette_source = _read(letter, folder / "palette.toml")
        self.palette = read_palette(self.palette_source, self._is_used)
        self.fonts = read_fonts(_read(letter, folder / "fonts.toml"), self._is_used)
        self._environment = DocumentEnvironment(
            loader=_Loader(folder),
            # What the sandbox adds is compiled in: one more reason to compile again.
            bytecode_cache=Bytecode(cache, "documents", version_of("cenum.edition.sandbox")),
            extensions=[_Marks],
            undefined=_Undefined,
            # HTML is escaped; plain text must not be.
            autoescape=lambda name: name is not None and (".mjml" in name or ".html" in name),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    @property
    def letter(self) -> Path:
        """The letter's own folder, which the templates stand in."""
        return self._folder.parent

    def _is_used(self, key: str) -> bool:
        return key in self._named

    @cached_property
    def _named(self) -> frozenset[str]:
        """The keys that a template says; of templates that can't be read, none."""
        try:
            files = list(_every_file(_letter(self._folder), self._folder, _DEEPEST))
        except OSError:
            return frozenset()
        sources = (content.decode("utf-8", "replace") for name, content in files if name.endswith(".j2"))
        return frozenset(key.replace("-", "_") for source in sources for key in _NAMED.findall(source))

    def source_hash(self) -> str:
        """SHA-256, in hexadecimal, of all that it may be made of; empty where that can't be said.

        Cenum's own templates count, too: they take the place of those that a letter has not.
        """
        found = hashlib.sha256()
        for folder in (self._folder, own_templates()):
            try:
                for name, content in _every_file(_letter(folder), folder, _DEEPEST):
                    found.update(f"{name} {len(content)}\n".encode() + content)
            except OSError:
                return ""
        return found.hexdigest()

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """``name`` with ``context``. Raises :class:`SettingsMistakes` with the template's file and line."""
        values = as_templates_see({"palette": self.palette, "fonts": self.fonts, **context})
        try:
            with budget():
                return self._environment.get_template(name).render(values)
        except TemplateSyntaxError as mistake:
            place = Place(f"{_PLACE}{mistake.name or name}", mistake.lineno)
            raise SettingsMistakes([_mistake(place, mistake.message or "")]) from None
        except TemplateNotFound as mistake:
            place = _where(mistake.__traceback__, name)
            message = _("there is no template “{name}”").format(name=mistake.name)
            remedy = _("put it into the folder templates/, or correct its name here")
            raise SettingsMistakes([TEMPLATE.at(place, message, remedy)]) from None
        except UnknownBlock as mistake:
            place = _where(mistake.__traceback__, name)
            message = _("the template does not know the block “{name}” ({place})")
            message = message.format(name=mistake.name, place=mistake.place)
            remedy = _("write this block in it, as cenum's own templates do")
            raise SettingsMistakes([TEMPLATE.at(place, message, remedy)]) from None
        except UnknownMacro as mistake:
            raise SettingsMistakes([_unknown_macro(mistake, _where(mistake.__traceback__, name))]) from None
        except TooMuch as mistake:
            place = _where(mistake.__traceback__, name)
            message = _("the template does too much: a loop or a macro hardly ends, or a text grows too long")
            remedy = _("go through what the issue holds, and through no more")
            raise SettingsMistakes([TEMPLATE.at(place, message, remedy)]) from None
        except (RecursionError, MemoryError) as mistake:
            place = _where(mistake.__traceback__, name)
            message = _("the template is nested too deep, or calls itself without end")
            raise SettingsMistakes([TEMPLATE.at(place, message, _("give the nesting an end"))]) from None
        except _MISTAKES as mistake:
            place = _where(mistake.__traceback__, name)
            raise SettingsMistakes([_mistake(place, str(mistake))]) from None


def _where(trace: TracebackType | None, name: str) -> Place:
    """The innermost line of a template: Jinja maps its frames back to the templates' own lines."""
    place = Place(f"{_PLACE}{name}")
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(_PLACE):
            place = Place(file, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _mistake(place: Place, reason: str) -> Any:  # noqa: ANN401  a Finding
    message = _("the template can't be rendered (“{reason}”)").format(reason=reason)
    return TEMPLATE.at(place, message, _("correct the line, or restore the file from the last version"))


def _unknown_macro(mistake: UnknownMacro, place: Place) -> Any:  # noqa: ANN401  a Finding
    file = f"{_PLACE}{mistake.module}"
    message = _("“{file}” has no “{name}”, for which this template asks").format(file=file, name=mistake.macro)
    take = " ".join(f"--take {one}" for one in dict.fromkeys([place.file, file]))
    remedy = _("correct the name; or, if one of the two is from an earlier cenum: {command}")
    return TEMPLATE.at(place, message, remedy.format(command=f"cenum upgrade {take}"))


def _letter(templates: Path) -> LetterFolder:
    return LetterFolder(templates.parent)


def _every_file(letter: LetterFolder, folder: Path, depth: int) -> Iterator[tuple[str, bytes]]:
    """All files below ``folder``, as the loader would find them. Raises :class:`OSError` where one can't be had."""
    if not depth:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
    for name in sorted(letter.names(folder)):
        path = folder / name
        if letter.is_folder(path):
            yield from ((f"{name}/{inner}", content) for inner, content in _every_file(letter, path, depth - 1))
        elif letter.is_file(path):
            yield name, letter.read(path)


def _read(letter: LetterFolder, path: Path) -> str:
    try:
        return letter.read(path, limits.TEMPLATE).decode("utf-8")
    except (OSError, UnicodeDecodeError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else _("the file is not in UTF-8")
        message = _("the file can't be read ({reason})").format(reason=reason)
        remedy = _("restore it from the last version")
        raise SettingsMistakes([TEMPLATE.at(Place(f"templates/{path.name}"), message, remedy)]) from None
