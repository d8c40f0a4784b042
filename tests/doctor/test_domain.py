from __future__ import annotations

import contextlib
import socket
import time
from base64 import b64encode

import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.doctor.diagnosis import Diagnosis, Health
from cenum.doctor.domain import CannotAsk, DnsLookup, domain_diagnoses
from cenum.printable import printable
from cenum.services.registry import NAMES, spec

from .zones import ROOT, Zone, name_server, rsa_key

KEY = f"v=DKIM1; k=rsa; p={rsa_key(2048)}"
HOME = "example.org"
GOOD, UNKNOWN, WARNING, BAD = Health.GOOD, Health.UNKNOWN, Health.WARNING, Health.BAD


def diagnoses(
    subject: str, zone: Zone, service: str = "listmonk", domain: str = HOME, selectors: tuple[str, ...] = ("s1",)
) -> list[Diagnosis]:
    return [
        one for one in domain_diagnoses(domain, spec(service), zone, selectors) if one.subject.startswith(subject)
    ]


def verdicts(found: list[Diagnosis]) -> list[Health]:
    return [one.verdict for one in found]


def _includes(count: int) -> dict[str, list[str]]:
    """A chain in which every record includes the next."""
    chain = {f"i{n}.example": [f"v=spf1 include:i{n + 1}.example -all"] for n in range(1, count)}
    return {HOME: ["v=spf1 include:i1.example ~all"], **chain, f"i{count}.example": ["v=spf1 ip4:192.0.2.1 -all"]}


@pytest.mark.parametrize(
    ("txt", "verdict", "words"),
    [
        ({HOME: ["v=spf1 mx -all"]}, GOOD, "1 of 10"),
        ({HOME: ["V=SPF1 a:mail.example.org/24 MX ~ALL"]}, GOOD, "2 of 10"),
        ({HOME: ["hello", "v=spf10 +all", "v=spf1 ip4:192.0.2.0/24 exp=x.example ~all"]}, GOOD, "0 of 10"),
        ({HOME: ["v=spf1 redirect=_spf.example"], "_spf.example": ["v=spf1 a -all"]}, GOOD, "2 of 10"),
        ({HOME: ["v=spf1 exists:%{i}.example include:%{d}.example -all"]}, GOOD, "2 of 10"),
        ({HOME: ["v=spf1 -all redirect=nowhere.example include:nowhere.example"]}, GOOD, "0 of 10"),
        (_includes(10), GOOD, "10 of 10"),
        (_includes(11), BAD, "more than 10"),
        ({HOME: ["v=spf1 " + "a " * 11 + "-all"]}, BAD, "more than 10"),
        ({}, BAD, "does not say which servers"),
        ({HOME: ["v=spf1 -all", "v=spf1 mx ~all"]}, BAD, "2 SPF records"),
        ({HOME: ["v=spf1 +all"]}, BAD, "anyone"),
        ({HOME: ["v=spf1 all"]}, BAD, "anyone"),
        ({HOME: ["v=spf1 redirect=_spf.example"], "_spf.example": ["v=spf1 all"]}, BAD, "anyone"),
        ({HOME: ["v=spf1 mx ?all"]}, WARNING, "other servers"),
        ({HOME: ["v=spf1 mx"]}, WARNING, "other servers"),
        ({HOME: ["v=spf1 ipv4:192.0.2.1 -all"]}, BAD, "“ipv4” is not an SPF mechanism"),
        ({HOME: ["v=spf1 include:gone.example -all"]}, BAD, "gone.example, which it names, has 0"),
        ({HOME: ["v=spf1 include: -all"]}, BAD, "has 0"),
        ({HOME: [f"v=spf1 include:{HOME} -all"]}, BAD, "in a loop"),
        (
            {HOME: ["v=spf1 include:a.example -all"], "a.example": ["v=spf1 redirect=A.example."]},
            BAD,
            "includes a.example in a loop",
        ),
    ],
)
def test_spf_is_walked_as_mailboxes_walk_it(txt: dict[str, list[str]], verdict: Health, words: str) -> None:
    (found,) = diagnoses("SPF", Zone(txt))
    assert found.verdict is verdict
    assert words in found.says
    assert bool(found.remedy) is (verdict is not GOOD)


@pytest.mark.parametrize(
    ("service", "record", "verdict", "remedy"),
    [
        ("mailjet", "v=spf1 mx ~all", WARNING, 'example.org. TXT "v=spf1 mx include:spf.mailjet.com ~all"'),
        ("mailjet", "v=spf1 -all include:spf.mailjet.com", WARNING, "include:spf.mailjet.com -all"),
        ("mailjet", None, BAD, 'example.org. TXT "v=spf1 include:spf.mailjet.com ~all"'),
        ("mailjet", "v=spf1 include:spf.mailjet.com -all", GOOD, ""),
        ("brevo", "v=spf1 mx ~all", GOOD, ""),
        ("brevo", None, WARNING, 'example.org. TXT "v=spf1 include:spf.brevo.com ~all"'),
        ("mailchimp", "v=spf1 mx ~all", GOOD, ""),
        ("mailchimp", None, WARNING, "include:servers.mcsv.net"),
        ("listmonk", None, BAD, 'example.org. TXT "v=spf1 mx ~all"'),
        ("listmonk", "v=spf1 mx ?all", WARNING, 'example.org. TXT "v=spf1 mx ~all"'),
    ],
)
def test_spf_names_what_the_service_asks_for(service: str, record: str | None, verdict: Health, remedy: str) -> None:
    txt = {HOME: [record] if record else [], "spf.mailjet.com": ["v=spf1 ip4:192.0.2.1 ?all"]}
    (found,) = diagnoses("SPF", Zone(txt), service)
    assert found.verdict is verdict
    assert remedy in found.remedy


def test_two_spf_records_become_one() -> None:
    zone = Zone({HOME: ["v=spf1 include:a.example -all", "v=spf1 mx include:a.example ~all"]})
    assert '"v=spf1 include:a.example mx ~all"' in diagnoses("SPF", zone)[0].remedy


def test_a_redirect_that_lets_everybody_in_is_mended_where_it_leads() -> None:
    zone = Zone({HOME: ["v=spf1 redirect=_spf.example"], "_spf.example": ["v=spf1 mx +all"]})
    assert '_spf.example. TXT "v=spf1 mx ~all"' in diagnoses("SPF", zone)[0].remedy


@pytest.mark.parametrize(
    ("records", "verdict", "words"),
    [
        ([KEY], GOOD, "2048 bits"),
        ([f"p={rsa_key(4096)}"], GOOD, "4096 bits"),
        ([f"k=rsa; p={rsa_key(2048, bare=True)}"], GOOD, "2048 bits"),
        ([f"v=DKIM1; p={rsa_key(2048)[:200]} {rsa_key(2048)[200:]};"], GOOD, "2048 bits"),
        (["unrelated", KEY], GOOD, "2048 bits"),
        (["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="], GOOD, "256 bits"),
        (["v=DKIM1; k=ed25519; p=11qYAYKx"], BAD, "can't be read"),
        ([f"v=DKIM1; p={rsa_key(1024)}"], WARNING, "1024 bits"),
        ([f"v=DKIM1; p={rsa_key(768)}"], BAD, "768 bits"),
        ([f"v=DKIM1; t=s : y; p={rsa_key(2048)}"], WARNING, "t=y"),
        ([f"v=DKIM1; t=s; p={rsa_key(2048)}"], GOOD, "2048 bits"),
        (["v=DKIM1; p="], BAD, "revoked"),
        (["v=DKIM1; p=é"], BAD, "can't be read"),
        (["v=DKIM1; p=MAMC"], BAD, "can't be read"),
        ([f"v=DKIM1; p={rsa_key(2048)[:-8]}"], BAD, "can't be read"),
        ([f"v=DKIM1; k=dsa; p={rsa_key(2048)}"], BAD, "can't be read"),
        ([f"v=DKIM2; p={rsa_key(2048)}"], BAD, "no DKIM key"),
        ([KEY, KEY], BAD, "2 keys"),
        ([], BAD, "does not exist"),
    ],
)
def test_a_dkim_key_is_weighed(records: list[str], verdict: Health, words: str) -> None:
    (found,) = diagnoses("DKIM", Zone({"s1._domainkey.example.org": records}))
    assert found.subject == "DKIM s1"
    assert found.verdict is verdict
    assert words in found.says
    assert bool(found.remedy) is (verdict is not GOOD)


@pytest.mark.parametrize(
    ("service", "present", "expected"),
    [
        ("brevo", ["brevo1", "brevo2"], [GOOD, GOOD]),
        ("brevo", ["mail"], [GOOD]),
        ("brevo", ["brevo2"], [BAD, GOOD]),
        ("brevo", [], [BAD, BAD]),
        ("mailchimp", ["k2", "k3"], [GOOD, GOOD]),
        ("mailchimp", ["k1"], [GOOD]),
        ("mailjet", ["mailjet"], [GOOD]),
        ("mailjet", [], [BAD]),
        ("listmonk", [], [UNKNOWN]),
        ("local", [], [UNKNOWN]),
    ],
)
def test_dkim_selectors_are_the_services(service: str, present: list[str], expected: list[Health]) -> None:
    zone = Zone({f"{name}._domainkey.example.org": [KEY] for name in present})
    assert verdicts(diagnoses("DKIM", zone, service, selectors=())) == expected


def test_a_selector_of_ones_own_will_do_at_a_known_service() -> None:
    zone = Zone({"s1._domainkey.example.org": [KEY]})
    assert verdicts(diagnoses("DKIM", zone, "brevo")) == [GOOD]


def test_what_is_missing_is_given_as_the_line_to_add() -> None:
    remedies = [one.remedy for one in diagnoses("DKIM", Zone(), "brevo", "news.example.org", ())]
    assert "brevo1._domainkey.news.example.org. CNAME b1.news-example-org.dkim.brevo.com." in remedies[0]
    assert "brevo2._domainkey.news.example.org. CNAME b2.news-example-org.dkim.brevo.com." in remedies[1]
    remedies = [one.remedy for one in diagnoses("DKIM", Zone(), "mailchimp", selectors=())]
    assert "k2._domainkey.example.org. CNAME dkim2.mcsv.net." in remedies[0]
    (mailjet,) = diagnoses("DKIM", Zone(), "mailjet", selectors=())
    assert 'mailjet._domainkey.example.org. TXT "v=DKIM1; k=rsa; p=…"' in mailjet.remedy


def test_an_alias_that_leads_nowhere_is_named() -> None:
    zone = Zone(cname={"k2._domainkey.example.org": ["old.example"]})
    first, _second = diagnoses("DKIM", zone, "mailchimp", selectors=())
    assert "points to old.example" in first.says


@pytest.mark.parametrize(
    ("records", "expected", "remedy"),
    [
        (["v=DMARC1; p=reject; rua=mailto:d@example.org"], [GOOD], ""),
        (["v=DMARC1;p=QUARANTINE;rua=mailto:d@example.org;pct=100"], [GOOD], ""),
        (
            ["v=DMARC1; p=none; rua=mailto:d@example.org"],
            [WARNING],
            '_dmarc.example.org. TXT "v=DMARC1; p=quarantine; rua=mailto:d@example.org"',
        ),
        (["v=DMARC1; p=reject"], [WARNING], '"v=DMARC1; p=reject; rua=mailto:dmarc@example.org"'),
        (["v=DMARC1; p=reject; pct=20; rua=mailto:d@example.org"], [WARNING], "pct=100"),
        (["v=DMARC1; p=none; pct=x"], [WARNING, WARNING, WARNING], "p=quarantine"),
        (["v=DMARC1; rua=mailto:d@example.org"], [BAD], '"v=DMARC1; p=none; rua=mailto:d@example.org"'),
        (["v=DMARC1; p=monitor"], [BAD], '"v=DMARC1; p=none"'),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], [BAD], "keep one only"),
        (["v=DMARC10; p=reject"], [BAD], '"v=DMARC1; p=none; rua=mailto:dmarc@example.org"'),
        ([], [BAD], '_dmarc.example.org. TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.org"'),
    ],
)
def test_dmarc_is_weighed(records: list[str], expected: list[Health], remedy: str) -> None:
    found = diagnoses("DMARC", Zone({"_dmarc.example.org": records}))
    assert verdicts(found) == expected
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        ("v=DMARC1; p=reject; rua=mailto:d@example.org", GOOD),
        ("v=DMARC1; p=none; sp=reject; rua=mailto:d@example.org", GOOD),
        ("v=DMARC1; p=reject; sp=none; rua=mailto:d@example.org", WARNING),
    ],
)
def test_a_subdomain_is_under_its_parents_dmarc(record: str, verdict: Health) -> None:
    zone = Zone({"_dmarc.example.org": [record], "_dmarc.org": ["v=DMARC1; p=none"]})
    assert verdicts(diagnoses("DMARC", zone, domain="Letter.News.example.org.")) == [verdict]


def test_what_can_not_be_asked_is_unknown_and_the_rest_is_told() -> None:
    zone = Zone({HOME: ["v=spf1 mx -all"]}, broken=("s1._domainkey.example.org", "_dmarc.example.org"))
    found = domain_diagnoses(HOME, spec("listmonk"), zone, ["s1"])
    assert [(one.subject, one.verdict) for one in found] == [("SPF", GOOD), ("DKIM", UNKNOWN), ("DMARC", UNKNOWN)]
    assert "no answer" in found[1].says


def test_what_a_terminal_would_obey_is_not_passed_on() -> None:
    (found,) = diagnoses("DMARC", Zone({"_dmarc.example.org": ["v=DMARC1; p=\x1b[2J"]}))
    assert "\x1b" not in found.says + found.remedy


WORDS = st.sampled_from(
    [
        "v=spf1",
        "v=DMARC1",
        "v=DKIM1",
        "; p=",
        "p=none",
        "include:",
        HOME,
        "redirect=",
        "~all",
        " ",
        ";",
        "t=y",
        "k=rsa",
    ]
)
TEXTS = st.lists(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=12).map("".join)), max_size=3)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(NAMES), st.binary())
def test_no_record_makes_the_doctor_fall_ill(
    spf: list[str], dkim: list[str], dmarc: list[str], service: str, der: bytes
) -> None:
    key = f"p={b64encode(der).decode()}"
    zone = Zone(
        {
            HOME: [*spf, "v=spf1 " + " ".join(spf)],
            "_dmarc.example.org": dmarc,
            "s1._domainkey.example.org": [*dkim, key],
        }
    )
    for found in domain_diagnoses(HOME, spec(service), zone, ["s1"]):
        assert found.says == printable(found.says)
        assert found.remedy == printable(found.remedy)


@given(st.text())
def test_no_domain_makes_the_doctor_fall_ill(domain: str) -> None:
    assert domain_diagnoses(domain, spec("brevo"), Zone(), [])


@given(st.text().filter(lambda name: "." in name or not name.isascii()))
def test_what_is_no_name_has_no_records(name: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unanswering:
        unanswering.bind(("127.0.0.1", 0))
        lookup = DnsLookup(["127.0.0.1"], unanswering.getsockname()[1], seconds=0.001)
        with contextlib.suppress(CannotAsk):
            assert lookup.txt(name) == []


ANSWERS = {
    (HOME, "TXT"): ['"v=spf1 mx " "~all"', '"caf\\195\\169 \\255"'],
    ("brevo1._domainkey.example.org", "CNAME"): ["b1.example-org.dkim.brevo.com."],
    ("b1.example-org.dkim.brevo.com", "TXT"): ['"k=rsa; p=AAAA"'],
}


def test_a_name_server_is_asked() -> None:
    with name_server(ANSWERS | ROOT) as port:
        lookup = DnsLookup(["127.0.0.1"], port, seconds=3)
        assert sorted(lookup.txt(HOME)) == ["café �", "v=spf1 mx ~all"]
        assert lookup.txt("brevo1._domainkey.example.org") == ["k=rsa; p=AAAA"]
        assert lookup.cname("brevo1._domainkey.example.org") == ["b1.example-org.dkim.brevo.com"]
        assert lookup.cname(HOME) == []
        assert lookup.txt("gone.example.org") == []
        assert lookup.txt("a..b") == []


@pytest.mark.parametrize("rcode", [dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_a_name_server_that_refuses_can_not_be_asked(rcode: dns.rcode.Rcode) -> None:
    with name_server({}, rcode) as port, pytest.raises(CannotAsk):
        DnsLookup(["127.0.0.1"], port, seconds=0.5).txt(HOME)


def test_a_name_server_that_denies_every_name_knows_of_no_record_that_is_missing() -> None:
    """A router says so while its line is down: nobody is to be told to write records that are there."""
    with name_server({}, dns.rcode.NXDOMAIN) as port, pytest.raises(CannotAsk, match="no name at all"):
        DnsLookup(["127.0.0.1"], port, seconds=3).txt(HOME)


def test_a_name_server_that_is_silent_is_not_waited_for() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        began = time.monotonic()
        with pytest.raises(CannotAsk):
            DnsLookup(["127.0.0.1"], silent.getsockname()[1], seconds=0.3).txt(HOME)
        assert time.monotonic() - began < 3
