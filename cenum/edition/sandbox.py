"""Templates are documents: they show what they are given, reach nothing else, and end.

Jinja's immutable sandbox, with three rules of ours. Of a value, only names on a list can be read. Nothing is there
whose outcome depends on chance or on memory addresses. And rendering has a budget: each turn of a loop and each macro
costs as many units as it has parts, each text or list as much as it is long, so that the same template ends at the
same place on every machine, however it goes round.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import wraps
from string import Formatter
from types import GeneratorType
from typing import TYPE_CHECKING, Any, cast

from jinja2 import TemplateRuntimeError, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Namespace
from markupsafe import Markup

from cenum.edition.template_values import TemplateView
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

# A letter of 64 kB needs some 100 000 units, and 2 000 000 where it consists of the smallest blocks there are; all of
# the budget is gone in about half a second.
BUDGET = 4_000_000
_CALL = 12  # units, for what is called rather than written
_LOOKED_AT = 4  # times that a function looks at what it is given
_CHARACTERS = 8  # that are looked at, for a unit
_COPIED = 32  # characters that are put out, for a unit
_LARGEST_NUMBER = 100_000  # that something may be asked to be long or wide, as Jinja's MAX_RANGE
_LARGEST_PRODUCT = 10_000_000  # characters that one operation may be about to make
_LARGEST_INTEGER = 10_000  # bits
_LONGEST_SOURCE = 200_000  # characters

_STR = frozenset(name for name in dir(str) if not name.startswith("_")) - {
    "encode",
    "format_map",
    "maketrans",
    "translate",
}
_READABLE: tuple[tuple[type, frozenset[str]], ...] = (
    (Markup, _STR | {"striptags", "unescape"}),
    (str, _STR),
    (dict, frozenset({"copy", "get", "items", "keys", "values"})),
    (list, frozenset({"copy", "count", "index"})),
    # groupby gives tuples with two names.
    (tuple, frozenset({"count", "grouper", "index", "list"})),
    (datetime, frozenset({"date", "time"}) | {"day", "hour", "isoformat", "minute", "month", "strftime", "year"}),
    (date, frozenset({"day", "isocalendar", "isoformat", "isoweekday", "month", "strftime", "weekday", "year"})),
    (time, frozenset({"hour", "isoformat", "minute", "second", "strftime"})),
    (Macro, frozenset({"arguments", "name"})),
    (
        LoopContext,
        frozenset({"changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length"})
        | {"nextitem", "previtem", "revindex", "revindex0"},
    ),
    (Cycler, frozenset({"current", "next", "reset"})),
    (BlockReference, frozenset({"super"})),
)
# Chance gives other bytes each time, and pprint shows where things are in memory.
_NO_FILTERS = frozenset({"pprint", "random"})
_NO_GLOBALS = frozenset({"lipsum"})
# What looks at all that follows for each of its parts.
_SQUARE = frozenset({"striptags", "sum", "urlize", "xmlattr"})
_SQUARE_PARTS = 2_000
# In a format, a width of five digits, or one that a value gives. A key may stand before it, with brackets of its own;
# then the letter of a conversion tells it from a number in the text.
_WIDE_PERCENT = re.compile(
    r"%[-#0 +]*+(?:\*|\d{5}|\d*\.(?:\*|\d{5}))"
    r"|\)[-#0 +]*+(?:\d{5,}+(?:\.\d*+)?|\d*+\.\d{5,}+)[hlL]?[diouxXeEfFgGcrsa%]"
)
_WIDE = re.compile(r"\{|\d{5}")  # of what stands behind a colon in braces
# No template can name these: what they are called is no name in Jinja.
_STEP, _WEIGHED = "@step", "@weighed"

_left: ContextVar[list[int]] = ContextVar("_left")


class TooMuch(TemplateRuntimeError):
    """A template goes round too often, or makes too much."""


@contextmanager
def budget(units: int = BUDGET) -> Iterator[None]:
    """Whatever is rendered within may spend so many ``units``; beyond them :class:`TooMuch` is raised."""
    token = _left.set([units])
    try:
        yield
    finally:
        _left.reset(token)


def _spend(units: int) -> None:
    left = _left.get()
    left[0] -= units
    if left[0] < 0:
        raise TooMuch


class _Code(CodeGenerator):
    """Joins texts through the environment, which looks at how long they are first."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  Jinja's name
        self.write("environment.join(")
        if frame.eval_ctx.volatile:
            self.write("(markup_join if context.eval_ctx.volatile else str_join)")
        else:
            self.write("markup_join" if frame.eval_ctx.autoescape else "str_join")
        self.write(", (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class DocumentEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for templates that a stranger may have written. What it renders has to be within a :func:`budget`."""

    code_generator_class = _Code
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  Jinja's own
        super().__init__(finalize=self._output, **options)
        for name in _NO_GLOBALS:
            del self.globals[name]
        self.filters = {
            name: _counted(name, cast("Callable[..., Any]", one))
            for name, one in self.filters.items()
            if name not in _NO_FILTERS
        }
        self.filters |= {_STEP: _step, _WEIGHED: _weighed}
        self.tests = {name: _counted(name, cast("Callable[..., Any]", one)) for name, one in self.tests.items()}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > _LONGEST_SOURCE:
            raise TooMuch
        template = super()._parse(source, name, filename)
        _price(template)
        return template

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  Jinja's own
        """What ``obj`` shows under this name, or else contains."""
        if _shows(obj, attribute):
            return super().getattr(obj, attribute)
        return self._contained(obj, attribute, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401  Jinja's own
        """What ``obj`` contains there, or else shows under this name."""
        _spend(_weight(argument))
        found = self._contained(obj, argument, None)
        if found is None and isinstance(argument, str) and _shows(obj, argument):
            return super().getattr(obj, str(argument))
        return self._contained(obj, argument, argument) if found is None else found

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:  # noqa: ANN401, ARG002  Jinja's own
        """What stands for what is not shown: a sentence as soon as it is used."""
        return self.undefined(_("a template can't use “{name}”").format(name=attribute), exc=SecurityError)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N805, PYI063  as Jinja writes it
        """Call what may be called, for what it costs."""
        owner = getattr(__obj, "__self__", None)
        given = (*args, *kwargs.values())
        _foresee(owner if isinstance(owner, str) else "", given)
        _spend(_LOOKED_AT * sum(map(_weight, (owner, *given))))
        made = super().call(__context, __obj, *args, **kwargs)
        _spend(_CALL + _weight(made))
        return made

    def wrap_str_format(self, value: Any) -> Any:  # noqa: ANN401  Jinja's own
        """Jinja's own ``str.format``, once it is known that nothing too large would come of it."""
        safe = super().wrap_str_format(value)
        if safe is None:
            return None
        form = value.__self__

        def counted(*args: Any, **named: Any) -> str:  # noqa: ANN401  whatever a template puts in
            _foresee_format(form, (*args, *named.values()), "{")
            made: str = safe(*args, **named)
            return made

        return counted

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  Jinja's own
        """The operators whose outcome may be larger than what they are given."""
        _spend(_CALL + _weight(left) + _weight(right))
        if operator == "%" and isinstance(left, str):
            _foresee_format(left, right if isinstance(right, tuple) else (right,), "%")
        elif operator == "**" or (isinstance(left, int) and isinstance(right, int)):
            if _bits(left) * (abs(right) if operator == "**" else 1) + _bits(right) > _LARGEST_INTEGER:
                raise TooMuch
        elif operator == "*" and _extent(left) * _extent(right) > _LARGEST_PRODUCT:
            raise TooMuch
        made = super().call_binop(context, operator, left, right)
        _spend(_weight(made))
        return made

    def join(self, join: Callable[[Any], str], parts: tuple[Any, ...]) -> str:
        """``parts`` put together, for what they cost."""
        _spend(_CALL + sum(map(_weight, parts)))
        return join(parts)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """What a macro, a block or a template has put out."""
        kept = []
        for part in parts:
            _spend(len(part) // _COPIED)
            kept.append(part)
        return "".join(kept)

    def _contained(self, obj: Any, key: Any, name: Any) -> Any:  # noqa: ANN401  Jinja's own
        """``obj[key]``; without it what is undefined, or ``None`` where ``name`` is."""
        with suppress(TypeError, LookupError):
            return obj[key]
        if name is None:
            return None
        if isinstance(obj, TemplateView):
            return self.undefined(f"{obj!r} has no “{name}”", name=str(name))
        if isinstance(name, str) and hasattr(obj, name) and not isinstance(obj, Undefined):
            return self.unsafe_undefined(obj, name)
        return self.undefined(obj=obj, name=name)

    @staticmethod
    def _output(value: Any) -> Any:  # noqa: ANN401  whatever a template puts out
        _spend(_weight(value))
        if callable(value) and not isinstance(value, Undefined):
            message = f"{value!r} is not text: call it"
            raise TypeError(message)
        return value


def _shows(obj: Any, name: str) -> bool:  # noqa: ANN401  whatever a template has
    # Of what a template made itself, Jinja hides what begins with a line.
    if isinstance(obj, TemplateModule | Namespace | Undefined):
        return True
    return next((name in names for kind, names in _READABLE if isinstance(obj, kind)), False)


# What is gone through more often than what stands around it, and so has a price of its own.
_ROUNDS = (nodes.Block, nodes.CallBlock, nodes.For, nodes.Macro)


def _price(template: nodes.Template) -> None:
    """Put what it costs at the beginning of everything that can go round, and before what compares."""
    # Prices first: what is added has none.
    prices = [(part, _priced(part)) for part in (template, *template.find_all(_ROUNDS))]
    for compared in template.find_all(nodes.Compare):
        compared.expr = _weighing(compared.expr)
        for operand in compared.ops:
            operand.expr = _weighing(operand.expr)
    for pair in template.find_all(nodes.Pair):
        pair.key = _weighing(pair.key)
    for cut in template.find_all(nodes.Getitem):
        if isinstance(cut.arg, nodes.Slice):  # which Jinja leaves to Python
            cut.node = _weighing(cut.node)
    for part, price in prices:
        part.body.insert(0, nodes.ExprStmt(price, lineno=part.lineno))  # type: ignore[attr-defined]  # all have one
        if isinstance(part, nodes.For) and part.test is not None:
            part.test = nodes.And(price, part.test, lineno=part.lineno)


def _priced(part: nodes.Node) -> nodes.Expr:
    """What costs as much as ``part`` has parts, without those that have a price of their own, and is true."""
    units, waiting = _CALL, list(part.iter_child_nodes())
    while waiting:
        one = waiting.pop()
        units += 1 + (len(one.data) // _COPIED if isinstance(one, nodes.TemplateData) else 0)
        if not isinstance(one, _ROUNDS):
            waiting.extend(one.iter_child_nodes())
    return nodes.Filter(nodes.Const(units), _STEP, [], [], None, None, lineno=part.lineno)


def _weighing(part: nodes.Expr) -> nodes.Expr:
    if isinstance(part, nodes.Const):
        return part
    return nodes.Filter(part, _WEIGHED, [], [], None, None, lineno=part.lineno)


# With the context they are not worked out while a template is compiled.
@pass_context
def _step(_context: Context, price: int) -> bool:
    _spend(price)
    return True


@pass_context
def _weighed(_context: Context, value: Any) -> Any:  # noqa: ANN401  whatever is compared
    _spend(_weight(value))
    return value


def _counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or a test of Jinja's, for what it costs."""
    skipped = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def counted(*args: Any, **named: Any) -> Any:  # noqa: ANN401  Jinja's own
        given = (*args[skipped:], *named.values())
        units = sum(map(_weight, given))
        _spend(_CALL + _LOOKED_AT * units + (units * units // _SQUARE_PARTS if name in _SQUARE else 0))
        if given:
            _foresee(given[0], given[1:])
        if name == "format":
            _foresee_format(str(given[0]), given[1:], "%")
        made = function(*args, **named)
        if isinstance(made, GeneratorType):
            return _counting(made)
        _spend(_weight(made))
        return made

    return counted


def _counting(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        _spend(_CALL)
        yield part


def _foresee(first: Any, others: tuple[Any, ...]) -> None:  # noqa: ANN401  whatever a template has
    """Raises :class:`TooMuch` before something is made that would be too large."""
    widest = max(map(_extent, others), default=1)
    if any(isinstance(one, int) and abs(one) > _LARGEST_NUMBER for one in others):
        raise TooMuch
    if _extent(first) * widest > _LARGEST_PRODUCT:
        raise TooMuch


def _foresee_format(form: str, values: tuple[Any, ...], mark: str) -> None:
    """As :func:`_foresee`, for ``form``, in which each ``mark`` may stand for any of ``values``."""
    widest = max((_CHARACTERS * _weight(value) for value in values), default=1)
    wide = _WIDE_PERCENT.search(form) if mark == "%" else _has_wide_braces(form)
    if wide or form.count(mark) * widest > _LARGEST_PRODUCT:
        raise TooMuch


def _has_wide_braces(form: str) -> bool:
    """Whether ``str.format`` would give a part of ``form`` a width of five digits, or one that a value gives."""
    try:
        return any(spec and _WIDE.search(spec) for _text, _name, spec, _how in Formatter().parse(form))
    except ValueError:  # then it formats nothing
        return False


def _extent(value: Any) -> int:  # noqa: ANN401  as above
    """How often or how wide ``value`` may make something."""
    if isinstance(value, str | list | tuple | dict | range):
        return max(1, len(value))
    return max(1, abs(value)) if isinstance(value, int) else 1


def _bits(value: Any) -> int:  # noqa: ANN401  as above
    return value.bit_length() if isinstance(value, int) else 64


def _weight(value: Any) -> int:  # noqa: ANN401  as above
    """What it costs to go through ``value``: lists within lists are counted as often as they stand there.

    Raises :class:`TooMuch` as soon as it is more than is left.
    """
    if isinstance(value, str):
        return 1 + len(value) // _CHARACTERS
    if not isinstance(value, list | tuple | dict | range):
        return 1
    units, most, waiting = 0, _left.get()[0], [value]
    while waiting:
        one = waiting.pop()
        units += 2
        if isinstance(one, str):
            units += len(one) // _CHARACTERS
        elif isinstance(one, range):
            units += 2 * len(one)
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        if units + len(waiting) > most:
            raise TooMuch
    return units
