from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cenum.edition.edition import Address
from cenum.errors import CenumError, SettingsMistakes, UsageMistake
from cenum.services.contacts import read_contacts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "content",
    [
        b"email,name\nada@example.org,Ada\nbob@example.org,\n",
        b"\xef\xbb\xbfemail;name\r\nada@example.org;Ada\r\nbob@example.org;\r\n",
        b'name,email\n"Ada",ada@example.org\n,bob@example.org\n,ADA@example.org\n',
        b"email\nada@example.org\nbob@example.org",
    ],
    ids=["commas", "from a French spreadsheet", "an address twice", "without names"],
)
def test_contacts_are_read_as_spreadsheets_write_them(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(content)
    ada = "" if content == b"email\nada@example.org\nbob@example.org" else "Ada"
    assert read_contacts(file) == (Address(ada, "ada@example.org"), Address("", "bob@example.org"))


def test_every_wrong_line_is_said(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("email,name\nada,Ada\nbob@example.org,Bob\n,\n", "utf-8")
    with pytest.raises(SettingsMistakes) as mistakes:
        read_contacts(file)
    assert [str(finding.place) for finding in mistakes.value.findings] == ["contacts.csv:2", "contacts.csv:4"]


def test_a_file_in_another_encoding_is_to_be_saved_as_utf8(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes("email,name\nada@example.org,Zoé\n".encode("latin-1"))
    with pytest.raises(SettingsMistakes, match="UTF-8") as mistakes:
        read_contacts(file)
    assert str(mistakes.value.findings[0].place) == "contacts.csv:2"
    assert "CSV UTF-8" in mistakes.value.remedy


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageMistake, match=r"contacts\.csv"):
        read_contacts(tmp_path / "contacts.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: f"email,name\n{text}".encode("utf-8", "replace")),
    )
)
def test_no_file_whatever_gives_a_traceback(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(content)
    with suppress(CenumError):
        assert all(contact.email for contact in read_contacts(file))
