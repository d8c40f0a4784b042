"""A command of cenum's in the process of the tests: what comes out of it is what a process of its own would leave.

It has its own arguments, folder, environment, time zone, standard input, output and error (down to the descriptors,
which the programs that it starts inherit), and language; all of these are the tests' own again when it ends. What it
shares with the next one are modules that are imported and tables that were read, which takes nine tenths of the time
of a process. Signals, terminals, kills, two at once, and how cenum starts want a process of their own.
"""

from __future__ import annotations

import gc
import gettext
import os
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

import click
import pytest

from cenum import i18n
from cenum.__main__ import main as cenum
from cenum.preview import camera
from tests.camera import taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import IO


class Ended(NamedTuple):
    """The exit code of a command, and the bytes that it wrote."""

    code: int
    out: bytes
    err: bytes


def run(  # noqa: PLR0913  the parts of a process
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str],
    given: bytes = b"",
    encoding: str = "utf-8",
    together: bool = False,
    program: Callable[[], None] = cenum,
) -> Ended:
    """Run ``cenum`` with ``arguments`` in ``folder``, with nothing but ``environment`` and ``given`` to read.

    ``encoding`` is that of what it prints, and of ``given``. ``together`` writes what it says to standard error where
    its output goes. ``program`` is called instead of cenum.
    """
    assert threading.current_thread() is threading.main_thread(), "a second one at the same time wants a process"
    for_python = {name for name in {*environment, *os.environ} if name.startswith("PYTHON")}
    assert all(environment.get(name) == os.environ.get(name) for name in for_python), "this Python began long ago"
    with ExitStack() as world:
        stdin, stdout, stderr = (world.enter_context(tempfile.TemporaryFile()) for _stream in range(3))
        stdin.write(given)
        stdin.seek(0)
        world.enter_context(pytest.MonkeyPatch.context()).setattr(camera, "take", taken_apart)
        for settled in (
            _environment(environment),
            _folder(folder),
            _streams(stdin, stdout, stdout if together else stderr, encoding=encoding),
            _interpreter("cenum", *arguments),
        ):
            world.enter_context(settled)
        code = _exit_code(program)
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        for file in (stdout, stderr):
            file.seek(0)
        return Ended(code, stdout.read(), stderr.read())


def _exit_code(program: Callable[[], None]) -> int:
    """What a shell is told. What is no :exc:`SystemExit` would be a traceback: it is the test's."""
    try:
        program()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@contextmanager
def _environment(environment: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    _change_environment(environment)
    time.tzset()
    try:
        yield
    finally:
        _change_environment(before)
        time.tzset()


def _change_environment(wanted: Mapping[str, str]) -> None:
    """Only what is another: a thread of the tests may be reading what stays."""
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    for name, value in wanted.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _streams(*files: IO[bytes], encoding: str) -> Iterator[None]:
    """Standard input, output and error; what is done about mistakes is that of Python's UTF-8 mode (PEP 540)."""
    streams = sys.stdin, sys.stdout, sys.stderr
    kept = [os.dup(descriptor) for descriptor in range(3)]
    for stream in streams[1:]:
        stream.flush()
    for descriptor, file in enumerate(files):
        os.dup2(file.fileno(), descriptor)
    sys.stdin, sys.stdout, sys.stderr = opened = (
        _stream(0, "r", encoding, "surrogateescape"),
        _stream(1, "w", encoding, "surrogateescape"),
        _stream(2, "w", encoding, "backslashreplace"),
    )
    try:
        yield
    finally:
        for stream in opened:
            stream.close()
        sys.stdin, sys.stdout, sys.stderr = streams
        for descriptor, before in enumerate(kept):
            os.dup2(before, descriptor)
            os.close(before)


def _stream(descriptor: int, mode: str, encoding: str, errors: str) -> TextIO:
    buffering = 1 if descriptor == 2 else -1
    return cast("TextIO", open(descriptor, mode, buffering, encoding, errors, closefd=False))


@contextmanager
def _interpreter(*words: str) -> Iterator[None]:
    """What a command finds as Python starts with it, and nothing of what it leaves."""
    before = sys.argv, sys.modules["__main__"], gettext.textdomain()
    collects = gc.isenabled()
    sys.argv = list(words)
    sys.modules["__main__"] = ModuleType("__main__")  # click reads the program's name out of it
    for command in _imported_commands():
        command._help_option = None  # in the language of who asked before
    try:
        with spoken("en"):
            yield
    finally:
        sys.argv, sys.modules["__main__"], domain = before
        gettext.textdomain(domain)
        if collects:
            gc.enable()


def _imported_commands() -> Iterator[click.Command]:
    for name, module in [*sys.modules.items()]:
        if name.startswith("cenum.cli."):
            yield from (value for value in vars(module).values() if isinstance(value, click.Command))


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """cenum answers in ``language`` meanwhile."""
    before = i18n._translations
    i18n.speak(language)
    try:
        yield
    finally:
        i18n._translations = before
