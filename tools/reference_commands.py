"""The page of commands: what click knows of each, the exit codes, the environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from cenum.cli.group import cenum
from cenum.errors import Exit
from cenum.i18n import _
from cenum.services.registry import specs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.reference_words import Words


def commands(words: Words) -> Iterator[str]:
    """The page, after its introduction."""
    named = list(_named("cenum", cenum))
    everywhere = set.intersection(*({option.name for option in _options(command)} for _name, command in named))
    yield f"\n## {words.everywhere}\n\n"
    yield from _table([option for option in _options(named[0][1]) if option.name in everywhere], words)
    for name, command in named:
        arguments = [_(one.metavar or "") for one in command.params if isinstance(one, click.Argument)]
        yield f"\n## `{' '.join([name, *arguments])}`\n\n{_marked(_(command.help or ''))}\n"
        options = [option for option in _options(command) if option.name not in everywhere]
        if options:
            yield "\n"
            yield from _table(options, words)
    yield f"\n## {words.codes}\n\n{words.code_columns}\n| --- | --- | --- |\n"
    yield from (f"| {code.value} | {' | '.join(words.exits[code])} |\n" for code in Exit)
    yield f"\n## {words.variables}\n\n{words.variable_columns}\n| --- | --- |\n"
    for variables, does in words.environment.items():
        yield f"| {in_code(variables.split(', '))} | {does} |\n"
    for service in specs():
        if needed := service.variables:
            does = (words.keys if needed[1:] else words.one_key).format(title=service.title)
            yield f"| {in_code(needed)} | {does} |\n"


def in_code(names: Iterable[str]) -> str:
    """The names, each as code."""
    return ", ".join(f"`{name}`" for name in names)


def _options(command: click.Command) -> list[click.Option]:
    # A command keeps its option of help, as the first who asks it has it.
    params = command.get_params(click.Context(command, **cenum.context_settings))
    return [one for one in params if isinstance(one, click.Option) and not one.hidden and "--help" not in one.opts]


def _table(options: list[click.Option], words: Words) -> Iterator[str]:
    yield f"{words.option_columns}\n| --- | --- |\n"
    yield from (f"| {_option(one)} | {_marked(_(one.help or ''))}{_more(one, words)} |\n" for one in options)


def _named(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for inner in sorted(command.commands):
            yield from _named(f"{name} {inner}", command.commands[inner])
    else:
        yield name, command


def _option(option: click.Option) -> str:
    value = "" if option.is_flag else f" {_(option.metavar or option.type.name.upper())}"
    return ", ".join(f"`{spelling}{value}`" for spelling in option.opts)


def _more(option: click.Option, words: Words) -> str:
    variables = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
    also = f" ({words.variable} {', '.join(f'`{variable}`' for variable in variables)})" if variables else ""
    default = f" ({words.default} `{option.default}`)" if option.show_default else ""
    return also + default


def _marked(text: str) -> str:
    """What a terminal shows plainly and a page shows as code: options, files, variables."""
    return re.sub(
        r"(?<![\w`/-])(--[a-z]+|dist/[A-ZÉ]+/(?:[a-z]+\.html)?|[a-z]+\.(?:toml|html|txt|eml|json))", r"`\1`", text
    )
