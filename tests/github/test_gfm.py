"""What GitHub shows: what others wrote stays text."""

from __future__ import annotations

import json
import re
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
from cenum.record import CommandRecord, RecordedFinding

if TYPE_CHECKING:
    from pathlib import Path

GFM = MarkdownIt("gfm-like")
# GitHub makes links of addresses and of “www.”, and not of whatever has a dot in it.
# “mailto:” wants an address after it (github.github.com/gfm, “Extended protocol autolink”).
assert GFM.linkify
GFM.linkify.set({"fuzzy_link": False}).add("mailto:", None)
OURSELVES = {"login": "github-actions[bot]", "type": "Bot"}
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


# What GitHub makes of the text that it shows (docs.github.com, “Autolinked references and URLs”, “Basic writing and
# formatting syntax”), as wide as can be.
REFERRED = {
    "somebody": re.compile(r"@[a-z0-9]", re.IGNORECASE),
    "an issue": re.compile(r"(?:#|GH-)[0-9]", re.IGNORECASE),
    "an address": re.compile(r"https?://|ftp://|www\.|mailto:[^\u2060]*@[a-z]|xmpp:[^\u2060]*@[a-z]", re.IGNORECASE),
    "a commit": re.compile(r"(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])", re.IGNORECASE),
    "an emoji": re.compile(r":[\w+-]+:"),
}
PIECES = (
    *(
        "@",
        "ada",
        "@ada",
        ".@ada",
        "@team/editors",
        "#12",
        "o/r#1",
        "GH-3",
        "gh-4",
        "https://evil.example/x",
        "http://a",
    ),
    *(
        "www.evil.example",
        "_www.a.b",
        "ftp://a.b",
        "mailto:a@b.cd",
        "xmpp:a@b.cd",
        "ada@example.org",
        "`",
        "``",
        "$",
        "|",
    ),
    *(
        "a5c3785ed8d6a35868bc169f07e40e889087fd2e",
        "a5c3785",
        "ada@a5c3785",
        ":tada:",
        ":+1:",
        "[x](https://e.e)",
        "![",
        "]",
    ),
    *(
        "<img src=x>",
        "<!--",
        "-->",
        "[^1]",
        "[^1]: x",
        "**",
        "__",
        "~~",
        "\\",
        "&#64;ada",
        "&commat;ada",
        "\n",
        "\n\n",
        "- ",
    ),
    *(
        "> [!NOTE]",
        "# ",
        "```",
        "<https://a.b>",
        "<a@b.cd>",
        "\u2060",
        "\u200b",
        "\u202e",
        " ",
        "(",
        ")",
        "é",
        "HTTPS://E.E",
    ),
)
written = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.lists(
    st.sampled_from(PIECES), max_size=8
).map("".join)


@given(written)
def test_no_markup_comes_out_of_what_others_wrote(words: str) -> None:
    for shown in (
        f"a {gfm.text(words)}",
        f"a **{gfm.text(words)}** b",
        f"| a | b |\n| - | - |\n| {gfm.text(words)} | c |",
    ):
        blocks = GFM.parse(shown)
        tags = {token.tag for block in blocks for token in [block, *(block.children or [])]}
        assert tags <= {"", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "strong"}
        inline = [token for block in blocks for token in block.children or []]
        assert {token.type for token in inline} <= {
            "text",
            "text_special",
            "code_inline",
            "strong_open",
            "strong_close",
        }
        for token in inline:
            if token.type == "code_inline":
                assert re.match(r"(?:https?|ftp)://[!-~]+\Z", token.content, re.IGNORECASE)
        said = "\n".join("" if token.type == "code_inline" else token.content for token in inline)
        assert {what: found[0] for what, form in REFERRED.items() if (found := form.search(said))} == {}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("@ada, see #12", "@\u2060ada, see &#35;\u206012"),
        (".@ada GH-1 o/r#2", ".@\u2060ada GH-\u20601 o/r&#35;\u20602"),
        ("ada@example.org", "ada@\u2060example.org"),
        ("look at https://a.example/x_y?a=1&b=2.", "look at `https://a.example/x_y?a=1&b=2.`"),
        ("https://a.example/`@ada", "`https://a.example/`&#96;@\u2060ada"),
        ("www.a.example :tada: a5c3785", "www\u2060.a.example :\u2060tada: a5c3\u2060785"),
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
    kept = gfm.fitting(["w" * 999] * 100)
    assert len("\n".join(kept)) < 61_000
    assert kept[-2] == "There is more, in the run."


class Written:
    """A client that only writes down."""

    repository = "team/letter"

    def __init__(self, tree: list[dict[str, str]] | None = None, found: list[dict[str, Any]] | None = None) -> None:
        self.tree = tree or []
        self.found = found or []
        self.asked: list[tuple[str, str, Any]] = []

    def find(self, _path: str, answer: type[Any]) -> Any:
        return msgspec.convert({"object": {"sha": "a" * 40}}, answer)

    def get(self, _path: str, answer: type[Any]) -> Any:
        return msgspec.convert({"tree": self.tree}, answer)

    def list_all(self, _path: str, element: type[Any]) -> Any:
        return [msgspec.convert(one, element) for one in self.found]

    def write(self, method: str, path: str, value: Any = None) -> None:
        self.asked.append((method, path, value))

    def create(self, path: str, value: Any) -> str:
        self.write("POST", path, value)
        return f"sha{len(self.asked)}"


def test_pictures_replace_those_of_before_and_old_pull_requests_go() -> None:
    file = {"mode": "100644", "type": "blob"}
    tree = [{"path": f"{n}/{day}-0-phone.png", "sha": str(n), **file} for n in range(1, 31) for day in "ab"]
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
        {"id": 1, "body": body, "user": {"login": "ada", "type": "User"}},
        {"id": 2, "body": body, "user": {"login": "helper[bot]", "type": "Bot"}},
        {"id": 3, "body": body, "user": None},
        {"id": 6, "body": body, "user": {**OURSELVES, "type": "User"}},
        {"id": 4, "body": "another", "user": OURSELVES},
        {"id": 5, "body": body, "user": OURSELVES},
    ]
    client: Any = Written(found=found)
    comment.keep(client, 12, review.MARKER, "new")
    assert client.asked == [("PATCH", "issues/comments/5", {"body": "new"})]
    client = Written(found=found[:-1])
    comment.keep(client, 12, review.MARKER, "new")
    assert client.asked == [("POST", "issues/12/comments", {"body": "new"})]


def test_a_record_is_told_with_its_remedy(tmp_path: Path) -> None:
    record = CommandRecord("send", "2026-11-27", 1, "it can't <leave>", "test it", findings=[LETTER.findings[1]])
    said = comment.told(record, "https://run")
    for part in ("❌ **it can't &#60;leave&#62;**", "→ test it", "an error", "https://run"):
        assert part in said
    marked = CommandRecord("<b>", "", 1, "<i>", "<img>", done=["<s>"])
    assert not re.search("<(?!!--)", comment.told(marked, ""))
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


def test_no_word_of_an_alarm_is_markup() -> None:
    said = "<img src=x> @ada"
    found = RecordedFinding(said, "error", said, said)
    record = CommandRecord("send", f"2026-11-27 {said}", 1, said, said, findings=[found], done=[said])
    client: Any = Written(found=[{"number": 40, "user": OURSELVES}])
    alarm.resolve(client, record, "")
    for body in (alarm.alarm_of(record, "").body, client.asked[0][2]["body"]):
        assert "@ada" not in body
        assert "<img" not in body
    assert alarm.alarm_of(record, "").title == "The letter was not sent"


def test_what_is_said_anew_reaches_those_who_watch_the_issue() -> None:
    first = alarm.alarm_of(CommandRecord("send", "2026-11-27", 1, "never tested", "test it"), "https://run/1")
    again = alarm.alarm_of(CommandRecord("send", "2026-11-27", 1, "never tested", "test it"), "https://run/2")
    other = alarm.alarm_of(CommandRecord("send", "2026-11-27", 3, "down", "wait"), "https://run/3")
    open_one = {"number": 40, "body": first.body, "user": OURSELVES}
    for sounded, told in ((again, False), (other, True)):
        others = [{"number": 38, "body": first.body, "user": {"login": "eve", "type": "User"}}]
        others.append({"number": 39, "pull_request": {}, "user": OURSELVES})
        client: Any = Written(found=[*others, open_one])
        alarm.sound(client, sounded)
        assert [path for _method, path, _value in client.asked] == ["issues/40"] + ["issues/40/comments"] * told


@pytest.mark.parametrize(("left", "closed"), [("2026-11-27", True), ("2026-12-04", False)])
def test_another_letter_that_left_ends_no_alarm(left: str, *, closed: bool) -> None:
    sounded = alarm.alarm_of(CommandRecord("send", "2026-11-27", 1, "never tested", "test it"), "")
    client: Any = Written(found=[{"number": 40, "body": sounded.body, "user": OURSELVES}])
    alarm.resolve(client, CommandRecord("send", left, 0, done=["it left"], rows=[("subject", "x")]), "https://run")
    assert bool(client.asked) == closed
    assert json.dumps(client.asked).count("closed") == closed
