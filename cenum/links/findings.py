"""What a verdict means to an editor: where, what is wrong, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.analysis.causes import told_once
from cenum.i18n import _, ngettext
from cenum.links import link_rules
from cenum.links.addresses import with_fragment
from cenum.links.link import HEAVY_IMAGE, LinkStatus, Reason
from cenum.links.oddities import write_instead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cenum.finding import Finding, Place
    from cenum.links.link import Checked, Link, Verdict

_LONGEST_TEXT = 60  # characters of a link's text that a line can bear


def link_findings(checked: Checked, day: date, place: Place) -> Iterator[Finding]:
    """What has to be said of the links of the issue at ``place``; ``day`` is its own, for the archive.

    Of an address that stands in several links it is said once, in the words of the first.
    """
    found = (finding for link, verdict in checked.links for finding in _of_one(link, verdict, day))
    yield from told_once((finding.url, finding) for finding in found)
    left_out = checked.of(LinkStatus.UNCHECKED)
    reasons = {verdict.reason for _link, verdict in left_out}
    if Reason.NO_CONNECTION in reasons:
        yield not_checked(place, _("no site can be reached from this machine: the links were not checked"))
    if Reason.INTERRUPTED in reasons:
        count = sum(verdict.reason is Reason.INTERRUPTED for _link, verdict in left_out)
        message = ngettext(
            "interrupted: {count} link was not checked", "interrupted: {count} links were not checked", count
        )
        yield not_checked(place, message.format(count=count))


def not_checked(place: Place, message: str) -> Finding:
    """That the links of the issue at ``place`` were left alone."""
    remedy = _("check them online before the letter goes out: in the preview, or with `cenum check`")
    return link_rules.LINKS_NOT_CHECKED.at(place, message, remedy)


def _of_one(link: Link, verdict: Verdict, day: date) -> Iterator[Finding]:
    for fragment in verdict.missing_fragments:
        message = _("the page has no anchor “{fragment}”: {url}").format(fragment=fragment, url=link.url)
        message = _of_text(link, message)
        remedy = _("remove the part after the #, or find the anchor's new name on the page")
        yield link_rules.LINK_FRAGMENT.at(link.place, message, remedy, link.url)
    if verdict.bytes is not None and verdict.bytes > HEAVY_IMAGE:
        whole, tenth = divmod(round(verdict.bytes / 1e5), 10)
        message = _("the picture weighs {whole}.{tenth} MB: {url}").format(whole=whole, tenth=tenth, url=link.url)
        remedy = _("export it at about 1600 pixels, or save it in media/ and let cenum resize it")
        yield link_rules.IMAGE_HEAVY.at(link.place, message, remedy, link.url)
    if verdict.reason not in link_rules.OF:
        return
    message = _of_text(link, _("{what}: {url}").format(what=what_became(verdict), url=link.url))
    better = better_address(link, verdict) if link.in_issue else ""
    yield link_rules.OF[verdict.reason].at(link.place, message, _remedy(link, verdict, day), link.url, better)


def _of_text(link: Link, message: str) -> str:
    """``message``, after the words by which the editor finds the link in its line."""
    text = link.text if len(link.text) <= _LONGEST_TEXT else link.text[: _LONGEST_TEXT - 1] + "…"
    if not text or text == link.url:
        return message
    return _("“{text}”: {message}").format(text=text, message=message)


def better_address(link: Link, verdict: Verdict) -> str:
    """The address to write in the place of one that moved for good; empty for all others."""
    if verdict.fate is not LinkStatus.MOVED:
        return ""
    return with_fragment(verdict.address, urlsplit(link.url).fragment)


def archived(url: str, day: date) -> str:
    """Where the Web Archive keeps the copy of ``url`` that is nearest to ``day`` (archive.org, “Wayback Machine”)."""
    return f"https://web.archive.org/web/{day:%Y%m%d}/{url}"


def what_became(verdict: Verdict) -> str:  # noqa: C901, PLR0912, PLR0915  one sentence a reason, which mypy holds complete
    """What ``verdict`` says of a link, as a part of a sentence."""
    detail, status = verdict.detail, verdict.status
    match verdict.reason:
        case Reason.ANSWERS | Reason.ADDRESS_IN_ORDER:
            said = _("works")
        case Reason.MOVED_FOR_A_WHILE:
            said = _("temporarily moved")
        case Reason.MOVED_FOR_GOOD:
            said = _("the page has moved permanently")
        case Reason.HTTPS_ANSWERS:
            said = _("the same page is available over https")
        case Reason.GONE:
            said = _("the page was not found ({status})")
        case Reason.NO_SUCH_HOST:
            said = _("the site does not exist")
        case Reason.CONNECTION_REFUSED:
            said = _("the site refuses connections")
        case Reason.CERTIFICATE_EXPIRED:
            said = _("the site's certificate has expired: browsers show a warning")
        case Reason.CERTIFICATE_OF_ANOTHER:
            said = _("the site's certificate belongs to another site: browsers show a warning")
        case Reason.REDIRECT_LOOP:
            said = _("the page redirects in a loop")
        case Reason.TOO_MANY_REDIRECTS:
            said = _("the page redirects more than ten times")
        case Reason.REDIRECT_TO_NOTHING:
            said = _("the page redirects to an invalid address (“{detail}”)")
        case Reason.NO_MAIL_SERVER:
            said = _("“{detail}” does not accept e-mail")
        case Reason.NOT_AN_IMAGE:
            said = _("mail programs can't show this as a picture ({detail})")
        case Reason.LOGIN:
            said = _("the page requires a login or consent")
        case Reason.COOKIES:
            said = _("the page can't be opened without cookies")
        case Reason.FORBIDDEN:
            said = _("the site blocks programs ({status}): only a person can check the page")
        case Reason.PAYMENT:
            said = _("the page requires payment ({status})")
        case Reason.LEGAL:
            said = _("the page is blocked for legal reasons ({status})")
        case Reason.METHOD:
            said = _("the site does not accept this kind of request ({status})")
        case Reason.ASKED_TOO_OFTEN:
            said = _("the site received too many requests ({status})")
        case Reason.SERVER_ERROR:
            said = _("the site has an internal error ({status})")
        case Reason.ODD_STATUS:
            said = _("the site gives an unexpected answer ({status})")
        case Reason.WALL:
            said = (
                _("{detail} blocks programs: only a person can check the page")
                if detail
                else _("the site blocks programs ({status}): only a person can check the page")
            )
        case Reason.EXAMPLE:
            said = _("this is a placeholder address, reserved for examples")
        case Reason.TIMEOUT:
            said = _("the site takes too long to answer")
        case Reason.CUT:
            said = _("the site closes the connection before answering")
        case Reason.UNREADABLE:
            said = _("the site's answer can't be read")
        case Reason.CERTIFICATE_UNKNOWN:
            said = _("the site's certificate comes from an unknown authority")
        case Reason.TLS:
            said = _("no secure connection to the site is possible")
        case Reason.LOOKUP | Reason.UNREACHABLE:
            said = _("the site could not be reached (the network may be down)")
        case Reason.FRONT_PAGE:
            said = _("the page redirects to the site's home page")
        case Reason.SAYS_NOT_FOUND:
            said = _("the page answers, but says “{detail}”")
        case Reason.PROGRAM:
            said = _("the page redirects to an app ({detail})")
        case Reason.PRIVATE:
            said = _("the address leads into a private network ({detail})")
        case Reason.NO_TIME:
            said = _("not checked: time ran out")
        case Reason.INTERRUPTED:
            said = _("not checked: interrupted")
        case Reason.NO_CONNECTION:
            said = _("not checked: this machine is offline")
    return said.format(detail=detail, status=status)


def _remedy(link: Link, verdict: Verdict, day: date) -> str:
    if verdict.fate is LinkStatus.MOVED:
        return write_instead(link, better_address(link, verdict))
    match verdict.reason:
        case Reason.NO_MAIL_SERVER:
            return _("check the spelling of the address")
        case Reason.NOT_AN_IMAGE:
            return _("save the picture in media/ as PNG or JPEG")
        case Reason.PRIVATE:
            return _("use the public address of the page: readers can't reach this one")
        case Reason.ASKED_TOO_OFTEN | Reason.NO_TIME:
            return _("run `cenum check` again in a few minutes")
        case Reason.FRONT_PAGE | Reason.SAYS_NOT_FOUND:
            return _("open it; if the page is gone, try the archived copy: {archive}").format(
                archive=archived(link.url, day)
            )
        case _ if verdict.fate is LinkStatus.DEAD:
            return _("replace or remove it; there may be an archived copy: {archive}").format(
                archive=archived(link.url, day)
            )
        case _:
            return _("open it in your browser, and keep it if it works")
