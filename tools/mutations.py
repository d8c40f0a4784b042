"""Each guard of `cenum/sending` taken away in turn: a test has to notice. `make mutations` runs it.

``FEW=1`` takes one guard of each file away. No file is touched: a process imports the module as it reads without its guard.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests import machine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "sending.md"
_BEGIN, _END = "<!-- guards -->", "<!-- end of guards -->"


class Mutation(NamedTuple):
    """A guard, and the text that takes it away; ``old`` stands once in its file, named as seen from ``sending/``."""

    guard: str
    file: str
    old: str
    new: str

    @property
    def path(self) -> Path:
        """Where the guard is."""
        return (ROOT / "cenum" / "sending" / self.file).resolve()

    @property
    def module(self) -> str:
        """What imports its file."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)


RULES, ACT, MARK, DUE = "rules.py", "act.py", "mark.py", "due.py"
SERVICE = "../services/service.py"
MUTATIONS = (
    Mutation(
        "a test leaves alone what left",
        RULES,
        "_refuse_if_left(key, mine)\n    _refuse_if_several(key, mine)\n    return mine[0] if mine",
        "_refuse_if_several(key, mine)\n    return mine[0] if mine",
    ),
    Mutation(
        "a test wants one campaign at most",
        RULES,
        "_refuse_if_several(key, mine)\n    return mine[0] if mine",
        "return mine[0] if mine",
    ),
    Mutation(
        "a send leaves alone what left",
        RULES,
        "_refuse_if_left(edition.key, mine)\n    _refuse_if_several(edition.key, mine)\n    _refuse_if_not_tested",
        "_refuse_if_several(edition.key, mine)\n    _refuse_if_not_tested",
    ),
    Mutation(
        "a send wants exactly one campaign",
        RULES,
        "_refuse_if_several(edition.key, mine)\n    _refuse_if_not_tested",
        "_refuse_if_not_tested",
    ),
    Mutation(
        "a send wants this digest as tested",
        RULES,
        'if not mark.vouches_for(edition.digest):\n        message = _("the issue of {key} is no longer',
        'if False:\n        message = _("the issue of {key} is no longer',
    ),
    Mutation("a send wants the mark of a test", RULES, "if mark is None or mark.digest is None:", "if mark is None:"),
    Mutation("a send wants the approvals", RULES, "if missing > 0:", "if missing > 99:"),
    Mutation("an audience is not too small", RULES, "audience.size < least", "audience.size < 0"),
    Mutation("an audience is not too large", RULES, "(most is not None and audience.size > most)", "False"),
    Mutation(
        "cancelled campaigns are history", RULES, "if campaign.state is not State.CANCELLED\n        and (", "if ("
    ),
    Mutation("other issues' campaigns are nobody's business", RULES, "        and mark.key == key\n", ""),
    Mutation("another letter's campaigns are nobody's business", RULES, "        and mark.is_of(newsletter)\n", ""),
    Mutation(
        "what was cloned at the service is of the same letter",
        MARK,
        "while name != newsletter and (copy := _COPY.match(name)):",
        "while False:",
    ),
    Mutation(
        "Friday looks at what is scheduled",
        RULES,
        "if mark is None or not mark.vouches_for(edition.digest):",
        "if False:",
    ),
    Mutation(
        "Friday looks at the day that is scheduled",
        RULES,
        "    if hour.date() != edition",
        "    if False and hour.date() != edition",
    ),
    Mutation(
        "the day is the letter's own",
        RULES,
        "campaign.at.astimezone(edition.sending_at.tzinfo) if campaign.at",
        "campaign.at if campaign.at",
    ),
    Mutation(
        "Friday notices an hour that was not kept",
        RULES,
        "if now > (campaign.at or edition.sending_at) + GRACE:",
        "if False:",
    ),
    Mutation(
        "Friday notices what would leave twice", RULES, "    _refuse_if_it_leaves_again(edition.key, left)\n", ""
    ),
    Mutation(
        "Friday wants the approvals of what is scheduled",
        RULES,
        "    _refuse_if_not_proven(edition.key, campaign, proofs, remedy)\n    if now",
        "    if now",
    ),
    Mutation(
        "Friday leaves what was stopped half-way to a person",
        RULES,
        "if campaign.state in {State.PAUSED, State.INCOMPLETE, State.ARCHIVED}:",
        "if False:",
    ),
    Mutation(
        "a draft can't be cancelled",
        RULES,
        "if campaign.state in {State.SCHEDULED, State.SENDING, State.PAUSED}]",
        "]",
    ),
    Mutation("a test needs reviewers", ACT, "if not settings.reviewers:", "if False:"),
    Mutation(
        "untested comes before the content is touched", ACT, "            service.rename(campaign.id, untested)\n", ""
    ),
    Mutation(
        "a test is of what was pushed",
        ACT,
        "        _kept_as_pushed(content, service, campaign, was_there=was_there)\n        outcome",
        "        outcome",
    ),
    Mutation("a test that reached nobody vouches for nothing", ACT, "if not outcome.delivered:", "if False:"),
    Mutation(
        "the mark comes after the test",
        ACT,
        "        outcome = service.test(",
        "        service.rename(campaign.id, marked)\n        outcome = service.test(",
    ),
    Mutation("a send wants the arrival", RULES, "if proofs.arrival and not (mark and mark.arrived):", "if False:"),
    Mutation(
        "an approval is for what the service stores",
        ACT,
        "    _same_as_stored(service.content(edition), service, campaign)\n    mark =",
        "    mark =",
    ),
    Mutation("an approval has a name", RULES, "    if not name:\n", "    if False:\n"),
    Mutation("an approver's name is not cut off", RULES, "if len(name) > LONGEST_APPROVER:", "if False:"),
    Mutation(
        "an approval that was overwritten is not claimed",
        ACT,
        "    rules.mark_is_whole(name, campaign.name, marked)\n",
        "",
    ),
    Mutation(
        "a test's mark is there as a whole", ACT, "    rules.mark_is_whole(marked, campaign.name, tested)\n", ""
    ),
    Mutation("a test's mark fits", ACT, "    rules.mark_fits(marked)\n", ""),
    Mutation("an approval's mark fits", ACT, "    rules.mark_fits(name)\n", ""),
    Mutation(
        "a test that another machine began as well is refused",
        ACT,
        "[] if was_there else _mine(edition.key, service, settings))",
        "[])",
    ),
    Mutation(
        "a test of what left meanwhile is refused",
        ACT,
        "        rules.campaign_to_test(edition.key, [tested])  # which may have left meanwhile\n",
        "",
    ),
    Mutation(
        "a send compares what is stored",
        ACT,
        "    _same_as_stored(content, service, campaign)\n    return campaign, content\n",
        "    return campaign, content\n",
    ),
    Mutation(
        "a send looks at the audience",
        ACT,
        "    audience = service.audience()\n    rules.audience_is_expected(audience, settings.audience)\n",
        "    audience = service.audience()\n",
    ),
    Mutation(
        "a send goes to the list that was tested",
        SERVICE,
        'if part != "besides"',
        'if part not in {"besides", "audience"}',
    ),
    Mutation(
        "a send compares what else a service stores",
        SERVICE,
        "if stored.besides.get(name) != value)",
        "if False)",
    ),
    Mutation(
        "a send looks last at the campaign's name",
        SERVICE,
        '[_("name")] if name != campaign.name else []',
        "[]",
    ),
    Mutation(
        "what left to a part of the readers is no success",
        RULES,
        "    if found.state in {State.PAUSED, State.INCOMPLETE, State.CANCELLED}:\n",
        "    if False:\n",
    ),
    Mutation("more readers than were announced are told", RULES, "if (found.wanted or 0) > announced:", "if False:"),
    Mutation(
        "what left under another name is told", RULES, "    if found.name != cleared.name:\n", "    if False:\n"
    ),
    Mutation(
        "Friday notices what is being sent to nobody",
        RULES,
        "and now > campaign.at + GRACE and not campaign.reached:",
        "and False:",
    ),
    Mutation("draft: true is not sent", ACT, "    if options.draft:\n", "    if False:\n"),
    Mutation("unasked, a letter leaves on its day", ACT, "if options.today and not options.confirm:", "if False:"),
    Mutation("a letter's day is its own", RULES, "    if day == today:\n        return\n", "    return\n"),
    Mutation("a person is asked", ACT, "if not options.confirm(campaign, audience):", "if False:"),
    Mutation(
        "everything is looked at again after the question",
        ACT,
        "        campaign, content = _may_leave(edition, service, settings, options)\n    return",
        "    return",
    ),
    Mutation(
        "a lost answer is not repeated",
        ACT,
        "    except FateUnknown as mistake:\n        found = _look_until(service, campaign, _ON",
        "    except FateUnknown as mistake:\n        request()\n        found = _look_until(service, campaign, _ON",
    ),
    Mutation(
        "a lost answer is looked into",
        ACT,
        "found = _look_until(service, campaign, _ON_ITS_WAY, options.pause)",
        "found = None",
    ),
    Mutation("a draft proves nothing at first", ACT, "_LOOKS = 5", "_LOOKS = 1"),
    Mutation(
        "looking goes on while the line is down",
        ACT,
        "            found = service.campaign(campaign.id)\n        except CenumError:\n            continue",
        "            found = service.campaign(campaign.id)\n        except KeyError:\n            continue",
    ),
    Mutation(
        "a fate that stays unknown is not called done",
        ACT,
        "        if found is None:\n            raise FateUnknown(mistake.message, rules.look_there(campaign)) from mistake\n",
        "        if found is None:\n            return SendResult(campaign, audience)\n",
    ),
    Mutation(
        "a send that was accepted is not called a failure",
        ACT,
        "        except CenumError:\n            # The service",
        "        except KeyError:\n            # The service",
    ),
    Mutation(
        "another run that was faster is recognised",
        ACT,
        "        _refuse_if_another_was_faster(service, campaign)\n        raise",
        "        raise",
    ),
    Mutation(
        "Friday compares what is scheduled with what is stored",
        ACT,
        "    _same_as_stored(service.content(edition), service, campaign)\n    rules",
        "    rules",
    ),
    Mutation(
        "the nine o'clock look compares what is scheduled with what is stored",
        ACT,
        "    if campaign.state is State.SCHEDULED:\n        _will_leave_as_it_should(edition, service, settings, campaign)\n",
        "",
    ),
    Mutation(
        "Friday looks at the audience of what is scheduled",
        ACT,
        "    rules.audience_is_expected(service.audience(), settings.audience)\n\n\ndef _cleared",
        "\n\ndef _cleared",
    ),
    Mutation(
        "another edition that is scheduled for the hour is not this one",
        ACT,
        " and mark and mark.vouches_for(edition.digest)",
        "",
    ),
    Mutation(
        "the hour of what is scheduled is read",
        ACT,
        "        service.campaign(campaign.id) if campaign.state is State.SCHEDULED else campaign\n",
        "        campaign\n",
    ),
    Mutation(
        "what is scheduled for this hour is not scheduled again",
        ACT,
        "scheduled.state is State.SCHEDULED and scheduled.at == at and mark",
        "False and mark",
    ),
    Mutation(
        "a stop is believed when it is seen",
        ACT,
        "    if found is None:\n        raise FateUnknown(message, rules.look_there(campaign))\n    return before, found",
        "    return before, found or campaign",
    ),
    Mutation(
        "a lost answer to a test is no matter of fate",
        ACT,
        "    except FateUnknown as mistake:\n        raise ServiceUnreachable(",
        "    except KeyError as mistake:\n        raise ServiceUnreachable(",
    ),
    Mutation(
        "a mark is of one digest",
        MARK,
        "return self.digest is not None and digest.startswith(self.digest)",
        "return self.digest is not None",
    ),
    Mutation(
        "a mark is of its readers",
        ACT,
        "return replace(edition, digest=marked_digest(edition.digest, readers))",
        "return edition",
    ),
    Mutation(
        "whom it goes to is said first",
        ACT,
        "    if options.tell:\n        options.tell(audience)\n",
        "",
    ),
    Mutation(
        "one person approves once",
        MARK,
        "if person.casefold() in {name.casefold() for name in self.approvers}:",
        "if False:",
    ),
    Mutation(
        "a name is spelled in one way",
        MARK,
        'unicodedata.normalize("NFC", name)',
        "name",
    ),
    Mutation("a new test forgets the approvals", MARK, "        if self.approvers:\n", "        if False:\n"),
    Mutation("nothing is due before its hour", DUE, " or now < sending_at(newsletter, today)", ""),
    Mutation("a draft is never due", DUE, " or says_draft(path)", ""),
    Mutation(
        "nine o'clock misses an issue that is not there", DUE, "today.weekday() != newsletter.weekday or ", "True or "
    ),
    Mutation("nine o'clock knows the pauses", DUE, " or today in newsletter.pauses", ""),
    Mutation(
        "nine o'clock misses a draft",
        DUE,
        "    if says_draft(path):\n        message",
        "    if False:\n        message",
    ),
    Mutation(
        "nine o'clock misses a letter that nobody sent",
        ACT,
        "    if campaign is None:\n        rules.campaign_to_send",
        "    if False:\n        rules.campaign_to_send",
    ),
    Mutation("today is the letter's own", DUE, "now.astimezone(newsletter.sending_time.tzinfo).date()", "now.date()"),
)


# Each guard has a test of its own here: what only the torture noticed would not be named.
_TESTS = tuple(f"tests/sending/{name}.py" for name in ("test_rules", "test_act", "test_due"))
_PYTEST = ("-x", "-q", "-n0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
# What the tests import of others, once for all: everything of ours is imported anew by each process.
_IMPORTED_BEFORE = ("pytest", "hypothesis", "hypothesis.stateful", "msgspec", "requests", "responses", "yaml")


class _WithoutGuard(SourceFileLoader):
    """Finds one module, and reads its file without the guard."""

    def __init__(self, mutation: Mutation) -> None:
        super().__init__(mutation.module, str(mutation.path))
        self._mutation = mutation

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._mutation.module:
            return None
        return spec_from_file_location(name, self._mutation.path, loader=self)

    def get_code(self, _name: str) -> CodeType:
        source = self._mutation.path.read_text("utf-8")
        return compile(source.replace(self._mutation.old, self._mutation.new), self.path, "exec", dont_inherit=True)


class _FirstFailure:
    """What pytest says of the first test that fails, or of the first module that can't be imported."""

    test: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and self.test is None:
            self.test = report.nodeid.removeprefix("tests/sending/").partition("[")[0]


def first_failure(mutation: Mutation | None) -> str | None:
    """The first test that fails once the guard is gone, or ``None`` where none does; for a new process."""
    os.chdir(ROOT)
    if mutation:
        assert mutation.module not in sys.modules
        sys.meta_path.insert(0, _WithoutGuard(mutation))
    seen = _FirstFailure()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        done = pytest.main([*_PYTEST, *_TESTS], plugins=[seen])
    assert (done == pytest.ExitCode.OK) == (seen.test is None), done
    assert mutation is None or isinstance(sys.modules[mutation.module].__loader__, _WithoutGuard)
    return seen.test


def few() -> tuple[Mutation, ...]:
    """The first guard of each file."""
    return tuple({mutation.file: mutation for mutation in reversed(MUTATIONS)}.values())


def main() -> int:
    """Take guards away; 1 where a test did not notice, or where one fails with every guard in its place."""
    machine.settle()
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(list(_IMPORTED_BEFORE))
    chosen = few() if "--few" in sys.argv else MUTATIONS
    with ProcessPoolExecutor(mp_context=processes, max_tasks_per_child=1) as pool:
        failures = pool.map(first_failure, (None, *chosen))
        fails = next(failures)
        if fails:
            print(f"{fails} fails with every guard in its place")
            return 1
        table = []
        for mutation, test in zip(chosen, failures, strict=True):
            print(f"{'ok  ' if test else 'LIVES'} {mutation.guard}: {test}", flush=True)
            table.append((mutation, test))
    if "--write" in sys.argv:
        rows = "\n".join(f"| {one.guard} | `{one.file.removeprefix('../')}` | `{test}` |" for one, test in table)
        text = PAGE.read_text("utf-8")
        head, rest = text.split(_BEGIN)
        table_text = (
            f"{_BEGIN}\n\n| guard | where | the test that fails without it |\n| --- | --- | --- |\n{rows}\n\n{_END}"
        )
        PAGE.write_text(head + table_text + rest.partition(_END)[2], "utf-8")
    return 1 if any(test is None for _mutation, test in table) else 0


if __name__ == "__main__":
    sys.exit(main())
