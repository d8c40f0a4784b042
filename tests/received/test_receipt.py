"""What a service did to a letter, seen in messages that services might have made of one."""

from __future__ import annotations

import re
import ssl
from email.message import EmailMessage
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum import i18n
from cenum.edition.edition import PICTURES, UNSUBSCRIBE, VIEW_ONLINE, Edition
from cenum.errors import CenumError, ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.received.imap import fetch
from cenum.received.mime import LARGEST, parse
from cenum.received.receipt import Receipt, _code, as_markdown, findings, inspect, rows
from cenum.settings import Tracking
from tests.services.contract import PROSE, edition

LINK = '<a href="https://example.org/page?a=1&amp;b=2">La page</a>'
QUIET = Tracking()


def letter() -> Edition:
    one = edition()
    return replace(one, html=one.html.replace("<p>", f"<p>{LINK} "))


def delivered(**changes: Any) -> EmailMessage:
    """The letter as an honest service delivers it, or as ``changes`` say."""
    one = letter()
    html, text = one.html, one.text
    for placeholder, address in (
        (UNSUBSCRIBE, "https://service.example.com/out/1"),
        (VIEW_ONLINE, "https://letter.example.org/online"),
        (PICTURES, "https://letter.example.org/media/"),
    ):
        html, text = html.replace(placeholder, address), text.replace(placeholder, address)
    html = changes.get("html", lambda source: source)(html)
    message = EmailMessage()
    results = changes.get("results", "mx.example.net; dkim=pass; spf=pass; dmarc=pass")
    if results:
        message["Authentication-Results"] = results
    message["DKIM-Signature"] = "v=1; a=rsa-sha256; d=letter.example.org; s=k2; b=x"
    message["From"] = changes.get("sender", "Cénum <cenum@letter.example.org>")
    message["To"] = changes.get("to", "ada@readers.example.org")
    message["Reply-To"] = changes.get("reply_to", "cenum@letter.example.org")
    message["Subject"] = changes.get("subject", f"[Test] {one.subject}")
    message["List-Unsubscribe"] = changes.get("unsubscribe", "<https://service.example.com/out/1>")
    if changes.get("one_click", True):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if changes.get("text", text):
        message.set_content(changes.get("text", text))
        message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    return message


def receipt(**changes: Any) -> Receipt:
    return inspect(parse(bytes(delivered(**changes))), letter())


def rules(one: Receipt, tracking: Tracking = QUIET) -> list[str]:
    return [f"{finding.severity.value} {finding.rule}" for finding in findings(one, "test.eml", tracking)]


def test_an_honest_service_has_nothing_to_explain() -> None:
    one = receipt()
    assert rules(one) == []
    assert (one.rewritten, one.pixels, one.unfilled) == ((), (), ())
    assert one.hosts_added == ("service.example.com",)
    assert (one.text_alike or 0) > 0.9
    assert (one.subject_alike, one.sender_alike, one.reply_alike, one.one_click) == (True, True, True, True)
    assert dict(one.authentication) == {"dkim": "pass", "spf": "pass", "dmarc": "pass"}
    assert one.signed_by == ("letter.example.org",)


@pytest.mark.parametrize(
    ("pixel", "seen"),
    [
        ('<img src="https://t.example.com/p.gif" width="1" height="1">', True),
        ('<img src="https://t.example.com/p.gif" style="width:1px;height:1px">', True),
        ('<img src="https://t.example.com/p.gif" style="display: none">', True),
        ('<img src="https://t.example.com/p.gif" height="0">', True),
        ('<img src="https://t.example.com/p.gif" style="opacity:0">', True),
        ('<div style="display:none"><p><img src="https://t.example.com/p.gif"></p></div>', True),
        ('<img src="https://t.example.com/p.gif" alt="" />', True),
        ('<img src="https://t.example.com/p.gif">', True),
        ('<img src="https://t.example.com/p.gif" width="01" height=" 1px">', True),
        ('<img src="https://t.example.com/p.gif" style="max-height:0">', True),
        ('<img src="https://t.example.com/p.gif" style="width:.5px;height:10px">', True),
        ('<img src="https://t.example.com/p.gif" style="opacity:.01" width="9">', True),
        ('<p hidden><img src="https://t.example.com/p.gif" width="9"></p>', True),
        ('<input type="image" src="https://t.example.com/p.gif" width="1">', True),
        ('<div style="height:1px;background-image:url(https://t.example.com/p.gif)"></div>', True),
        ('<td background="https://t.example.com/p.gif" height="1"></td>', True),
        ('<img src="https://t.example.com/p.gif" style="line-height:0;border-width:1px;max-width:100px">', False),
        ('<img src="https://t.example.com/p.gif" width="100" height="10">', False),
        ('<img src="https://t.example.com/p.gif" width="1%" alt="x">', False),
        ('<img src="https://t.example.com/p.gif" alt="Un logo">', False),
        ('<input type="image" src="https://t.example.com/p.gif">', False),
        ('<p style="background:url(https://t.example.com/p.gif)">x</p>', False),
        ('<style>p { background: url("https://t.example.com/p.gif") }</style>', False),
        ('<object data="https://t.example.com/p.gif"></object>', False),
        ('<img srcset="https://t.example.com/p.gif 2x" width="9">', False),
        ('<!--[if mso]><img src="https://t.example.com/p.gif" width="9"><![endif]-->', False),
    ],
)
def test_whatever_is_fetched_besides_is_found_however_it_hides(pixel: str, seen: bool) -> None:  # noqa: FBT001  a table
    one = receipt(html=lambda html: html.replace("</body>", pixel + "</body>"))
    assert one.pixels + one.fetched == ("https://t.example.com/p.gif",)
    assert (one.pixels == ("https://t.example.com/p.gif",)) == seen
    assert "t.example.com" in one.hosts_added
    assert rules(one) == ["error receipt-pixel" if seen else "error receipt-fetched"]
    assert rules(one, Tracking(opens=True)) == []
    alone = inspect(parse(bytes(delivered(html=lambda html: html.replace("</body>", pixel + "</body>")))), None)
    assert ("https://t.example.com/p.gif" in alone.pixels) == seen


PICTURE = '<img src="https://letter.example.org/media/dessin-0123456789ab.jpg" alt="">'


@pytest.mark.parametrize(
    ("hosted", "pixel_first"),
    [
        ("https://letter.example.org/media/dessin-0123456789ab.jpg", False),
        ("https://cdn.example.com/uploads/dessin-0123456789ab_1.jpg", True),
        ("https://cdn.example.com/0f3a.jpg", False),
    ],
)
def test_a_picture_that_a_service_hosts_is_the_editions_and_a_pixel_beside_it_is_not(
    hosted: str,
    pixel_first: bool,  # noqa: FBT001  a table
) -> None:
    moved = PICTURE.replace("https://letter.example.org/media/dessin-0123456789ab.jpg", hosted)
    assert rules(receipt(html=lambda html: html.replace(PICTURE, moved))) == []
    pixel = '<img src="https://t.example.com/p.gif" alt="">'
    both = pixel + moved if pixel_first else moved + pixel
    one = receipt(html=lambda html: html.replace(PICTURE, both))
    assert (one.pixels, one.fetched) == (("https://t.example.com/p.gif",), ())


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:9000/subscription/x",
        "http://LOCALHOST/x",
        "https://127.0.0.1/x",
        "http://lists.localhost:80/x",
        "http://[::1]:9000/x",
    ],
)
@pytest.mark.parametrize("what", ["https://service.example.com/out/1", "https://letter.example.org/online"])
def test_what_leads_readers_to_their_own_machine_is_an_error(address: str, what: str) -> None:
    one = receipt(html=lambda html: html.replace(what, address))
    assert one.own_machine == (address,)
    assert "error receipt-machine" in rules(one)
    moved = PICTURE.replace("https://letter.example.org/media/", "http://localhost:9000/uploads/")
    assert "error receipt-machine" in rules(receipt(html=lambda html: html.replace(PICTURE, moved)))
    assert receipt().own_machine == ()


def test_what_a_service_of_ones_own_adds_leads_to_its_own_host() -> None:
    def looked(*hosts: str) -> Receipt:
        message = parse(bytes(delivered()))
        return inspect(message, letter(), ("letter.example.org",), *hosts)

    one = looked("lists.example.org")
    assert one.astray == ("https://service.example.com/out/1",)
    assert "error receipt-machine" in rules(one)
    assert looked("service.example.com").astray == ()
    assert looked().astray == ()  # others run it, on hosts of their own


def test_a_letter_may_speak_of_a_machine_of_its_own() -> None:
    own = '<a href="http://localhost:8030/">chez vous</a>'
    written = replace(letter(), html=letter().html.replace("</body>", own + "</body>"))
    arrived = delivered(html=lambda html: html.replace("</body>", own + "</body>"))
    assert inspect(parse(bytes(arrived)), written).own_machine == ()


def test_a_message_that_is_looked_at_alone_names_the_hosts_it_asks() -> None:
    logo = '<img src="https://t.example.com/logo.png" alt="Un logo" width="90">'
    raw = bytes(delivered(html=lambda html: html.replace(PICTURE, PICTURE.replace('alt=""', 'alt="x"') + logo)))
    one = inspect(parse(raw), None, {"letter.example.org"})
    (asked,) = [finding for finding in findings(one, "test.eml", QUIET) if finding.rule == "receipt-hosts"]
    assert "t.example.com" in asked.message
    assert "letter.example.org" not in asked.message


def test_a_link_that_leads_through_another_host_is_named() -> None:
    one = receipt(
        html=lambda html: html.replace(escape("https://example.org/page?a=1&b=2"), "https://t.example.com/c/1")
    )
    assert [(link.address, link.through) for link in one.rewritten] == [
        ("https://example.org/page?a=1&b=2", "t.example.com")
    ]
    assert rules(one) == ["warning receipt-links"]
    assert rules(one, Tracking(clicks=True)) == []


@pytest.mark.parametrize(
    ("arrived", "added"),
    [
        (
            "https://example.org/page?a=1&amp;b=2&amp;utm_source=brevo&amp;utm_campaign=x",
            ("utm_source", "utm_campaign"),
        ),
        ("https://example.org/page/?mtm_campaign=x&amp;a=1&amp;b=2", ("mtm_campaign",)),
        ("https://example.org/page?a=1&amp;b=2#xtor=EPR-1", ("#xtor=EPR-1",)),
    ],
)
def test_parameters_that_were_added_are_no_clicks_that_are_counted(arrived: str, added: tuple[str, ...]) -> None:
    one = receipt(html=lambda html: html.replace("https://example.org/page?a=1&amp;b=2", arrived))
    assert [(link.address, link.added) for link in one.extended] == [("https://example.org/page?a=1&b=2", added)]
    assert (one.rewritten, one.missing) == ((), ())
    assert rules(one) == rules(one, Tracking(clicks=True)) == ["warning receipt-parameters"]
    (said,) = findings(one, "test.eml", QUIET)
    assert added[0] in said.message
    assert "Brevo" in said.remedy


def test_a_link_that_did_not_arrive_is_missing_and_leads_nowhere() -> None:
    one = receipt(html=lambda html: html.replace(LINK, "La page"))
    assert one.missing == ("https://example.org/page?a=1&b=2",)
    assert (one.rewritten, one.extended) == ((), ())
    assert rules(one) == ["error receipt-missing"]


def test_one_of_two_links_to_the_same_page_can_be_rewritten_alone() -> None:
    twice = replace(letter(), html=letter().html.replace(LINK, LINK + LINK))
    rewritten = LINK + LINK.replace("https://example.org/page?a=1&amp;b=2", "https://t.example.com/c/1")
    one = inspect(parse(bytes(delivered(html=lambda html: html.replace(LINK, rewritten)))), twice)
    assert [link.through for link in one.rewritten] == ["t.example.com"]


@pytest.mark.parametrize(
    "changed",
    [
        "https://example.org/page?a=1&b=2",
        "https://example.org/page?a=1&amp;b=2",
        "https://example.org/page?a=1&#38;b=2",
    ],
)
def test_a_link_that_is_only_spelt_in_another_way_is_kept(changed: str) -> None:
    one = receipt(html=lambda html: html.replace("https://example.org/page?a=1&amp;b=2", changed))
    assert one.rewritten == ()


@pytest.mark.parametrize(
    "left",
    [
        "{{ contact.NAME }}",
        '<a href="%7B%7B%20mirror%20%7D%7D">x</a>',
        "*|FNAME|*",
        '<a href="https://x.example/*%7CUNSUB%7C*">x</a>',
        "[[data:name]]",
        '<a href="https://x.example/%5B%5BUNSUB_LINK_FR%5D%5D">x</a>',
        f'<a href="{UNSUBSCRIBE}">x</a>',
    ],
)
def test_a_merge_tag_that_was_not_filled_is_an_error_and_prose_is_not(left: str) -> None:
    one = receipt(html=lambda html: html.replace("</body>", left + "</body>"))
    assert len(one.unfilled) == 1
    assert rules(one) == ["error receipt-unfilled"]
    assert PROSE.split(",")[0] not in "".join(receipt().unfilled)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": ""}, ["warning receipt-text"]),
        ({"text": "Cliquez ici pour lire la lettre en ligne"}, ["warning receipt-text"]),
        ({"one_click": False}, ["warning receipt-one-click"]),
        ({"unsubscribe": "<mailto:out@example.org>"}, ["error receipt-unsubscribe"]),
        ({"unsubscribe": "<http://service.example.com/out/1>"}, ["error receipt-unsubscribe"]),
        ({"results": None}, ["warning receipt-unjudged"]),
        ({"results": "mx.example.net; none"}, ["warning receipt-unjudged"]),
        ({"to": '"{{ contact.FIRSTNAME }}" <ada@example.org>'}, ["error receipt-unfilled"]),
        ({"to": "=?utf-8?q?=7B=7B_contact.FIRSTNAME_=7D=7D?= <ada@example.org>"}, ["error receipt-unfilled"]),
        ({"reply_to": '"*|REPLY|*" <cenum@letter.example.org>'}, ["error receipt-unfilled"]),
        ({"results": "mx.example.net; dkim=fail; spf=pass"}, ["error receipt-authentication"]),
        ({"subject": "Tout autre chose"}, ["error receipt-header"]),
        ({"sender": "x@example.org"}, ["error receipt-header"]),
        ({"html": lambda html: html + "<!--" + "x" * 86_000 + "-->"}, ["warning receipt-size-near"]),
        ({"html": lambda html: html + "<!--" + "x" * 103_000 + "-->"}, ["error receipt-size"]),
    ],
)
def test_what_a_service_did_wrong_is_said(changes: dict[str, Any], expected: list[str]) -> None:
    assert rules(receipt(**changes)) == expected


def test_only_the_topmost_authentication_results_are_trusted() -> None:
    message = delivered(results="mx.example.net; dkim=fail")
    message["Authentication-Results"] = "forged.example; dkim=pass"
    assert dict(inspect(parse(bytes(message)), None).authentication) == {"dkim": "fail"}


def test_without_an_edition_the_message_speaks_for_itself() -> None:
    one = inspect(parse(bytes(delivered())), None)
    assert one.subject_alike is None
    assert one.unfilled
    assert "example.org" in one.hosts_added


def test_the_receipt_is_a_table_that_nothing_breaks() -> None:
    one = receipt(subject="a | b <script>")
    text = as_markdown(one, findings(one, "test.eml", QUIET))
    assert "`a \\| b <script>`" in text
    assert f"| digest | {letter().digest} |" in text
    assert text.count("\n| ") == len([name for name, _value in rows(one) if name]) + 2


EVIL = "![x](https://t.example.com/p.gif) @octocat `code` <img src=x> | #1 ``two``\x1b[31m"


def test_nothing_that_was_received_is_alive_in_a_receipt() -> None:
    from markdown_it import MarkdownIt  # noqa: PLC0415  only here

    one = receipt(subject=EVIL, sender=f'"{EVIL}" <x@example.org>', html=lambda html: html.replace(LINK, EVIL))
    left = inspect(parse(bytes(delivered(subject="{{" + EVIL, html=lambda html: html.replace(LINK, EVIL)))), letter())
    for receipt_ in (one, left):
        text = as_markdown(receipt_, findings(receipt_, "test.eml", QUIET))
        assert "\x1b" not in text
        page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
        outside = re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
        assert "octocat" in page
        for alive in ("octocat", "<img", "t.example.com", "#1"):
            assert alive not in outside


@settings(deadline=None)  # a machine with other work to do is no mistake
@given(st.text(st.characters(codec=None)))
def test_a_code_span_holds_whatever_is_put_into_it(text: str) -> None:
    from markdown_it import MarkdownIt  # noqa: PLC0415  as above

    page = MarkdownIt().render(f"a {_code(text)} b")
    shown = re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
    assert re.fullmatch(r"<p>a ( b|b)</p>\n", shown)


def test_the_receipt_lists_what_became_of_every_link() -> None:
    one = receipt(
        html=lambda html: html.replace(escape("https://example.org/page?a=1&b=2"), "https://t.example.com/c/1")
    )
    assert ("", "https://example.org/page?a=1&b=2 → t.example.com") in rows(one)
    assert "`https://example.org/page?a=1&b=2 → t.example.com`" in as_markdown(one, [])


def test_a_receipt_is_in_one_language() -> None:
    i18n.speak("fr")
    try:
        text = as_markdown(one := receipt(subject="Autre chose"), findings(one, "test.eml", QUIET))
    finally:
        i18n.speak("en")
    assert text.startswith("### Ce que le service d’envoi a changé dans la lettre\n")
    assert "- **erreur** `l’objet n’est pas celui de l’édition`" in text


@settings(deadline=None)  # a machine with other work to do is no mistake
@given(st.binary(max_size=2000))
def test_whatever_is_given_is_a_message_or_a_sentence(raw: bytes) -> None:
    for head in (b"", b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"):
        try:
            inspect(parse(head + raw), letter())
        except CenumError:
            continue


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"(" * 20_000 + b"\r\nContent-Type: text/html\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: text/html; charset=utf-7\r\n\r\n+AGEAYgBj-+",
        b"From: a@b.example\r\nContent-Type: text/html; charset=idna\r\n\r\n\xff.\xff",
        b"From: a@b.example\r\nContent-Type: text/html; charset=zip\r\n\r\nx",
        b"From: a@b.example\r\n"
        + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)),
    ],
    ids=["comments", "utf-7", "idna", "zip", "nesting"],
)
def test_what_was_made_to_break_a_reader_breaks_nothing(raw: bytes) -> None:
    try:
        inspect(parse(raw), letter())
    except CenumError:
        return


def test_one_signature_that_holds_is_enough() -> None:
    one = receipt(results="mx.example.net; dkim=fail header.d=a.example; dkim=pass header.d=b.example; spf=pass")
    assert dict(one.authentication)["dkim"] == "pass"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('mx.example.net; dkim=fail reason="spf=pass; dkim=pass"', {"dkim": "fail"}),
        (
            "mx.example.net; dkim=fail (was; dkim=pass; (in; dkim=pass) earlier; spf=pass) header.d=a",
            {"dkim": "fail"},
        ),
        (r"mx.example.net; dkim=fail (a \) ; dkim=pass) x=y", {"dkim": "fail"}),
        (r'mx.example.net; dkim=fail reason="a \" ; dkim=pass"', {"dkim": "fail"}),
        ('mx.example.net; dkim=fail ("; dkim=pass")', {"dkim": "fail"}),
        ('mx.example.net; spf=fail reason="(" ; dkim=pass', {"dkim": "pass", "spf": "fail"}),
        ("mx.example.net; dkim=fail reason=none spf=pass", {"dkim": "fail"}),
        ("mx.example.net 1; dkim/1 = pass; spf (x) = softfail", {"dkim": "pass", "spf": "softfail"}),
        ("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=fail", {"dkim": "fail", "spf": "pass"}),
        ("mx.example.net; dkim=fail (never closed; dkim=pass", {"dkim": "fail"}),
        ("mx.example.net; x-dkim=pass; dkim=fail", {"dkim": "fail"}),
    ],
)
def test_what_a_sender_wrote_into_a_remark_is_no_result(header: str, expected: dict[str, str]) -> None:
    assert dict(receipt(results=header).authentication) == expected


_WORDS = st.sampled_from(["dkim=pass", "; dkim=pass", "spf=pass", ";", " ", "x", "(", ")", '"', "\\"])


def _comment(inner: str) -> str:
    return "(" + inner + ")"


_COMMENTS = st.recursive(
    st.lists(_WORDS.filter(lambda word: word not in "()\\")).map("".join),
    lambda inner: st.lists(inner.map(_comment)).map("; dkim=pass ".join),
)


@settings(deadline=None)  # a machine with other work to do is no mistake
@given(_COMMENTS.map(_comment), st.lists(_WORDS.filter(lambda word: word not in '"\\')).map("".join))
def test_no_remark_makes_a_signature_hold(comment: str, quoted: str) -> None:
    header = f'mx.example.net; {comment} dkim{comment}={comment}fail {comment} reason="{quoted}" {comment}'
    assert dict(receipt(results=header).authentication) == {"dkim": "fail"}


def test_what_the_embedded_service_delivered_is_not_judged_by_its_signature() -> None:
    message = delivered(results=None, unsubscribe="<http://localhost:8025/unsubscribe/1>")
    del message["DKIM-Signature"]
    one = inspect(parse(bytes(message)), letter())
    (said,) = findings(one, "test.eml", QUIET, embedded=True)
    assert (said.severity.value, "embedded service does not sign" in said.message) == ("warning", True)
    assert "DNS" not in said.remedy
    elsewhere = rules(one)
    assert elsewhere.count("error receipt-authentication") == 1
    assert elsewhere.count("warning receipt-unjudged") == 1
    assert "error receipt-unsubscribe" in elsewhere


def test_an_address_to_unsubscribe_without_encryption_is_what_is_wrong_with_it() -> None:
    (said,) = findings(receipt(unsubscribe="<http://service.example.com/out/1>"), "test.eml", QUIET)
    assert "https" in said.message
    assert "https://" in said.remedy


def test_a_message_that_was_forwarded_as_an_attachment_is_the_attached_one() -> None:
    forward = EmailMessage()
    forward["From"] = "colleague@example.org"
    forward["Subject"] = "Fwd"
    forward.set_content("<p>Regarde</p>", subtype="html")
    one = delivered()
    forward.add_attachment(one)
    received = parse(bytes(forward))
    assert received == parse(bytes(one))
    again = EmailMessage()
    again["From"] = "chief@example.org"
    again.set_content("x")
    again.add_attachment(forward)
    assert parse(bytes(again)) == received
    forward.add_attachment(delivered())
    with pytest.raises(UsageMistake, match="several messages"):
        parse(bytes(forward))


def test_a_merge_tag_in_the_senders_name_is_found() -> None:
    assert rules(receipt(sender='"{{ name }}" <cenum@letter.example.org>')) == ["error receipt-unfilled"]


def test_a_mailbox_has_to_prove_who_it_is() -> None:
    asked: dict[str, Any] = {}

    def connect(_host: str, **options: Any) -> Any:
        asked.update(options)
        return Mailbox([])

    with pytest.raises(UsageMistake):
        fetch("imap.example.org", "me", "x", "x", connect)
    assert asked["ssl_context"].verify_mode == ssl.CERT_REQUIRED
    assert asked["ssl_context"].check_hostname
    assert 0 < asked["timeout"] <= 60


def test_a_host_with_accents_is_asked_by_its_name_in_the_dns() -> None:
    asked: list[str] = []

    def connect(host: str, **_options: Any) -> Any:
        asked.append(host)
        return Mailbox([])

    with pytest.raises(UsageMistake, match="none of the latest messages"):
        fetch("courrier.société.example", "me", "x", "x", connect)
    assert asked == ["courrier.xn--socit-esab.example"]


@pytest.mark.parametrize(
    ("host", "user", "password", "says"),
    [
        ("a..example", "me", "x", "not the name of a server"),
        ("é" * 64, "me", "x", "not the name of a server"),
        ("imap.example.org", "me", "été2026", "accented letters"),
        ("imap.example.org", "zoé", "x", "accented letters"),
    ],
)
def test_what_imap_can_not_say_is_a_sentence(host: str, user: str, password: str, says: str) -> None:
    def connect(*_what: object, **_more: object) -> Any:
        raise AssertionError

    with pytest.raises(UsageMistake, match=says) as mistake:
        fetch(host, user, password, "x", connect)
    assert "été2026" not in str(mistake.value)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(UsageMistake, match="too large"):
        parse(b"x" * (LARGEST + 1))


class Mailbox:
    """As much of an IMAP server as the door uses."""

    def __init__(self, messages: list[bytes], mistake: Exception | None = None) -> None:
        self.messages = messages
        self.mistake = mistake
        self.sizes: dict[int, int] = {}  # where a message is larger than the one that it stands for
        self.silent: set[int] = set()  # of whose size nothing is said
        self.read: list[int] = []
        self.seen: list[int] = []  # what is no longer new (RFC 9051, section 6.4.5)
        self.read_only = False

    def login(self, _user: str, _password: str) -> None:
        if self.mistake:
            raise self.mistake

    def select(self, _box: str, *, readonly: bool) -> None:
        self.read_only = readonly

    def search(self, _charset: object, _what: str) -> tuple[str, list[bytes]]:
        return "OK", [b" ".join(str(number).encode() for number in range(1, len(self.messages) + 1))]

    def fetch(self, number: str, parts: str) -> tuple[str, list[object]]:
        """RFC 9051, section 7.5.2: what was asked for, by its name."""
        assert self.read_only
        if parts == "(RFC822.SIZE)":
            if int(number) in self.silent:
                return "OK", [None]
            return "OK", [
                f"{number} (RFC822.SIZE {self.sizes.get(int(number), len(self.messages[int(number) - 1]))})".encode()
            ]
        self.read.append(int(number))
        self.seen += [int(number)] * ("PEEK" not in parts)
        return "OK", [(b"1 (BODY[])", self.messages[int(number) - 1]), b")"]

    def logout(self) -> None:
        return


def test_the_latest_test_is_fetched_from_a_mailbox() -> None:
    first, last = bytes(delivered()), bytes(delivered(sender="later@example.org"))
    box = Mailbox([first, last, b"Subject: spam\r\n\r\n"])
    assert fetch("imap.example.org", "me", "secret", letter().subject, lambda *_a, **_k: box) == last  # type: ignore[arg-type]  # it answers as one
    with pytest.raises(UsageMistake, match="none of the latest messages"):
        fetch("imap.example.org", "me", "secret", "Rien", lambda *_a, **_k: box)  # type: ignore[arg-type]  # as above


def test_a_message_that_no_letter_is_as_long_as_is_not_read() -> None:
    wanted = bytes(delivered())
    box = Mailbox([wanted, wanted])
    box.sizes[2] = 10_000_001
    assert fetch("imap.example.org", "me", "secret", letter().subject, lambda *_a, **_k: box) == wanted  # type: ignore[arg-type]  # as above
    assert box.read == [1]


def test_nor_is_one_whose_size_nobody_says() -> None:
    wanted = bytes(delivered())
    box = Mailbox([wanted, wanted])
    box.silent = {2}
    assert fetch("imap.example.org", "me", "secret", letter().subject, lambda *_a, **_k: box) == wanted  # type: ignore[arg-type]  # as above
    assert box.read == [1]


def test_the_latest_messages_are_looked_at_and_all_of_them_stay_new() -> None:
    box = Mailbox([bytes(delivered()), *[b"Subject: spam\r\n\r\n"] * 200])
    with pytest.raises(UsageMistake, match="none of the latest messages"):
        fetch("imap.example.org", "me", "secret", letter().subject, lambda *_a, **_k: box)  # type: ignore[arg-type]  # as above
    assert (box.read, box.seen) == ([*range(201, 171, -1)], [])


def test_a_mailbox_that_says_no_never_shows_the_password() -> None:
    import imaplib  # noqa: PLC0415  only its error

    box = Mailbox([], imaplib.IMAP4.error("bad password hunter2secret"))
    with pytest.raises(ServiceRefused) as refusal:
        fetch("imap.example.org", "me", "hunter2secret", "x", lambda *_a, **_k: box)  # type: ignore[arg-type]  # as above
    assert "hunter2secret" not in str(refusal.value)

    def nobody(*_what: object, **_more: object) -> Any:
        raise OSError("no route")

    with pytest.raises(ServiceUnreachable, match="no route"):
        fetch("imap.example.org", "me", "x", "x", nobody)
