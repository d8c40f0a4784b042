"""Templates that a stranger sends: they end as a sentence, at the same place each time, and learn nothing."""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PIL import Image as Pillow

from cenum.cache import Cache, user_cache
from cenum.edition import mjml, sandbox, templates
from cenum.edition.letter_context import letter_context
from cenum.edition.mjml import to_html
from cenum.edition.render import _text, render
from cenum.edition.templates import Templates
from cenum.errors import Exit, SettingsMistakes
from cenum.issue.reader import read
from tests.edition.samples import ROOT, settings

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

CANARY = "canary-4c1f"
TOO_MUCH = "does too much"
TOO_DEEP = "nested too deep"
UNSAFE = "a template can't use"
MISSING = "undefined"
NOT_SHOWN = "has no"
NO_ATTRIBUTE = "has no attribute"

# Each stands alone in letter.txt.j2; what is said of it stands beside it.
REACHING = {
    "globals of a class": ("{{ cycler.__init__.__globals__ }}", UNSAFE),
    "globals by subscript": ('{{ cycler["__init__"]["__globals__"] }}', UNSAFE),
    "globals by attr": ('{{ cycler|attr("__init__")|attr("__globals__") }}', ""),
    "globals by map": ('{{ [cycler]|map(attribute="__init__.__globals__")|list }}', UNSAFE),
    "globals of a macro": ("{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}", UNSAFE),
    "environment of a macro": ("{% macro m() %}{% endmacro %}{{ m._environment }}", UNSAFE),
    "function of a macro": ("{% macro m() %}{% endmacro %}{{ m._func }}", UNSAFE),
    "globals of a tool": ("{{ wrap.__globals__ }}", NO_ATTRIBUTE),
    "function of a tool": ("{{ wrap._function }}", UNSAFE),
    "self of a method": ("{{ references.flush.__self__ }}", NO_ATTRIBUTE),
    "class of a text": ('{{ "".__class__.__mro__ }}', UNSAFE),
    "class by format": ('{{ "{0.__class__}".format(1) }}', UNSAFE),
    "class by format of markup": ('{{ ("{0.__class__}"|safe).format(1) }}', UNSAFE),
    "globals by format": ('{{ "{0.__init__.__globals__}".format(cycler) }}', UNSAFE),
    "globals by subscript in format": ('{{ "{0[__init__]}".format(cycler) }}', UNSAFE),
    "format_map": ('{{ "{a.__class__}".format_map({"a": 1}) }}', UNSAFE),
    "class by groupby": ('{{ ([1]|groupby("__class__"))[0].grouper }}', UNSAFE),
    "class by sort": ('{{ [1, 2]|sort(attribute="__class__")|list }}', UNSAFE),
    "class by selectattr": ('{{ [1]|selectattr("__class__")|list }}', UNSAFE),
    "a module's parts": ('{% import "wording.j2" as say with context %}{{ say.__dict__ }}', UNSAFE),
    "a module's stream": ('{% import "wording.j2" as say with context %}{{ say._body_stream }}', UNSAFE),
    "context of self": ("{{ self._TemplateReference__context }}", UNSAFE),
    "globals of self": ("{{ self.__init__.__globals__ }}", UNSAFE),
    "a loop's own": ("{% for a in [1] %}{{ loop._iterator }}{% endfor %}", UNSAFE),
    "a namespace's own": ("{{ namespace()._Namespace__attrs }}", UNSAFE),
    "a view's value": ("{{ issue._of }}", NOT_SHOWN),
    "a view's value by subscript": ('{{ issue["_of"] }}', NOT_SHOWN),
    "a view's value by attr": ('{{ issue|attr("_of") }}', NOT_SHOWN),
    "a struct's fields": ("{{ issue.__struct_fields__ }}", NOT_SHOWN),
    "a path of this machine": ("{{ issue.illustration.file }}", NOT_SHOWN),
    "a picture's bytes": ("{{ newsletter.__class__ }}", NOT_SHOWN),
    "a method of ours": ("{{ issue.place_of() }}", NOT_SHOWN),
    "what reads files": ('{{ get_flashed_messages.__globals__["os"] }}', MISSING),
    "the environment": ("{{ environ }}", MISSING),
    "a builtin": ('{{ open("/etc/hostname") }}', MISSING),
    "Python's import": ('{{ __import__("os") }}', MISSING),
    "changing a table": ('{{ palette.light.update({"ink": "#000000"}) }}', UNSAFE),
    "changing a list": ("{% set a = [] %}{{ a.append(1) }}", UNSAFE),
    "bytes of a text": ('{{ "a".encode() }}', UNSAFE),
    "a text translated": ('{{ "a".translate({97: "b"}) }}', UNSAFE),
    "a part of a number": ("{{ (1).real }}", UNSAFE),
    "a part of a number by subscript": ('{{ (1)["numerator"] }}', UNSAFE),
    "digits of a number": ("{{ (1).bit_length() }}", UNSAFE),
    "sorting a list": ("{% set a = [2, 1] %}{{ a.sort() }}", UNSAFE),
    "a month's own": ("{{ issue.day.min }}", UNSAFE),
    "an address in memory": ("{{ wrap }}", "is not text"),
    "chance": ("{{ [1, 2]|random }}", "random"),
    "chance in words": ("{{ lipsum() }}", MISSING),
    "a file above": ('{% include "../cenum.toml" %}', "there is no template"),
    "a file from the root": ('{% include "/etc/hostname" %}', "there is no template"),
    "a file above by import": ('{% import "../../secrets.j2" as a %}', "there is no template"),
    "a file above by extends": ('{% extends "../cenum.toml" %}', "there is no template"),
    "a file above by from": ('{% from "..\\\\cenum.toml" import a %}', "there is no template"),
    "a name with an end of text": ('{% include "a\\x00b" %}', ""),
}
TWICE = "{% set n = namespace(x=('a',), y=('a',)) %}{% for a in range(60) %}{% set n.x = (n.x, n.x) %}{% endfor %}"
GROWING = "{{% set n = namespace(x='a') %}}{{% for a in range(60) %}}{}{{% endfor %}}"
BIG = "{% set big = range(100000)|list %}{% for a in range(100000) %}"
ENDLESS = {
    "three ranges": ("{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3, TOO_MUCH),
    "a range of all": ("{{ range(100001)|list }}", ""),
    "a condition": (
        "{% for a in range(99999) %}{% for b in range(9999) if false %}{% endfor %}{% endfor %}",
        TOO_MUCH,
    ),
    "filters": ("{% for a in range(99999) %}{{ range(99999)|select|list|length }}{% endfor %}", TOO_MUCH),
    "filters, lazily": (
        f"{{% set g = range(99999)|map('int'){'|map(`int`)' * 99} %}}{{{{ 'a' in g }}}}".replace("`", "'"),
        TOO_MUCH,
    ),
    "searching": (BIG + "{% if 'a' in big %}{% endif %}{% endfor %}", TOO_MUCH),
    "searching a range": ("{% for a in range(9999) %}{% if 'a' in range(9999) %}{% endif %}{% endfor %}", TOO_MUCH),
    "searching a text": (
        "{% set t = 'a' * 90000 %}{% for a in range(9999) %}{{ t.count('ab') }}{% endfor %}",
        TOO_MUCH,
    ),
    "cutting": (BIG + "{% set x = big[1:] %}{% endfor %}", TOO_MUCH),
    "handing over": (BIG + "{% set x = cycler(*big) %}{% endfor %}", TOO_MUCH),
    "a loop in itself": ("{% for a in range(99999) recursive %}{{ loop(range(99999)) }}{% endfor %}", TOO_MUCH),
    "a loop in itself, without end": ("{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}", TOO_DEEP),
    "a macro without end": ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", TOO_DEEP),
    "a macro twice in itself": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
        TOO_MUCH,
    ),
    "a block without end": ("{% block b %}{{ self.b() }}{% endblock %}", TOO_DEEP),
    "a template in itself": ('{% include "letter.txt.j2" %}', TOO_DEEP),
    "an import of itself": ('{% import "letter.txt.j2" as a %}', TOO_DEEP),
    "its own parent": ('{% extends "letter.txt.j2" %}', TOO_DEEP),
    "doubled by ~": (GROWING.format("{% set n.x = n.x ~ n.x %}"), TOO_MUCH),
    "doubled by +": (GROWING.format("{% set n.x = n.x + n.x %}"), TOO_MUCH),
    "doubled by %": (GROWING.format('{% set n.x = "%s%s" % (n.x, n.x) %}'), TOO_MUCH),
    "doubled by the filter format": (GROWING.format('{% set n.x = "%s%s"|format(n.x, n.x) %}'), TOO_MUCH),
    "doubled by format": (GROWING.format('{% set n.x = "{0}{0}".format(n.x) %}'), TOO_MUCH),
    "doubled by join": (GROWING.format("{% set n.x = [n.x, n.x]|join %}"), TOO_MUCH),
    "doubled by set": (GROWING.format("{% set x %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = x %}"), TOO_MUCH),
    "lists in lists, put out": (TWICE + "{{ n.x }}", TOO_MUCH),
    "lists in lists, compared": (TWICE + "{{ n.x == n.y }}", TOO_MUCH),
    "lists in lists, as a key": (TWICE + "{{ {n.x: 1} }}", TOO_MUCH),
    "lists in lists, looked up": (TWICE + "{{ {}[n.x] }}", TOO_MUCH),
    "lists in lists, joined": (TWICE + '{% set x = n.x ~ "" %}', TOO_MUCH),
    "a text many times": ("{{ 'a' * 10**15 }}", TOO_MUCH),
    "a list many times": ("{% set x = [1] * 10**15 %}", TOO_MUCH),
    "a power": ("{{ 9**(10**6) }}", TOO_MUCH),
    "squares": (
        "{% set n = namespace(x=7) %}{% for _ in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
        TOO_MUCH,
    ),
    "a wide text": ('{{ "a".center(10**15) }}', TOO_MUCH),
    "a wide text by a filter": ('{{ "a"|center(10**15) }}', TOO_MUCH),
    "tabs": ('{{ "\\t".expandtabs(10**15) }}', TOO_MUCH),
    "zeros": ('{{ "1".zfill(10**15) }}', TOO_MUCH),
    "a wide margin": ('{{ "a"|indent(10**15, true) }}', TOO_MUCH),
    "filled up": ("{{ [1]|batch(10**15, 1)|list }}", TOO_MUCH),
    "cut in many": ("{{ [1]|slice(10**15)|list }}", TOO_MUCH),
    "many digits": ("{{ 1.5|round(10**15) }}", TOO_MUCH),
    "a wide number": ('{{ "%1000000000000000d" % 1 }}', TOO_MUCH),
    "a number as wide as another": ('{{ "%*d" % (1000000000000000, 1) }}', TOO_MUCH),
    "a wide number by a filter": ('{{ "%.1000000000000000f"|format(1) }}', TOO_MUCH),
    "a wide number by format": ('{{ "{:1000000000000000}".format(1) }}', TOO_MUCH),
    "a wide number whose key has brackets": ('{{ "%((a))1000000000000000d" % {"(a)": 1} }}', TOO_MUCH),
    "a wide number whose key has brackets, by a filter": (
        '{{ "%(())0.1000000000000000f"|format(**{"()": 1}) }}',
        TOO_MUCH,
    ),
    "a wide number of a brace": ('{{ "{a[}]:1000000000000000}".format(a={"}": 1}) }}', TOO_MUCH),
    "as wide as a text says": ('{{ "{:{}}".format(1, "1000000000000000") }}', TOO_MUCH),
    "replaced by more": ("{% set a = 'a' * 99999 %}{{ a.replace('', a) }}", TOO_MUCH),
    "replaced by more, by a filter": ("{% set a = 'a' * 99999 %}{{ a|replace('a', a) }}", TOO_MUCH),
    "joined by more": ("{% set a = 'a' * 99999 %}{{ a.join(a) }}", TOO_MUCH),
    "lists added up": ("{{ ([[1]] * 99999)|sum(start=[])|length }}", TOO_MUCH),
    "a tool in a loop": ('{% for a in range(99999) %}{% set x = wrap("mot " * 2000) %}{% endfor %}', TOO_MUCH),
    "a text in a loop": ("{% for a in range(99999) %}" + "x" * 90000 + "{% endfor %}", TOO_MUCH),
    "blocks in blocks": ("{% if a %}" * 3000 + "{% endif %}" * 3000, TOO_DEEP),
    "loops in loops": ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "nested blocks"),
    "brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", TOO_DEEP),
    "a long sum": ("{{ 1" + "+1" * 20000 + " }}", TOO_DEEP),
    "a long template": ("x" * 200_001, TOO_MUCH),
}
ATTACKS = {**REACHING, **ENDLESS}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "media").mkdir()
    Pillow.new("RGB", (1600, 900)).save(tmp_path / "media" / "image.png")
    (tmp_path / "cenum.toml").write_text(CANARY, "utf-8")
    (tmp_path / "2026-11-27.md").write_text(
        "---\ntitle: Un titre\npreheader: Quelques mots\nillustration:\n  image: media/image.png\n  alt: Un rond\n"
        "---\n\n# Une section {#une}\n\nQuelques mots.\n",
        "utf-8",
    )
    return tmp_path


def rendered(folder: Path, cache: Cache | None = None) -> tuple[str, str]:
    chosen = settings()
    issue = read(folder / "2026-11-27.md", chosen, root=folder).issue
    assert issue
    look = Templates(folder / "templates", cache or user_cache())
    made = render(issue, chosen, look)
    return made.html, made.text


def in_plain(folder: Path) -> str:
    """The plain text alone, which needs no MJML."""
    chosen = settings()
    issue = read(folder / "2026-11-27.md", chosen, root=folder).issue
    assert issue
    return _text(issue, Templates(folder / "templates", user_cache()), letter_context(issue, chosen))


def said_of(folder: Path, source: str) -> Finding:
    (folder / "templates" / "letter.txt.j2").write_text(source, "utf-8")
    with pytest.raises(SettingsMistakes) as caught:
        in_plain(folder)
    assert caught.value.exit_code is Exit.USAGE
    (finding,) = caught.value.findings
    return finding


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_as_a_sentence_at_its_template(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BREVO_API_KEY", CANARY)
    # A tenth of it: where they end is where they would, but for how often they go round before.
    monkeypatch.setattr(templates, "budget", partial(sandbox.budget, sandbox.BUDGET // 10))
    source, says = ATTACKS[name]
    finding = said_of(folder, source)
    assert (finding.rule, finding.place.file) == ("template", "templates/letter.txt.j2")
    assert says in finding.message
    assert CANARY not in finding.message
    assert capfd.readouterr() == ("", "")


def test_there_are_sixty_of_them() -> None:
    assert len(ATTACKS) >= 60
    assert len({source for source, _says in ATTACKS.values()}) == len(ATTACKS)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ issue.key }} {{ issue.title|upper }} {{ issue.day.year }}", "2026-11-27 UN TITRE 2026"),
        ("{% for s in issue.sections %}{{ loop.index }} {{ s.heading }}{% endfor %}", "1 Une section"),
        ("{{ issue.sections|map(attribute='id')|join(',') }}", "une"),
        ("{{ palette.light.items()|list|length > 3 }} {{ fonts.keys()|list|first }}", "True serif"),
        ('{{ "%03d"|format(7) }} {{ "%s" % "a" }} {{ "{} {:>4}".format(1, 2) }}', "007 a 1    2"),
        ("{{ 'a b'.split()|reverse|join('+') }} {{ 'ab'[::-1] }} {{ 'abc'[1] }}", "b+a ba b"),
        ("{% set n = namespace(a=1) %}{% for x in [2, 3] %}{% set n.a = n.a * x %}{% endfor %}{{ n.a }}", "6"),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}", "aba"),
        ("{% macro m(a, b=2) %}{{ a }}{{ b }}{{ caller() }}{% endmacro %}{% call m(1) %}3{% endcall %}", "123"),
        ("{% for k, v in [{'a': 1}, {'a': 2}]|groupby('a') %}{{ k }}{{ v|length }}{% endfor %}", "1121"),
        ("{% for a in [[1, [2]]] recursive %}{{ a[0] }}{% endfor %}{{ 2 ** 10 }} {{ 7 % 4 }}", "11024 3"),
        ("{{ issue.illustration.alt }} {{ issue.introduction|length }}", "Un rond 0"),
        ("{{ {'a': issue}['a'].title }} {{ 1 in [1] }} {{ 'x' is string }}", "Un titre True True"),
    ],
)
def test_what_teams_write_keeps_working(folder: Path, source: str, shown: str) -> None:
    (folder / "templates" / "letter.txt.j2").write_text(source, "utf-8")
    assert in_plain(folder).strip() == shown


def test_a_template_ends_at_the_same_place_each_time(folder: Path) -> None:
    """What is counted is what it does, and not how long it takes."""
    source = "{% for a in range(99999) %}{{ a }}{% for b in range(99) %}{% endfor %}{% endfor %}"
    (folder / "templates" / "many.j2").write_text(source, "utf-8")
    look = Templates(folder / "templates")
    left = []
    for _again in range(2):
        with sandbox.budget(20_000), pytest.raises(sandbox.TooMuch):
            look._environment.get_template("many.j2").render()
        with sandbox.budget(10_000_000):
            look._environment.from_string("{% for a in range(999) %}{{ a }}{% endfor %}").render()
            left.append(sandbox._left.get())
    assert left[0] == left[1]


def test_a_picture_has_few_widths(folder: Path) -> None:
    source = "{% for width in range(1, 600) %}{{ picture(issue.illustration, width) }}{% endfor %}"
    (folder / "templates" / "header.mjml.j2").write_text(f"<mj-raw>{source}</mj-raw>", "utf-8")
    with pytest.raises(SettingsMistakes) as caught:
        rendered(folder)
    assert "8 widths" in caught.value.message


def test_what_another_environment_compiled_is_not_loaded(folder: Path, tmp_path: Path) -> None:
    """Bytecode of a template that was compiled without the sandbox, under the same name and of the same source."""
    from jinja2 import Environment  # noqa: PLC0415  to be the other one

    from cenum.edition.templates import _Loader  # noqa: PLC0415  as above
    from cenum.page_templates import Bytecode  # noqa: PLC0415  as above

    cache = Cache(tmp_path / "cache")
    source = "{% for a in range(99999) %}{% for b in range(9) %}{% endfor %}{% endfor %}done"
    (folder / "templates" / "letter.txt.j2").write_text(source, "utf-8")
    for made_by in ((), ("pages",), ("documents",)):
        other = Environment(loader=_Loader(folder / "templates"), bytecode_cache=Bytecode(cache, *made_by))  # noqa: S701  text
        assert other.get_template("letter.txt.j2").render() == "done"  # and counted nothing
    with pytest.raises(SettingsMistakes) as caught:
        rendered(folder, cache)
    assert TOO_MUCH in caught.value.message


class PanicException(BaseException):
    """What PyO3 calls it, and where it stands among exceptions (pyo3.rs, pyo3::panic::PanicException)."""


def test_a_panic_of_mrml_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def panic(_source: str) -> str:
        os.write(2, b"thread '<unnamed>' panicked at src/lib.rs:1:1")  # std::panic's default hook
        raise PanicException

    monkeypatch.setattr(mjml, "mjml2html", panic)
    with pytest.raises(SettingsMistakes) as caught:
        rendered(folder)
    assert "library broke down" in caught.value.message
    assert caught.value.findings[0].place.file.startswith("templates/")
    assert capfd.readouterr() == ("", "")
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"


def test_who_interrupts_is_no_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_source: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(mjml, "mjml2html", interrupted)
    with pytest.raises(KeyboardInterrupt):
        to_html("<mjml><mj-body></mj-body></mjml>")


@pytest.mark.parametrize("depth", [120, 1500, 100_000])
def test_what_mrml_would_die_of_does_not_reach_it(depth: int) -> None:
    text = "<b>" * depth + "x" + "</b>" * depth
    with pytest.raises(SettingsMistakes) as caught:
        to_html(
            f"<mjml><mj-body><mj-section><mj-column><mj-text>{text}</mj-text></mj-column></mj-section></mj-body></mjml>"
        )
    assert caught.value.findings[0].rule in {"mjml", "mjml-nesting"}


@pytest.mark.parametrize("asked", ["p:first-child", "td:nth-child(2n)", "p + p", "p ~ a"])
def test_a_style_sheet_asks_little_of_neighbours(folder: Path, asked: str) -> None:
    styles = folder / "templates" / "styles.css.j2"
    usual = styles.read_text("utf-8")
    rule = f"{asked} {{ color: #123456 }}\n"
    # Ours asks once what stands above a heading, and six times which cell is the last of its row.
    styles.write_text(usual + rule * 93, "utf-8")
    assert rendered(folder)
    styles.write_text(usual + rule * 94, "utf-8")
    with pytest.raises(SettingsMistakes, match="asks 101 times"):
        rendered(folder)
