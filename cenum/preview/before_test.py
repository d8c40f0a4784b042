"""What is missing until a letter can be tested, by the rules that ``cenum test`` applies; no service is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import to_builtins
from msgspec.structs import replace

from cenum.errors import CenumError
from cenum.finding import Severity
from cenum.i18n import _, ngettext
from cenum.links.link import OUT_OF_REACH, LinkStatus
from cenum.preview.head_form import HeadValues
from cenum.sending.mark import campaign_name
from cenum.sending.rules import mark_fits, somebody_reviews
from cenum.services.registry import spec
from cenum.services.secrets import address, key
from cenum.waivers import waive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cenum.finding import Finding, Place
    from cenum.links.link import Verdict
    from cenum.preview.issue_preview import GoodVersion, IssuePreview
    from cenum.settings import Settings


class HeadClick(NamedTuple):
    """A click that has the letter's head say ``values``."""

    label: str
    values: HeadValues

    @property
    def data(self) -> Any:  # noqa: ANN401  what JSON has
        """The values as scripts have them."""
        return to_builtins(self.values)


class StepToTest(NamedTuple):
    """Something that has to be so: what is to be said of it, and what to do about it.

    ``done`` is ``None`` where only the test itself, or a person, finds out. ``finding`` is the one that says
    the same, if any; ``click`` is what a click does about it; ``asks_links`` says that a click checks the links.
    """

    done: bool | None
    says: str
    remedy: str = ""
    place: Place | None = None
    finding: Finding | None = None
    click: HeadClick | None = None
    asks_links: bool = False


def steps_to_test(
    preview: IssuePreview,
    settings: Settings,
    environ: Mapping[str, str],
    *,
    at_github: bool,
    asks_links: bool = True,
) -> list[StepToTest]:
    """All of them, in the order in which an editor takes them. ``at_github`` says that the test is sent there.

    ``asks_links`` says that the page can check the links. Of ``environ`` nothing is shown but which
    variables are missing.
    """
    steps = [_without_errors(preview.findings)]
    good = preview.good if preview.fresh else None
    if good:
        if good.rendered.issue.draft:
            steps.append(_written(good, settings))
        steps += [_no_draft(good), *_links(good, asks=asks_links)]
    steps.append(_allowed(partial(somebody_reviews, settings.reviewers), _reviewed(settings.reviewers)))
    if good:
        name = campaign_name(settings.newsletter.name, preview.key, good.rendered.edition.digest)
        steps += [step for step in [_allowed(partial(mark_fits, name), "")] if not step.done]
        steps += _files(good, settings, at_github=at_github)
    if not at_github:
        steps += _keys(settings, environ)
    return steps


def how_to_test(issue: str, *, at_github: bool) -> str:
    """How the test is sent once nothing is missing: the preview itself sends nothing."""
    if at_github:
        return _(
            "This page sends nothing. Once nothing is missing, tell whoever sends the letter: the issue is then "
            "committed and pushed, and gets the label “test-send” on its pull request."
        )
    return _(
        "This page sends nothing. Once nothing is missing, tell whoever sends the letter, who tests it "
        "in a terminal: cenum test {issue}"
    ).format(issue=issue)


def _without_errors(findings: Sequence[Finding]) -> StepToTest:
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if not errors:
        return StepToTest(done=True, says=_("the letter has no error"))
    said = ngettext(
        "{count} error stops the letter: {message}",
        "{count} errors stop the letter, the first one: {message}",
        len(errors),
    )
    return _missing(said, errors)


def _written(good: GoodVersion, settings: Settings) -> StepToTest:
    """What stands for something else, of which a draft is not accused: once it is none, it is.

    Each place counts, as she goes from one to the next: the check names sentences of the example all at once.
    """
    from cenum.checks.letter_view import LetterView  # noqa: PLC0415  the letter is drawn first
    from cenum.checks.unfinished import each_unfinished  # noqa: PLC0415  as above
    from cenum.checks.unwritten import unwritten  # noqa: PLC0415  as above

    it = good.rendered
    issue = replace(it.issue, draft=False)
    view = LetterView(issue, it.edition, it.weight, it.links, settings)
    # Within a line, as it is read: the first one is where she is led.
    found = sorted([*unwritten(view), *each_unfinished(view)], key=lambda one: one.place.line or 0)
    judged = waive(found, (*issue.waivers, *settings.waivers), issue.day)
    left = [one for one in judged if one.severity is Severity.ERROR]
    if not left:
        return StepToTest(done=True, says=_("everything is written"))
    said = ngettext(
        "{count} passage is still to be written: {message}",
        "{count} passages are still to be written, the first one: {message}",
        len(left),
    )
    step = _missing(said, left)
    return step._replace(remedy=_("click it, and write what belongs there, or delete it"))


def _missing(said: str, findings: Sequence[Finding]) -> StepToTest:
    first = findings[0]
    says = said.format(count=len(findings), message=first.message)
    return StepToTest(done=False, says=says, remedy=first.remedy, place=first.place, finding=first)


def _no_draft(good: GoodVersion) -> StepToTest:
    issue = good.rendered.issue
    if not issue.draft:
        return StepToTest(done=True, says=_("the letter is no draft any more"))
    says = _("the letter is still a draft")
    remedy = _("press the button once everybody may read it, and before the test: a draft is sent to no reader")
    click = HeadClick(_("It is ready: no draft any more"), HeadValues(draft=False))
    return StepToTest(done=False, says=says, remedy=remedy, place=issue.place_of("draft"), click=click)


def _links(good: GoodVersion, *, asks: bool) -> Iterator[StepToTest]:
    from cenum.links.check import targets  # noqa: PLC0415  the letter is drawn first

    links = {link.url for link in good.rendered.links if targets([link])}
    asked = {link.url for link, _verdict in good.checked.links}
    in_vain = {link.url: verdict for link, verdict in good.checked.links if _says_nothing(verdict)}
    left = len(links - asked)
    if in_vain:
        said = ngettext("{count} link could not be checked", "{count} links could not be checked", len(in_vain))
        remedy = _("the test checks them, and is not sent where one is broken")
        if asks:
            remedy = _("check them again; the test checks them too, and is not sent where one is broken")
            if any(verdict.reason in OUT_OF_REACH for verdict in in_vain.values()):
                remedy = _(
                    "see that this computer is connected to the internet, then check them again; the test checks "
                    "them too, and is not sent where one is broken"
                )
        yield StepToTest(done=None, says=said.format(count=len(in_vain)), remedy=remedy, asks_links=asks)
    if left:
        said = ngettext("{count} link was not checked yet", "{count} links were not checked yet", left)
        remedy = _("the test checks them, and is not sent where one is broken")
        if asks:
            remedy = _("check them here; the test checks them too, and is not sent where one is broken")
        yield StepToTest(done=None, says=said.format(count=left), remedy=remedy, asks_links=asks)
    elif links and not in_vain:
        yield StepToTest(done=True, says=_("every link was checked"))


def _says_nothing(verdict: Verdict) -> bool:
    """Whether nothing is known of a link, though it was to be asked about."""
    return verdict.fate is LinkStatus.UNCHECKED or verdict.reason in OUT_OF_REACH


def _reviewed(reviewers: Sequence[str]) -> str:
    said = ngettext("{count} person gets the test: {names}", "{count} people get the test: {names}", len(reviewers))
    return said.format(count=len(reviewers), names=", ".join(reviewers))


def _allowed(rule: Callable[[], object], says: str) -> StepToTest:
    """What a rule says that refuses in words."""
    try:
        rule()
    except CenumError as refusal:
        return StepToTest(done=False, says=refusal.message, remedy=refusal.remedy)
    return StepToTest(done=True, says=says)


def _files(good: GoodVersion, settings: Settings, *, at_github: bool) -> Iterator[StepToTest]:
    """Reviewers' programs fetch them from the letter's site, unless the service has them."""
    service = spec(settings.service.name)
    files = good.rendered.edition.files
    if service.for_trying or service.hosts_files or not files:
        return
    said = ngettext(
        "{count} file of the letter must be online at {site} first",
        "{count} files of the letter must be online at {site} first",
        len(files),
    )
    if at_github:
        remedy = _("nothing is to be done: they are put there before the test is sent")
    else:
        remedy = _("run cenum publish --only media {issue}, and bring its folder online").format(
            issue=good.rendered.edition.key
        )
    says = said.format(count=len(files), site=settings.newsletter.site)
    yield StepToTest(done=None, says=says, remedy=remedy)


def _keys(settings: Settings, environ: Mapping[str, str]) -> Iterator[StepToTest]:
    service = spec(settings.service.name)
    said = _("{variable} is set, for {service}")
    for name in service.variables:
        rule = address if name == service.address_variable else key
        yield _allowed(partial(rule, environ, name), said.format(variable=name, service=service.title))
