"""What a pull request brings, as tables: what is a letter, where it is put, and what else is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.errors import Refusal
from cenum.github import besides
from cenum.github.besides import SettingChange, setting_changes
from cenum.github.brought import Brought, brought, contents, lay, refuse_besides, refuse_changed_here
from cenum.github.git_tree import TreeChange, TreeEntry, blob_hash, changes, content_of, tree_at
from cenum.letter_folder import LetterFolder
from cenum.repository.github_client import GitHubRefused
from tests.github.answers import Answers
from tests.sending.editions import settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE, PROGRAM, LINK, SUBMODULE = "100644", "100755", "120000", "160000"


def tree(*entries: tuple[str, str, str]) -> Mapping[str, TreeEntry]:
    return {path: TreeEntry(path, mode, sha) for path, mode, sha in entries}


@pytest.mark.parametrize(
    ("path", "mode", "is_letter"),
    [
        ("issues/2026-11-27.md", FILE, True),
        ("issues/media/photo.png", PROGRAM, True),
        ("issues/media/été & cie (1).png", FILE, True),
        ("issues/x", LINK, False),
        ("issues/x", SUBMODULE, False),
        ("issues", FILE, False),
        ("Issues/x.md", FILE, False),
        ("issues2/x.md", FILE, False),
        ("issues/.gitattributes", FILE, False),
        ("issues/media/.htaccess", FILE, False),
        ("issues/../cenum.toml", FILE, False),
        ("issues//cenum.toml", FILE, False),
        ("issues/./x.md", FILE, False),
        ("/issues/x.md", FILE, False),
        ("issues/x\\..\\..\\cenum.toml", FILE, False),
        ("issues/x.md:stream", FILE, False),
        ("issues/x.md ", FILE, False),
        ("issues/x./y", FILE, False),
        ("issues/a\nb", FILE, False),
        ("issues/\u202ex", FILE, False),
        ("cenum.toml", FILE, False),
        ("issues/mots.txt", FILE, False),
        ("issues/fr.dic", FILE, False),
        ("issues/fr.aff", FILE, False),
        ("issues/abonnes.csv", FILE, False),
    ],
)
def test_a_letter_is_regular_files_below_issues_and_nothing_that_the_settings_name(
    path: str,
    mode: str,
    is_letter: bool,  # noqa: FBT001  a table
) -> None:
    chosen = settings(
        writing={"words": "./issues/mots.txt", "dictionary": "issues/x/../fr.dic"},
        service={"name": "local", "local": {"contacts": "issues/abonnes.csv"}},
    )
    found = brought(tree(), tree((path, mode, "a")), chosen)
    assert (bool(found.letter), bool(found.besides)) == (is_letter, not is_letter)
    found = brought(tree((path, mode, "a")), tree(), chosen)
    assert bool(found.letter) == is_letter


def test_what_a_letter_takes_the_place_of_counts_too() -> None:
    before, after = tree(("issues/x.md", LINK, "a")), tree(("issues/x.md", FILE, "a"))
    assert brought(before, after, settings()).letter == ()
    assert brought(after, before, settings()).letter == ()
    assert changes(after, after) == ()
    assert [one.path for one in changes(after, tree(("issues/x.md", PROGRAM, "a")))] == ["issues/x.md"]


def test_a_long_list_of_what_else_is_changed_is_cut() -> None:
    entries = tree(*((f"templates/{number:03}.j2", FILE, "a") for number in range(100)))
    with pytest.raises(Refusal, match=r"templates/011\.j2, …"):
        refuse_besides(brought(tree(), entries, settings()))
    refuse_besides(Brought((), ()))


class Store:
    """A store of git's objects that answers with ``content``, whatever it is asked for."""

    def __init__(self, content: str, encoding: str = "utf-8") -> None:
        self.said = {"content": content, "encoding": encoding}

    def get(self, _path: str, answer: type[Any]) -> Any:
        return msgspec.convert(self.said, answer)


@pytest.mark.parametrize(
    ("said", "encoding"), [("another", "utf-8"), ("YW5vdGhlcg==", "base64"), ("no base64", "base64"), ("a", "base64")]
)
def test_a_content_of_another_hash_is_not_taken(said: str, encoding: str) -> None:
    client: Any = Store(said, encoding)
    entry = TreeEntry("issues/x.md", FILE, blob_hash(b"this one"))
    with pytest.raises(GitHubRefused, match=r"issues/x\.md"):
        content_of(client, entry)
    client = Store("dGhpcyBv\nbmU=\n", "base64")
    assert content_of(client, entry) == b"this one"


def test_a_commit_that_is_not_listed_whole_is_refused_and_folders_are_no_files() -> None:
    said = {"tree": [{"path": "x", "mode": "040000", "sha": "a"}, {"path": "x/y", "mode": FILE, "sha": "b"}]}
    client: Any = Answers({"git/trees/a?recursive=1": said, "git/trees/b?recursive=1": {**said, "truncated": True}})
    assert list(tree_at(client, "a")) == ["x/y"]
    with pytest.raises(Refusal, match="more files than GitHub lists"):
        tree_at(client, "b")


@pytest.mark.parametrize("sizes", [[20 * 2**20 + 1], [16 * 2**20] * 4, [1] * 201])
def test_more_than_a_letter_is_not_even_asked_for(sizes: list[int]) -> None:
    client: Any = None
    letter = [
        TreeChange(f"issues/{number}", None, TreeEntry(f"issues/{number}", FILE, "a", size))
        for number, size in enumerate(sizes)
    ]
    with pytest.raises(Refusal):
        contents(client, letter)


def test_files_are_laid_over_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "issues" / "media" / "old").mkdir(parents=True)
    (tmp_path / "issues" / "media" / "old" / "x.png").write_bytes(b"old")
    (tmp_path / "issues" / "stays.md").write_bytes(b"stays")
    files = {"issues/media/old": b"now a file", "issues/media/old/x.png": None, "issues/new/a.md": b"\r\n\xff"}
    lay(LetterFolder(tmp_path), files | {"issues/never.md": None})
    assert {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {
        "issues/media/old": b"now a file",
        "issues/new/a.md": b"\r\n\xff",
        "issues/stays.md": b"stays",
    }


@pytest.mark.parametrize(
    ("before", "after", "here", "refused"),
    [
        *(("a", "b", "a", False), ("a", "b", "c", True), ("a", "b", "", True)),
        *(("", "b", "", False), ("", "b", "c", True)),
    ],
)
def test_what_the_main_branch_changed_as_well_is_refused(
    before: str, after: str, here: str, *, refused: bool
) -> None:
    def entry(sha: str) -> TreeEntry | None:
        return TreeEntry("issues/x.md", FILE, sha) if sha else None

    change = TreeChange("issues/x.md", entry(before), entry(after))
    main = tree(("issues/x.md", FILE, here)) if here else {}
    if refused:
        with pytest.raises(Refusal, match="changed on the main branch as well"):
            refuse_changed_here([change], main)
    else:
        refuse_changed_here([change], main)


@pytest.mark.parametrize(
    ("link", "name"),
    [("issues", "issues/x.md"), ("issues/media", "issues/media/x.png"), ("issues/x.md", "issues/x.md")],
)
@pytest.mark.parametrize("content", [b"new", None])
def test_no_link_of_the_main_branch_is_followed(tmp_path: Path, link: str, name: str, content: bytes | None) -> None:
    outside, root = tmp_path / "outside", tmp_path / "letter"
    outside.mkdir()
    (outside / "x.md").write_bytes(b"theirs")
    (outside / "x.png").write_bytes(b"theirs")
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside / "x.md" if link.endswith(".md") else outside)
    with pytest.raises(Refusal, match="symbolic link"):
        lay(LetterFolder(root), {name: content})
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"x.md": b"theirs", "x.png": b"theirs"}


def test_a_folder_in_the_way_is_a_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "issues" / "x.md" / "full").mkdir(parents=True)
    with pytest.raises(Refusal, match="can't be taken"):
        lay(LetterFolder(tmp_path), {"issues/x.md": b"new"})
    assert sorted(path.name for path in (tmp_path / "issues").iterdir()) == ["x.md"]


# Settings.


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("approvals = 2", "approvals = 0", [("approvals", "2", "0")]),
        ("", "approvals = 1", [("approvals", None, "1")]),
        (
            "[service.brevo]\naudience = 12",
            "[service]\nbrevo.audience = 99",
            [("service.brevo.audience", "12", "99")],
        ),
        ("a = 1 # x", "# y\na = 1", []),
        ('[[waivers]]\nrule = "a"', '[[waivers]]\nrule = "b"', [("waivers.1.rule", '"a"', '"b"')]),
        ("day = 2026-11-27", "day = 2026-11-28", [("day", '"2026-11-27"', '"2026-11-28"')]),
        ("r = ['a']", "r = ['a', 'b']", [("r", '["a"]', '["a", "b"]')]),
        ("a = 1\nservice.name = 'x'", "b = 1", [("service.name", '"x"', None), ("a", "1", None), ("b", None, "1")]),
        ("", "x = ", []),
        ("", "a = " + "[" * 5000, []),
        ("", "a." * 3000 + "a = 1", []),  # ten times as many would take tomllib a minute
        (
            "[service]\nbrevo.audience = 12",
            '[service]\nbrevo.audience = 99\n"brevo.audience" = 12',
            [('service."brevo.audience"', None, "12"), ("service.brevo.audience", "12", "99")],
        ),
    ],
)
def test_settings_are_compared_key_by_key(before: str, after: str, found: list[tuple[str, Any, Any]]) -> None:
    assert setting_changes(before.encode(), after.encode()) == tuple(SettingChange(*one) for one in found)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_settings_that_nobody_can_read_are_no_accident(before: bytes, after: bytes) -> None:
    setting_changes(before, after)
    assert setting_changes(None, after) == ()


def test_no_word_of_the_settings_is_markup_and_a_thousand_keys_are_cut() -> None:
    def entry(text: str) -> TreeEntry:
        said[f"git/blobs/{blob_hash(text.encode())}"] = {"content": text, "encoding": "utf-8"}
        return TreeEntry("cenum.toml", FILE, blob_hash(text.encode()), len(text))

    said: dict[str, Any] = {}
    client: Any = Answers(said)
    mark = "<img src=x> @ada"
    before, after = entry(f'"{mark}" = "{mark} 1"'), entry(f'"{mark}" = "{mark} 2"')
    client.table = said
    changed = [TreeChange("cenum.toml", before, after), TreeChange(f"{mark}.md", None, before)]
    lines = besides.as_lines(client, changed)
    assert len([line for line in lines if line.startswith("- ")]) == 2
    assert not [line for line in lines if "<" in line or "@ada" in line]
    many = entry("\n".join(f"k{number} = 1" for number in range(1000)))
    client.table = said
    lines = besides.as_lines(client, [TreeChange("cenum.toml", None, many)])
    assert "- and 940 more keys of cenum.toml" in lines
    assert len(lines) < 70
    files = [TreeChange(f"{number}.txt", None, before) for number in range(1000)]
    lines = besides.as_lines(client, files)
    assert "- and 940 more files" in lines
    assert len(lines) < 70


def test_values_are_cut_where_they_differ() -> None:
    assert besides._cut('"a"', None) == ('"a"', "not set")
    before, after = besides._cut("x" * 200 + "here", "x" * 200 + "there" + "y" * 90)
    assert before == "…" + "x" * 10 + "here"
    assert after == "…" + "x" * 10 + "there" + "y" * 45 + "…"


def test_the_settings_that_decide_most_stand_before_a_thousand_others() -> None:
    many = "\n".join(f"aa{number} = 1" for number in range(1000))
    found = setting_changes(b"approvals = 1", f"{many}\napprovals = 0".encode())
    assert found[0] == SettingChange("approvals", "1", "0")
