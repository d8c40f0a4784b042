"""An archive is what its files say, within bounds, and leads nowhere else."""

from __future__ import annotations

import io
import os
import random
import stat
import struct
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.archive_files import MOST_FILES, ArchiveFiles, archive_files, of_folder, of_zip
from cenum.imported.refusal import ImportRefusal

if TYPE_CHECKING:
    from pathlib import Path


def packed(*files: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    target.seek(0)
    return target


def unpacked(*files: tuple[str | zipfile.ZipInfo, bytes]) -> ArchiveFiles:
    return of_zip("a.zip", packed(*files))


def test_files_are_read_by_their_names() -> None:
    files = unpacked(("posts.csv", b"id"), ("posts/1.html", b"<p>"))
    assert files.names == ("posts.csv", "posts/1.html")
    assert files.read("posts/1.html") == b"<p>"
    assert files.find("Posts.CSV") == "posts.csv"
    assert files.find("autre") is None


def test_a_picture_of_ten_megabytes_is_read() -> None:
    content = random.Random(1).randbytes(10_000_000)  # noqa: S311  what no zip makes smaller
    assert unpacked(("a.jpg", content)).read("a.jpg") == content


def test_the_folder_that_somebody_packed_is_no_part_of_the_names() -> None:
    files = unpacked(("export/mai/posts.csv", b"id"), ("export/mai/posts/1.html", b"<p>"))
    assert files.names == ("posts.csv", "posts/1.html")


def test_what_a_system_keeps_beside_files_is_nobodys() -> None:
    files = unpacked(("a.html", b""), ("__MACOSX/._a.html", b""), (".DS_Store", b""), ("b/.git/config", b""))
    assert (files.names, files.told) == (("a.html",), ())


@pytest.mark.parametrize(
    "name",
    [
        "../a.html",
        "b/../../a.html",
        "/etc/a.html",
        "C:/a.html",
        "..\\a.html",
        "\\\\host\\a.html",
        "a\nb.html",
        "a" * 500,
    ],
)
def test_a_name_that_leads_out_is_passed_over_and_told(name: str) -> None:
    files = unpacked((name, b"x"), ("b.html", b"y"))
    assert files.names == ("b.html",)
    assert [told.kind for told in files.told] == ["file-passed-over"]


def test_a_second_file_of_one_name_is_told() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        files = unpacked(("a.html", b"x"), ("a.html", b"y"))
    assert files.read("a.html") == b"x"
    assert "another file" in files.told[0].message


def test_a_link_in_a_zip_is_told() -> None:
    link = zipfile.ZipInfo("a.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = unpacked((link, b"/etc/passwd"))
    assert files.names == ()
    assert "a link" in files.told[0].message


def test_a_file_with_a_password_is_told() -> None:
    content = bytearray(packed(("a.html", b"x")).getvalue())
    for start, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(start) + at] |= 1
    files = of_zip("a.zip", io.BytesIO(content))
    assert files.names == ()
    assert "password" in files.told[0].message


def test_what_unpacks_to_far_more_than_it_is_is_told() -> None:
    files = unpacked(("a.html", b"a" * 30_000_000), ("b.html", b"b" * 30_000))
    assert files.names == ("b.html",)
    assert "30 MB" in files.told[0].message


def test_a_file_is_no_longer_than_it_says() -> None:
    content = bytearray(packed(("a.html", b"a" * 900_000)).getvalue())
    for start, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", content, content.index(start) + at, 10)
    files = of_zip("a.zip", io.BytesIO(content))
    with pytest.raises(ImportRefusal, match=r"a\.html can't be read"):
        files.read("a.html")


def test_all_files_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.imported.archive_files.MOST_IN_ALL", 10)
    files = unpacked(("a.html", b"123456"), ("b.html", b"123456"))
    files.read("a.html")
    with pytest.raises(ImportRefusal, match="unpacks to more than"):
        files.read("b.html")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ImportRefusal, match="too large"):
        unpacked(("a.html", b"123456")).read("a.html", most=5)


def test_a_directory_as_long_as_it_pleases_is_not_read() -> None:
    names = [(f"{number:0400}", b"") for number in range(10_000)]
    with pytest.raises(ImportRefusal, match="can't be unpacked"):
        unpacked(*names)


def test_too_many_files_are_refused() -> None:
    with pytest.raises(ImportRefusal, match="more than"):
        unpacked(*((str(number), b"") for number in range(MOST_FILES + 1)))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"x" * 60])
def test_a_damaged_zip_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with suppress(ImportRefusal), archive_files(path) as files:
        assert len(files.names) <= 1


@given(at=st.integers(0, 200), byte=st.integers(0, 255), cut=st.integers(0, 60))
def test_a_zip_with_any_byte_changed_is_read_or_refused(at: int, byte: int, cut: int) -> None:
    content = bytearray(packed(("posts.csv", b"id,title\n1,Un"), ("posts/1.html", b"<p>Un")).getvalue())
    content[at % len(content)] = byte
    with suppress(ImportRefusal):
        files = of_zip("a.zip", io.BytesIO(content[: len(content) - cut]))
        for name in files.names:
            with suppress(ImportRefusal):
                files.read(name)


def test_a_folder_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "lettres" / "2024").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("x")
    (tmp_path / "lettres" / "2024" / "a.html").write_text("a")
    (tmp_path / "lettres" / "b.html").write_text("b")
    (tmp_path / "lettres" / "dehors.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "lettres" / "haut").symlink_to(tmp_path)
    (tmp_path / "lettres" / "dedans.html").symlink_to("b.html")
    os.mkfifo(tmp_path / "lettres" / "tuyau.html")
    files = of_folder(tmp_path / "lettres")
    assert files.names == ("2024/a.html", "b.html")
    assert files.read("b.html") == b"b"
    assert [told.message.partition(" ")[0] for told in files.told] == ["dehors.html", "haut", "tuyau.html"]


def test_a_file_alone_is_an_archive_of_one(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_bytes(b"id,content_html\n")
    with archive_files(tmp_path / "posts.csv") as files:
        assert files.read("posts.csv") == b"id,content_html\n"


def test_hostile_archives_take_no_time() -> None:
    """Ten thousand names for one bomb: none is unpacked."""
    bomb = b"0" * 40_000_000
    archive = packed(("a", bomb), *((f"dossier/{number}.html", b"x") for number in range(5000)))
    began = time.process_time()
    files = of_zip("a.zip", archive)
    assert len(files.names) == 5000
    assert time.process_time() - began < 3
