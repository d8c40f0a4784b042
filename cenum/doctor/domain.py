"""What the DNS of the sender's domain lets mailboxes believe: SPF, DKIM and DMARC."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from cenum.denied_names import speaks_for_the_internet
from cenum.doctor.diagnosis import Diagnosis, bad, good, unknown, warning
from cenum.i18n import _
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cenum.services.specification import DomainDemands, ServiceSpec

_SECONDS = 5.0
_MOST_LOOKUPS = 10  # RFC 7208, section 4.6.4
_MECHANISMS = {"all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"}  # RFC 7208, section 5
_THAT_ASK = {"include", "a", "mx", "ptr", "exists"}  # RFC 7208, section 4.6.4; redirect asks too
_LEAST_BITS, _ENOUGH_BITS = 1024, 2048  # RFC 8301, section 3.2: MUST be at least 1024, SHOULD be 2048
_ED25519_BYTES = 32
_LONG_FORM, _INTEGER, _SEQUENCE = 0x80, 0x02, 0x30  # DER


class CannotAsk(Exception):
    """The name servers can't be asked now; ``reason`` is why, in the resolver's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Lookup(Protocol):
    """Where DNS is asked. Both give nothing where there is no such record, and raise :class:`CannotAsk`."""

    def txt(self, name: str) -> list[str]:
        """The TXT records of ``name``, the strings of each joined; aliases are followed."""
        ...

    def cname(self, name: str) -> list[str]:
        """What ``name`` is an alias of, without the final dot."""
        ...


class DnsLookup:
    """DNS as this machine asks it, or as ``nameservers`` (IP addresses) answer on ``port``."""

    def __init__(self, nameservers: Sequence[str] = (), port: int = 53, seconds: float = _SECONDS) -> None:
        self._nameservers, self._port, self._seconds = list(nameservers), port, seconds

    def txt(self, name: str) -> list[str]:
        """The TXT records of ``name``."""
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")]

    def cname(self, name: str) -> list[str]:
        """What ``name`` is an alias of."""
        return [record.target.to_text(omit_final_dot=True) for record in self._ask(name, "CNAME")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        # Of all commands only this one speaks DNS: the others do not wait for the import.
        import dns.exception  # noqa: PLC0415  see above
        import dns.name  # noqa: PLC0415  see above
        import dns.resolver  # noqa: PLC0415  see above

        try:
            asked = dns.name.from_text(name)
        except dns.exception.DNSException:
            return []  # what can't be written as a name has no records
        try:
            resolver = dns.resolver.Resolver(configure=not self._nameservers)
            if self._nameservers:
                resolver.nameservers, resolver.port = self._nameservers, self._port
            resolver.timeout, resolver.lifetime = min(2.0, self._seconds), self._seconds
            return list(resolver.resolve(asked, kind, raise_on_no_answer=False))
        except dns.resolver.NXDOMAIN:
            if not speaks_for_the_internet(resolver, name):
                raise CannotAsk(_("they know no name at all; perhaps the network is down")) from None
            return []
        except (dns.exception.DNSException, OSError) as mistake:
            raise CannotAsk(str(mistake)) from None


def domain_diagnoses(
    sender_domain: str, service: ServiceSpec[Any], lookup: Lookup, selectors: Sequence[str]
) -> list[Diagnosis]:
    """SPF, then DKIM, then DMARC of ``sender_domain`` when ``service`` delivers; never raises what ``lookup`` raises.

    ``selectors`` are DKIM selectors beside those that the service is known for; an own mail server has no others.
    """
    domain = sender_domain.strip().rstrip(".").lower()
    return [
        *_asking("SPF", lambda: _spf(domain, service.name, service.domain, lookup)),
        *_asking("DKIM", lambda: _dkim(domain, service.name, service.domain, lookup, selectors)),
        *_asking("DMARC", lambda: _dmarc(domain, lookup)),
    ]


def _asking(subject: str, look: Callable[[], list[Diagnosis]]) -> list[Diagnosis]:
    try:
        return look()
    except CannotAsk as mistake:
        says = _("the name servers can't be reached ({reason})").format(reason=printable(mistake.reason))
        return [unknown(subject, says, _("check the network, then run this command again"))]


def _texts(lookup: Lookup, name: str) -> list[str]:
    """Anybody may write anything into DNS: what a terminal would obey is not passed on."""
    return [printable(text) for text in lookup.txt(name)]


def _line(name: str, kind: str, value: str) -> str:
    """A record as people write it into their zone."""
    return f'{name}. {kind} "{value}"' if kind == "TXT" else f"{name}. {kind} {value}."


# SPF, RFC 7208


class _Term(Struct, frozen=True):
    """A mechanism, or a modifier where ``assigned``; ``redirect`` and ``all`` are the ones that end a record."""

    qualifier: str
    name: str
    value: str
    assigned: bool


class _Broken(Exception):
    """Mailboxes answer this record with “permerror”, as if there were none (RFC 7208, section 2.6.7)."""


class _Walk:
    """One walk through a record and what it includes, as a mailbox does it."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.lookups = 0
        self.includes: set[str] = set()
        self.decided = ("", "")  # the name and the record that the ending stands in, or is missing from

    def ending(self, record: str, names: tuple[str, ...]) -> str | None:
        """The qualifier of the ``all`` that decides, ``None`` without one; ``names`` led here. Raises `_Broken`."""
        terms = list(_terms(record))
        redirect = next((term for term in terms if term.assigned and term.name == "redirect"), None)
        for term in terms:
            if term.assigned:
                continue
            if term.name not in _MECHANISMS:
                raise _Broken(_("“{term}” is not an SPF mechanism").format(term=term.name))
            if term.name == "all":
                self.decided = (names[-1], record)
                return term.qualifier  # what follows is never looked at, nor is a redirect: section 5.1
            if term.name in _THAT_ASK:
                self._count()
            if term.name == "include":
                self.includes.add(term.value)
                self._follow(term, names)
        if redirect is None:
            self.decided = (names[-1], record)
            return None
        self._count()
        return self._follow(redirect, names)

    def _count(self) -> None:
        self.lookups += 1
        if self.lookups > _MOST_LOOKUPS:
            raise _Broken(_("it needs more than {most} DNS look-ups").format(most=_MOST_LOOKUPS))

    def _follow(self, term: _Term, names: tuple[str, ...]) -> str | None:
        if "%" in term.value:  # a macro, which only the message itself can fill: section 7
            return "~"
        if term.value in names:
            raise _Broken(_("it includes {name} in a loop").format(name=term.value))
        records = _spf_records(self._lookup, term.value) if term.value else []
        if len(records) != 1:
            says = _("{name}, which it names, has {count} SPF records instead of one")
            raise _Broken(says.format(name=term.value or "“”", count=len(records)))
        return self.ending(records[0], (*names, term.value))


def _spf_records(lookup: Lookup, name: str) -> list[str]:
    """Section 4.5: the version ends with a space, or with the record."""
    return [text for text in _texts(lookup, name) if re.match(r"v=spf1( |\Z)", text, re.IGNORECASE)]


def _terms(record: str) -> Iterator[_Term]:
    for word in record.split()[1:]:
        parts = re.match(r"([-+?~]?)([^:=/]*)([:=/]?)(.*)\Z", word, re.DOTALL)
        if parts:  # every word matches; the type checker can't know
            qualifier, name, sign, value = parts.groups()
            yield _Term(qualifier or "+", name.lower(), value.rstrip(".").lower(), sign == "=")


def _spf(domain: str, service: str, demands: DomainDemands, lookup: Lookup) -> list[Diagnosis]:
    wanted = demands.includes[:1] if not demands.own_envelope else ()
    records = _spf_records(lookup, domain)
    if not records:
        says = _("{domain} does not say which servers send its mail").format(domain=domain)
        mechanisms = [f"include:{name}" for name in demands.includes[:1]] or ["mx"]
        remedy = _add(_line(domain, "TXT", " ".join(["v=spf1", *mechanisms, "~all"])))
        # With an envelope of its own, the service's mail passes SPF at the service's domain.
        return [(warning if demands.own_envelope else bad)("SPF", says, remedy)]
    if len(records) > 1:
        says = _("{domain} has {count} SPF records, so mailboxes ignore all of them")
        words = dict.fromkeys(word for record in records for word in record.split()[1:] if not _is_all(word))
        line = _line(domain, "TXT", " ".join(["v=spf1", *words, "~all"]))
        return [bad("SPF", says.format(domain=domain, count=len(records)), _instead(line))]
    walk = _Walk(lookup)
    try:
        ending = walk.ending(records[0], (domain,))
    except _Broken as mistake:
        says = _("mailboxes can't use the SPF record of {domain}: {reason}").format(domain=domain, reason=mistake)
        remedy = _("correct or remove what it names, so that this record works: {line}")
        return [bad("SPF", says, remedy.format(line=_line(domain, "TXT", records[0])))]
    found = list(_spf_ending(domain, ending, *walk.decided))
    if wanted and not walk.includes.intersection(demands.includes):
        says = _("the SPF record of {domain} does not include {service}, which requires it")
        line = _line(domain, "TXT", _spf_with(records[0], f"include:{wanted[0]}"))
        found.append(warning("SPF", says.format(domain=domain, service=service), _instead(line)))
    if found:
        return found
    says = _("{domain} says which servers send its mail, in {count} of {most} DNS look-ups")
    if demands.own_envelope:
        says = _(
            "{domain} says which servers send its mail, in {count} of {most} DNS look-ups; {service} "
            "need not be among them: it uses its own envelope address, and DKIM authenticates the "
            "sender"
        )
    return [good("SPF", says.format(domain=domain, count=walk.lookups, most=_MOST_LOOKUPS, service=service))]


def _spf_ending(domain: str, ending: str | None, owner: str, record: str) -> Iterator[Diagnosis]:
    remedy = _instead(_line(owner, "TXT", _spf_with(record, "~all")))
    if ending == "+":
        yield bad("SPF", _("the SPF record of {domain} lets anyone send in its name").format(domain=domain), remedy)
    elif ending not in {"~", "-"}:
        says = _("the SPF record of {domain} does not say how to treat mail from other servers").format(domain=domain)
        yield warning("SPF", says, remedy)


def _is_all(word: str) -> bool:
    return word.lower().lstrip("-+?~") == "all"


def _spf_with(record: str, word: str) -> str:
    """The record with ``word`` where it counts: before its ``all``, or in the place of it."""
    words = record.split()
    place = next((index for index, other in enumerate(words) if _is_all(other)), len(words))
    rest = [] if _is_all(word) else words[place:]
    return " ".join([*words[:place], word, *rest])


# DKIM, RFC 6376


def _dkim(
    domain: str, service: str, demands: DomainDemands, lookup: Lookup, selectors: Sequence[str]
) -> list[Diagnosis]:
    groups = [*([tuple(selectors)] if selectors else []), *demands.keys]
    if not groups:
        says = _("no DKIM selector is known for {domain}, so its key can't be checked").format(domain=domain)
        return [unknown("DKIM", says, _("give the selector that your mail server signs with"))]
    present: dict[str, list[str]] = {}
    for group in groups:
        present |= {name: _texts(lookup, f"{name}._domainkey.{domain}") for name in group if name not in present}
        if all(present[name] for name in group):
            return [_key(domain, name, present[name]) for name in group]
    group = next((group for group in groups if any(present[name] for name in group)), groups[0])
    found = []
    for name in group:
        if present[name]:
            found.append(_key(domain, name, present[name]))
            continue
        owner = f"{name}._domainkey.{domain}"
        pointed = [printable(target) for target in lookup.cname(owner)]
        says = (
            _("{owner} points to {target}, where there is no key").format(owner=owner, target=pointed[0])
            if pointed
            else _("{owner} does not exist, so mailboxes can't verify the signature").format(owner=owner)
        )
        if name in demands.aliases:
            target = demands.aliases[name].format(dashed=domain.replace(".", "-"))
            remedy = _add(_line(owner, "CNAME", target))
        else:
            line = _line(owner, "TXT", "v=DKIM1; k=rsa; p=…")
            remedy = _("add to the DNS, with the key that {service} shows: {line}").format(service=service, line=line)
        found.append(bad(_dkim_subject(name), says, remedy))
    return found


def _dkim_subject(selector: str) -> str:
    return f"DKIM {selector}"


def _key(domain: str, selector: str, records: list[str]) -> Diagnosis:
    """Section 3.6.1; RFC 8463 for Ed25519."""
    subject, owner = _dkim_subject(selector), f"{selector}._domainkey.{domain}"
    keys = [tags for tags in map(_tags, records) if "p" in tags and tags.get("v", "DKIM1") == "DKIM1"]
    renew = _("create a key of {bits} bits, and write instead: {line}").format(
        bits=_ENOUGH_BITS, line=_line(owner, "TXT", "v=DKIM1; k=rsa; p=…")
    )
    if not keys:
        return bad(subject, _("{owner} has no DKIM key").format(owner=owner), renew)
    if len(keys) > 1:
        says = _("{owner} has {count} keys, and mailboxes may use any of them").format(owner=owner, count=len(keys))
        return bad(subject, says, _("keep the one in use: {line}").format(line=_line(owner, "TXT", records[-1])))
    tags = keys[0]
    if not tags["p"]:
        return bad(subject, _("the key at {owner} was revoked").format(owner=owner), renew)
    kind, bits = tags.get("k", "rsa").lower(), _key_bits(tags["p"], tags.get("k", "rsa").lower())
    if bits is None:
        return bad(subject, _("the key at {owner} can't be read").format(owner=owner), renew)
    if kind == "rsa" and bits < _LEAST_BITS:
        says = _("the key at {owner} has {bits} bits, and mailboxes refuse it").format(owner=owner, bits=bits)
        return bad(subject, says, renew)
    if "y" in [one.strip() for one in tags.get("t", "").split(":")]:
        says = _("{owner} says t=y (DKIM on trial): mailboxes may treat the mail as unsigned")
        line = _line(owner, "TXT", _joined({name: value for name, value in tags.items() if name != "t"}))
        return warning(subject, says.format(owner=owner), _instead(line))
    if kind == "rsa" and bits < _ENOUGH_BITS:
        says = _("the key at {owner} has {bits} bits; {enough} are recommended")
        return warning(subject, says.format(owner=owner, bits=bits, enough=_ENOUGH_BITS), renew)
    return good(subject, _("{owner} has a key of {bits} bits").format(owner=owner, bits=bits))


def _tags(record: str) -> dict[str, str]:
    """``name=value`` between semicolons (RFC 6376, section 3.2); what is no such pair is passed over."""
    pairs = (pair.partition("=") for pair in record.split(";") if "=" in pair)
    return {name.strip(): value.strip() for name, _equals, value in pairs}


def _joined(tags: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in tags.items())


def _key_bits(encoded: str, kind: str) -> int | None:
    try:
        key = b64decode("".join(encoded.split()), validate=True)
        if kind == "ed25519":
            return len(key) * 8 if len(key) == _ED25519_BYTES else None
        return _modulus_bits(key) if kind == "rsa" else None
    except (ValueError, IndexError):
        return None


def _modulus_bits(der: bytes) -> int | None:
    """The length of an RSA key, as SubjectPublicKeyInfo, which all publish, or bare (RFC 6376, section 3.6.1)."""
    _tag, key, _rest = _der(der)
    tag, first, rest = _der(key)
    if tag == _SEQUENCE:  # the algorithm; the key follows in a bit string, after the count of its unused bits
        _tag, key, _rest = _der(_der(rest)[1][1:])
        tag, first, _rest = _der(key)
    return int.from_bytes(first, "big").bit_length() if tag == _INTEGER else None


def _der(data: bytes) -> tuple[int, bytes, bytes]:
    """Tag and content of the first value, and what follows it."""
    tag, length, start = data[0], data[1], 2
    if length & _LONG_FORM:
        start += length - _LONG_FORM
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length:
        raise ValueError
    return tag, data[start : start + length], data[start + length :]


# DMARC, RFC 7489


def _dmarc(domain: str, lookup: Lookup) -> list[Diagnosis]:
    """Section 6.6.3, with every parent of two labels or more asked instead of the list of public suffixes."""
    labels = domain.split(".")
    for name in [domain, *(".".join(labels[index:]) for index in range(1, len(labels) - 1))]:
        records = [text for text in _texts(lookup, f"_dmarc.{name}") if re.match(r"v\s*=\s*DMARC1\s*(;|\Z)", text)]
        if len(records) > 1:
            says = _("_dmarc.{name} has {count} DMARC records, so mailboxes ignore all of them")
            remedy = _("keep one only: {line}").format(line=_line(f"_dmarc.{name}", "TXT", records[0]))
            return [bad("DMARC", says.format(name=name, count=len(records)), remedy)]
        if records:
            return list(_policy(name, _tags(records[0]), inherited=name != domain))
    says = _("{domain} does not say how to treat forged mail").format(domain=domain)
    record = {"v": "DMARC1", "p": "none", "rua": f"mailto:dmarc@{domain}"}
    return [bad("DMARC", says, _add(_line(f"_dmarc.{domain}", "TXT", _joined(record))))]


def _policy(name: str, tags: dict[str, str], *, inherited: bool) -> Iterator[Diagnosis]:
    owner = f"_dmarc.{name}"
    tag = "sp" if inherited and "sp" in tags else "p"
    policy = tags.get(tag, "").lower()

    def instead(**changes: str) -> str:
        kept = {key: value for key, value in tags.items() if key not in {"v", "p"}}
        # Section 6.3: v stands first, p second.
        ordered = {"v": "DMARC1", "p": tags.get("p", "none"), **kept} | changes
        return _instead(_line(owner, "TXT", _joined(ordered)))

    if policy not in {"none", "quarantine", "reject"}:
        says = _("{owner} says {tag}={policy}, which is not a policy: mailboxes ignore it")
        yield bad("DMARC", says.format(owner=owner, tag=tag, policy=policy), instead(**{tag: "none"}))
        return
    found = []
    if policy == "none":
        says = _("{owner} says {tag}=none: forged mail from {name} is still delivered")
        found.append(warning("DMARC", says.format(owner=owner, tag=tag, name=name), instead(**{tag: "quarantine"})))
    if not tags.get("rua"):
        says = _("{owner} gives no address for reports, so nobody learns about failures").format(owner=owner)
        found.append(warning("DMARC", says, instead(rua=f"mailto:dmarc@{name}")))
    percent = tags.get("pct", "100")
    if percent != "100":
        says = _("{owner} says pct={percent}: the policy does not apply to the rest of the mail")
        found.append(warning("DMARC", says.format(owner=owner, percent=percent), instead(pct="100")))
    says = _("{owner} tells mailboxes how to treat forged mail: {policy}")
    yield from found or [good("DMARC", says.format(owner=owner, policy=policy))]


def _add(line: str) -> str:
    return _("add to the DNS: {line}").format(line=line)


def _instead(line: str) -> str:
    return _("replace it in the DNS by: {line}").format(line=line)
