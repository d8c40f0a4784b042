"""What GitHub shows: what others wrote stays text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cenum import record as records
from cenum.errors import UsageMistake
from cenum.github import alarm, comment, gfm, picture_branch, review
from cenum.github.review import Reviewed
from cenum.letter_folder import LetterFolder
from cenum.record import CommandRecord, RecordedFinding

if TYPE_CHECKING:
    from pathlib import Path

GFM = MarkdownIt("gfm-like", {"linkify": False})
LETTER = Reviewed(
    "2026-11-27",
    ("Cénum", "Un objet", "Un avant-goût"),
    (("HTML", "25.6 kB"),),
    (
        RecordedFinding("issues/2026-11-27.md:8", "warning", "a warning", "look"),
        RecordedFinding("issues/x.md", "error", "an error", "mend"),
    ),
    ("phone.png",),
)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_markup_comes_out_of_what_others_wrote(words: str) -> None:
    for shown in (f"a {gfm.text(words)}", f"| a | b |\n| - | - |\n| {gfm.text(words)} | c |"):
        tags = {token.tag for block in GFM.parse(shown) for token in [block, *(block.children or [])]}
        assert tags <= {"", "p", "table", "thead", "tbody", "tr", "th", "td"}
        inline = [token for block in GFM.parse(shown) for token in block.children or []]
        assert {token.type for token in inline} <= {"text", "text_special"}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("@ada, see #12", "@\u2060ada, see &#35;12"),
        ("ada@example.org", "ada@example.org"),
        ("a\nb", "a b"),
        ("<!-- cenum: review -->", "&#60;&#33;-- cenum: review --&#62;"),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_nobody_is_called_and_nothing_is_referred_to(words: str, shown: str) -> None:
    assert gfm.text(words) == shown


def test_a_review_says_what_it_found_errors_first() -> None:
    said = review.as_markdown([LETTER], {("2026-11-27", "phone.png"): "https://x/phone.png"}, run="https://run")
    assert said.startswith(review.MARKER)
    assert said.index("an error") < said.index("a warning")
    for part in (
        "❌ 2026-11-27",
        "1 error, 1 warning",
        '<img src="https://x/phone.png" width="220"',
        "https://run#artifacts",
    ):
        assert part in said
    assert "✅ 2026-11-28" in review.as_markdown([Reviewed("2026-11-28")], {})
    assert "No issue" in review.as_markdown([], {})


def test_a_long_list_is_cut_where_github_would_cut_the_comment() -> None:
    line = RecordedFinding("issues/2026-11-27.md:8", "warning", "w" * 1000, "look" * 500)
    said = review.as_markdown([Reviewed("2026-11-27", findings=(line,) * 200)], {})
    assert len(said) < 65_536
    assert "and 150 more" in said


def test_a_review_travels_as_a_file(tmp_path: Path) -> None:
    (tmp_path / review.NAME).write_bytes(review.encode([LETTER]))
    assert review.read(tmp_path, LetterFolder(tmp_path)) == (LETTER,)
    for wrong in ("[{", '[{"key": "../x"}]', '[{"key": "2026-11-27", "pictures": ["../../cenum.toml"]}]'):
        (tmp_path / review.NAME).write_text(wrong, "utf-8")
        with pytest.raises(UsageMistake, match="cenum github review"):
            review.read(tmp_path, LetterFolder(tmp_path))


class Written:
    """A client that only writes down."""

    repository = "team/letter"

    def __init__(self, tree: list[dict[str, str]] | None = None, found: list[dict[str, Any]] | None = None) -> None:
        self.tree = tree or []
        self.found = found or []
        self.asked: list[tuple[str, str, Any]] = []

    def find(self, _path: str, answer: type[Any]) -> Any:
        return msgspec.convert({"tree": self.tree}, answer)

    def list_all(self, _path: str, element: type[Any]) -> Any:
        return [msgspec.convert(one, element) for one in self.found]

    def write(self, method: str, path: str, value: Any = None) -> None:
        self.asked.append((method, path, value))

    def create(self, path: str, value: Any) -> str:
        self.write("POST", path, value)
        return f"sha{len(self.asked)}"


def test_pictures_replace_those_of_before_and_old_pull_requests_go() -> None:
    tree = [{"path": f"{n}/{day}-0-phone.png", "type": "blob", "sha": str(n)} for n in range(1, 31) for day in "ab"]
    client: Any = Written(tree)
    addresses = picture_branch.put(client, "https://github.com", 30, {("2026-11-27", "phone.png"): b"picture"})
    (address,) = addresses.values()
    assert address.startswith("https://github.com/team/letter/blob/cenum-pictures/30/2026-11-27-")
    assert address.endswith("-phone.png?raw=true")
    (entries,) = [value["tree"] for _method, path, value in client.asked if path == "git/trees"]
    assert {entry["path"].partition("/")[0] for entry in entries} == {str(n) for n in range(10, 31)}
    assert sum(entry["path"].startswith("30/") for entry in entries) == 1
    (commit,) = [value for _method, path, value in client.asked if path == "git/commits"]
    assert commit["parents"] == []
    assert client.asked[-1][:2] == ("PATCH", "git/refs/heads/cenum-pictures")


def test_the_programs_own_comment_is_edited_and_nobody_elses() -> None:
    body = f"{review.MARKER} of before"
    found = [
        {"id": 1, "body": body, "user": {"type": "User"}},
        {"id": 2, "body": "another", "user": {"type": "Bot"}},
        {"id": 3, "body": body, "user": {"type": "Bot"}},
    ]
    client: Any = Written(found=found)
    comment.keep(client, 12, review.MARKER, "new")
    assert client.asked == [("PATCH", "issues/comments/3", {"body": "new"})]
    client = Written(found=found[:2])
    comment.keep(client, 12, review.MARKER, "new")
    assert client.asked == [("POST", "issues/12/comments", {"body": "new"})]


def test_a_record_is_told_with_its_remedy(tmp_path: Path) -> None:
    record = CommandRecord("send", "2026-11-27", 1, "it can't <leave>", "test it", findings=[LETTER.findings[1]])
    said = comment.told(record, "https://run")
    for part in ("❌ **it can't &#60;leave&#62;**", "→ test it", "an error", "https://run"):
        assert part in said
    assert "was interrupted" in comment.told(CommandRecord("send"), "")
    records.write(record, tmp_path / "new" / "record.json")
    assert records.read(tmp_path / "new" / "record.json") == record
    assert records.read(tmp_path / "none.json") is None
    (tmp_path / "cut.json").write_text('{"command": "se', "utf-8")
    assert records.read(tmp_path / "cut.json") is None
    with pytest.raises(UsageMistake, match="--record"):
        records.write(record, tmp_path / "cut.json" / "record.json")


@pytest.mark.parametrize(
    ("record", "title", "looks_first"),
    [
        (
            CommandRecord("send", "2026-11-27", 1, "never tested", "test it"),
            "The letter was not sent (2026-11-27)",
            False,
        ),
        (
            CommandRecord("schedule", "2026-11-27", 1, "changed", "x"),
            "The letter was not scheduled (2026-11-27)",
            False,
        ),
        (
            CommandRecord("send", "2026-11-27", 4, "no answer", "open it"),
            "The letter: check before doing anything else (2026-11-27)",
            True,
        ),
        (CommandRecord("send", "2026-11-27"), "The letter: check before doing anything else (2026-11-27)", True),
        (None, "The letter: check before doing anything else", True),
    ],
    ids=["refused", "not scheduled", "fate unknown", "killed", "never reached"],
)
def test_an_alarm_says_what_to_do_and_above_all_what_not_to(
    record: CommandRecord | None, title: str, *, looks_first: bool
) -> None:
    sounded = alarm.alarm_of(record, "https://run")
    assert sounded.title == title
    assert ("Don't send anything" in sounded.body) == looks_first
    assert ("Nothing was sent" in sounded.body) != looks_first


def test_what_is_said_anew_reaches_those_who_watch_the_issue() -> None:
    first = alarm.alarm_of(CommandRecord("send", "2026-11-27", 1, "never tested", "test it"), "https://run/1")
    again = alarm.alarm_of(CommandRecord("send", "2026-11-27", 1, "never tested", "test it"), "https://run/2")
    other = alarm.alarm_of(CommandRecord("send", "2026-11-27", 3, "down", "wait"), "https://run/3")
    open_one = {"number": 40, "body": first.body}
    for sounded, told in ((again, False), (other, True)):
        client: Any = Written(found=[{"number": 39, "pull_request": {}}, open_one])
        alarm.sound(client, sounded)
        assert [path for _method, path, _value in client.asked] == ["issues/40"] + ["issues/40/comments"] * told


@pytest.mark.parametrize(("left", "closed"), [("2026-11-27", True), ("2026-12-04", False)])
def test_another_letter_that_left_ends_no_alarm(left: str, *, closed: bool) -> None:
    sounded = alarm.alarm_of(CommandRecord("send", "2026-11-27", 1, "never tested", "test it"), "")
    client: Any = Written(found=[{"number": 40, "body": sounded.body}])
    alarm.resolve(client, CommandRecord("send", left, 0, done=["it left"], rows=[("subject", "x")]), "https://run")
    assert bool(client.asked) == closed
    assert json.dumps(client.asked).count("closed") == closed
