from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from cenum.errors import UsageMistake
from cenum.services.secrets import key, password, redact, redact_environment


def test_a_mailbox_may_have_a_password_of_several_words() -> None:
    assert password({"CENUM_IMAP_PASSWORD": "abcd efgh ijkl\n"}, "CENUM_IMAP_PASSWORD") == "abcd efgh ijkl"


@pytest.mark.parametrize(("held", "says"), [("", "is not set"), ("planted\nsecret", "valid password")])
def test_a_password_that_is_none_is_told_apart_from_a_service_key(held: str, says: str) -> None:
    with pytest.raises(UsageMistake, match=says) as mistake:
        password({"CENUM_IMAP_PASSWORD": held}, "CENUM_IMAP_PASSWORD")
    assert "mailbox" in mistake.value.remedy
    assert "planted" not in str(mistake.value)


@pytest.mark.parametrize("held", ["planted\r\nX-Evil: 1", "planted key", "planté", "planted\x00"])
def test_a_key_that_would_be_another_header_is_none(held: str) -> None:
    with pytest.raises(UsageMistake, match="valid key") as mistake:
        key({"BREVO_API_KEY": held}, "BREVO_API_KEY")
    assert "plant" not in str(mistake.value)
    assert key({"BREVO_API_KEY": " planted\n"}, "BREVO_API_KEY") == "planted"


def test_the_mailboxs_password_is_a_secret_too() -> None:
    environ = {
        "CENUM_IMAP_PASSWORD": " abcd efgh \n",
        "BREVO_API_KEY": "xkeysib-planted",
        "LISTMONK_URL": "https://a.org",
    }
    said = redact_environment("“abcd efgh” xkeysib-planted https://a.org", environ)
    assert said == "“•••” ••• https://a.org"


def test_of_two_keys_the_longer_is_hidden_whole() -> None:
    assert redact("no: abcdefgh", ["abcd", "abcdefgh", "efgh"]) == "no: •••"


def test_a_key_is_hidden_however_it_is_written() -> None:
    planted = "clé/à+tenir=secrète"
    for form in (planted, quote(planted, safe=""), base64.b64encode(planted.encode()).decode().rstrip("=")):
        assert redact(f"GET /?k={form} refused", [planted]) == "GET /?k=••• refused"


def test_of_a_key_of_many_lines_each_is_hidden() -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n"
    said = redact_environment("load b3BlbnNzaC1rZXk: refused", {"CENUM_SITE_KEY": key})
    assert said == "load •••: refused"
