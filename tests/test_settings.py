"""cenum.toml: every mistake at once, with its line and the nearest key."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cenum.errors import CenumError, Exit, SettingsMistakes, UsageMistake
from cenum.settings import find, load
from tests.tried import up_to

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLE = (Path(__file__).parent.parent / "cenum.toml").read_text("utf-8")
LEAST = """\
[newsletter]
name = "Cénum"
publisher = "Conseil"
site = "https://lettre.example.org"
sender = { name = "Cénum", email = "cenum@example.org" }
reply_to = "bonjour@example.org"

[links]
unsubscribe = "https://lettre.example.org/out"
privacy = "https://lettre.example.org/privacy"
legal = "https://lettre.example.org/legal"
"""


def mistakes(folder: Path, text: str | bytes) -> Sequence[tuple[int | None, str, str]]:
    """Line, message and remedy of everything that is wrong."""
    path = folder / "cenum.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsMistakes) as caught:
        load(path)
    assert caught.value.exit_code is Exit.USAGE
    return [(f.place.line, f.message, f.remedy) for f in caught.value.findings]


def changed(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)


def line_of(text: str, beginning: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))


def test_the_commented_example_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cenum.toml"
    path.write_text(EXAMPLE, "utf-8")
    assert load(path).newsletter.name == "Cénum"


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    path = tmp_path / "cenum.toml"
    path.write_text(LEAST, "utf-8")
    read = load(path)
    assert (read.newsletter.day, read.newsletter.hour, read.newsletter.timezone) == (
        "friday",
        "07:00",
        "Europe/Paris",
    )
    assert read.service.name == "local"
    assert read.sections == ()


@pytest.mark.parametrize("key", ["unsubscribe", "privacy", "legal", "reply_to", "site", "publisher"])
def test_what_the_readers_are_owed_is_required(key: str, tmp_path: Path) -> None:
    text = "".join(line for line in LEAST.splitlines(keepends=True) if not line.startswith(key))
    ((line, message, remedy),) = mistakes(tmp_path, text)
    assert key in message
    assert remedy.startswith(f"add `{key} = ")
    assert line == line_of(text, "[links]" if key in {"unsubscribe", "privacy", "legal"} else "[newsletter]")


CASES = {
    "an unknown key": ("tagline = ", "taglin = ", "taglin", "did you mean “tagline”?"),
    "an unknown table": ("[audience]", "[audiance]", "[audiance]", "did you mean “audience”?"),
    "a figure for a text": ('name = "Cénum"\ntag', "name = 3\ntag", "name = 3", "write, for example:"),
    "an hour that is none": ('"07:00"', '"25:00"', "hour", '"07:00"'),
    "a day that is none": ('"friday"', '"vendredi"', "day", '"friday"'),
    "a time zone that is none": ('"Europe/Paris"', '"Europe/Reims"', "timezone", '"Europe/Paris"'),
    "an address without https": ('site = "https', 'site = "http', "site", "https://"),
    "an e-mail that is none": ('"bonjour@lettre.example.org"', '"bonjour"', "reply_to", "@"),
    "an e-mail with two dots": ('"bonjour@lettre', '"bonjour@lettre.', "reply_to", "@"),
    "a sender's e-mail": ('email = "cenum@', 'email = "cenum', "sender", "@"),
    "an empty name": ('publisher = "Conseil de la société numérique"', 'publisher = " "', "publisher", '"'),
    "a section's id": ('id = "veille"', 'id = "La veille"', 'id = "La veille"', "cafe-ia"),
    "a text for a list": ("reviewers = [", 'reviewers = "a" # [', "reviewers", '["relecture@example.org"]'),
    "a section's flag": ('heading = "Agenda"', 'heading = "Agenda"\nrequired = "oui"', "required", "true"),
    "a section twice": ('id = "agenda"', 'id = "veille"', "SECOND", "remove one"),
    "a reviewer that is none": ('"direction@lettre.example.org"]', '"direction"]', "reviewers", "@"),
    "a service that is none": ('name = "local"', 'name = "pigeon"', 'name = "pigeon"', '"local"'),
    "a service without its table": ('name = "local"', 'name = "brevo"', 'name = "brevo"', "add the table"),
    "bounds the wrong way": ("minimum = 1", "minimum = 90000", "maximum", "swap"),
    "a negative bound": ("minimum = 1", "minimum = -1", "minimum", "12000"),
    "clicks in words": ("clicks = false", 'clicks = "non"', "clicks", "true"),
    "the world for a mailbox": ('"http://localhost:8025"', '"http://0.0.0.0:8025"', "url", "localhost"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_value_has_its_line_and_a_way_out(case: str, tmp_path: Path) -> None:
    old, new, beginning, remedy = CASES[case]
    text = changed(old, new)
    ((line, message, said),) = mistakes(tmp_path, text)
    if beginning == "SECOND":
        expected = [number for number, written in enumerate(text.splitlines(), 1) if written == new][1]
    else:
        expected = line_of(text, beginning)
    assert (line, bool(message)) == (expected, True)
    assert remedy in said


def test_the_line_of_a_mistake_is_found_in_a_few_readings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def loads(text: str) -> object:
        read.append(text)
        return toml(text)

    toml = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", loads)
    text = changed("maximum = ", "maximun = ") + "\n# fin\n" * 500
    ((line, _message, _remedy),) = mistakes(tmp_path, text)
    assert line == line_of(text, "maximun")
    assert len(read) < 20


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    text = changed("tagline = ", "taglin = ").replace('"07:00"', "7").replace("minimum = 1", 'minimum = "un"')
    assert [line for line, _message, _remedy in mistakes(tmp_path, text)] == [
        line_of(text, "taglin"),
        line_of(text, "hour"),
        line_of(text, "minimum"),
    ]


def test_a_key_in_a_list_over_several_lines_has_the_line_where_it_begins(tmp_path: Path) -> None:
    text = 'reviewers = [\n  "a@example.org",\n  "b",\n]\n' + LEAST
    ((line, message, _remedy),) = mistakes(tmp_path, text)
    assert (line, "reviewers[2]" in message) == (3, True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = \n", 2),
        ('name = "x\n', 1),
        ("[newsletter\n", 1),
        (b"\xff\xfe", 1),
        (b'a = 1\nb = "caf\xe9"\n', 2),
        ("a = 1\nb = " + "[" * 50_000, 2),
        ("a = 1\n" + "b." * 30_000 + "c = 1", 2),
        ("a = 1\n\n[" + '"b" . ' * 10_000 + "c]", 3),
        ("a = " + "1" * 5_000, None),
        ("# " + "a" * 64_000, None),
    ],
)
def test_what_is_not_toml_has_its_line_too(text: str | bytes, line: int | None, tmp_path: Path) -> None:
    ((found, _message, remedy),) = mistakes(tmp_path, text)
    assert (found, bool(remedy)) == (line, True)


def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "cenum.toml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert load(path).newsletter.name == "Cénum"


def test_settings_that_cannot_be_read_are_a_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageMistake, match=r"cenum\.toml"):
        load(tmp_path / "cenum.toml")
    with pytest.raises(UsageMistake, match="--folder"):
        find(tmp_path)


def test_the_settings_are_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "cenum.toml").write_text(LEAST, "utf-8")
    (tmp_path / "issues" / "media").mkdir(parents=True)
    assert find(tmp_path / "issues" / "media") == tmp_path / "cenum.toml"


@settings(max_examples=up_to(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 60), st.text(max_size=10)).map(
            lambda cut: (EXAMPLE[: cut[0]] + cut[2] + EXAMPLE[cut[0] + cut[1] :]).encode("utf-8", "surrogatepass")
        ),
    )
)
def test_no_file_whatever_gives_a_traceback(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cenum.toml"
    path.write_bytes(content)
    with suppress(CenumError):
        assert load(path).newsletter.name


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-12-25", "is a date"),
        ("[2026-12-25T07:00:00]", "is a date and a time"),
        ('["Noël"]', "must be a day such as 2026-12-25"),
    ],
)
def test_a_pause_is_a_day(written: str, said: str, tmp_path: Path) -> None:
    ((_line, message, remedy),) = mistakes(tmp_path, changed("hour = ", f"pauses = {written}\nhour = "))
    assert said in message
    assert "2026-12-25" in remedy


def test_pauses_are_days(tmp_path: Path) -> None:
    path = tmp_path / "cenum.toml"
    path.write_text(changed("hour = ", "pauses = [2026-12-25, 2027-01-01]\nhour = "), "utf-8")
    assert load(path).newsletter.pauses == (date(2026, 12, 25), date(2027, 1, 1))


@pytest.mark.parametrize("name", [r"a\nb", r"a\u001bb", r"a\u007f", r"a\u2028b", " "])
def test_a_name_is_one_line_as_a_header_needs_it(name: str, tmp_path: Path) -> None:
    ((_line, message, _remedy),) = mistakes(
        tmp_path, changed('publisher = "Conseil de la société numérique"', f'publisher = "{name}"')
    )
    assert "one line of text" in message
