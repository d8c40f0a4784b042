"""Every rule, by what it is about: the one table of the modules that declare them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import N_
from cenum.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


class Concern(NamedTuple):
    """What the rules of some ``modules`` are about: a ``title`` and a few words of introduction."""

    title: str
    about: str
    modules: tuple[str, ...]


CONCERNS = (
    Concern(
        N_("Accessibility"),
        N_(
            "Rules about obstacles for people who listen to the letter, or don't see it well: WCAG "
            "2.2 at level AA, and the\n"
            "RGAA, which French public bodies follow. The rules about link texts are among those on "
            "[links](#links)."
        ),
        ("checks.accessibility", "checks.false_headings", "checks.alternatives", "checks.contrast"),
    ),
    Concern(
        N_("Mail programs"),
        N_(
            "Rules about HTML and CSS in the letter that some of its readers' mail programs don't "
            "support. Which programs your readers have\n"
            "is a table in [`cenum.toml`](settings.md#clients). What they support comes from the "
            "tests of\n"
            "[caniemail.com](https://www.caniemail.com), of which cenum keeps a dated extract (`make "
            "clients` renews it). What the\n"
            "templates use on purpose, and what readers see where it is not supported, is listed in "
            "`cenum/checks/graceful.toml`: it is\n"
            "not reported. Of Outlook for Windows and Apple Mail, each tested version in use counts "
            "the same, and those that lack something\n"
            "are named; of all others, the latest counts. A waiver can name one feature by its page: "
            '`url: "*/css-position/"`.'
        ),
        ("checks.clients", "checks.gmail"),
    ),
    Concern(
        N_("The rendered letter"),
        N_(
            "Rules about the HTML and the plain text that the templates make of an issue. Most are "
            "for people who change the\n"
            "[look](look.md); none can be waived, except the weight."
        ),
        ("checks.gmail_clipping", "checks.third_parties", "checks.styles", "checks.obligations"),
    ),
    Concern(
        N_("The inbox"),
        N_(
            "What readers see before they open the letter. The phones, the phrases and the widths of "
            "characters are in\n"
            "`cenum/checks/inbox.toml` and `roboto.toml`."
        ),
        ("checks.inbox",),
    ),
    Concern(
        N_("Links"),
        N_(
            "Rules about links and pictures on the web. [How links are checked](links.md) explains "
            "how each verdict is reached."
        ),
        ("links.link_rules", "links.oddities", "checks.link_texts", "issue.link_syntax"),
    ),
    Concern(
        N_("Privacy and weight"),
        N_(
            "Rules about letters that would track their readers or run code, about heavy pictures, "
            "and about HTML and plain text\n"
            "that don't say the same. For hosts from which something would be loaded, see "
            "`foreign-host`."
        ),
        ("checks.privacy", "checks.budget", "checks.plain_text", "checks.lost_text", "checks.spam"),
    ),
    Concern(
        N_("The writing"),
        N_(
            "What a careful colleague notices in the text. Most rules are for letters in French, and "
            "all of them stay silent when in doubt.\n"
            "The word lists are in `cenum/checks/wording.toml` and `stories.toml`."
        ),
        (
            "checks.typesetting",
            "checks.unclosed",
            "checks.unfinished",
            "checks.unwritten",
            "issue.left_remarks",
            "issue.scaffold",
            "checks.wording",
            "checks.dates",
            "checks.teasers",
            "checks.since_earlier_issues",
            "checks.copied",
            "checks.greeting",
            "checks.spelling",
        ),
    ),
    Concern(
        N_("The issue's file"),
        N_(
            "Rules about the file that the editors write: its name, its front matter, its sections, "
            "its blocks and its pictures. After an error\n"
            "here there is nothing to render, so none of these errors can be waived."
        ),
        (
            "issue.source",
            "issue.reader",
            "issue.front_matter",
            "issue.sections",
            "issue.containers",
            "issue.markdown",
            "issue.stray_marks",
            "issue.footnotes",
            "issue.languages",
            "issue.images",
            "edition.pictures",
        ),
    ),
    Concern(
        N_("The settings"),
        N_("What is said of `cenum.toml` and of the lists beside it, before anything is read or sent."),
        ("settings", "waivers", "dictionary", "services.contacts"),
    ),
    Concern(
        N_("The templates"),
        N_("Errors in the templates of the [look](look.md) that keep the letter from being rendered."),
        ("edition.palette", "edition.mjml"),
    ),
    Concern(
        N_("The letter's own pages"),
        N_(
            "What `cenum publish` refuses: nothing is published before it is mended. `cenum check` says "
            "`changed-after-sending` too:\nit holds the letter against what is kept in `archive/`."
        ),
        ("archive.after_sending", "archive.redirects"),
    ),
    Concern(
        N_("The message that arrived"),
        N_(
            "What `cenum inspect` finds in a message that a service delivered. A waiver in "
            "`cenum.toml` or in the issue applies here too."
        ),
        ("received.receipt",),
    ),
    Concern(
        N_("Letters that were written elsewhere"),
        N_("What `cenum import` says of what it read, before or after it has written an issue."),
        ("imported.word_ledger", "imported.loss_report"),
    ),
)


@cache
def concerns() -> tuple[tuple[Concern, tuple[Rule, ...]], ...]:
    """Each concern with its rules, in the order of the page that documents them.

    A module that is given a rule by another has it too: it is of the first that is named.
    """
    found: list[tuple[Concern, tuple[Rule, ...]]] = []
    seen: set[Rule] = set()
    for concern in CONCERNS:
        declared = dict.fromkeys(rule for module in concern.modules for rule in _declared(module))
        found.append((concern, tuple(rule for rule in declared if rule not in seen)))
        seen.update(declared)
    return tuple(found)


@cache
def rules() -> dict[str, Rule]:
    """All rules by their ids. Imports whatever declares one, which takes a third of a second."""
    return {rule.id: rule for _concern, declared in concerns() for rule in declared}


def rule_called(name: str) -> Rule | None:
    """The rule with this id, if there is one. Imports as little as it can: those that are waived most come first."""
    modules = sorted(
        (module for concern in CONCERNS for module in concern.modules),
        key=lambda module: (not module.startswith("links."), module != "issue.scaffold"),
    )
    return next((rule for module in modules for rule in _declared(module) if rule.id == name), None)


def _declared(module: str) -> Iterator[Rule]:
    yield from (value for value in vars(import_module(f"cenum.{module}")).values() if isinstance(value, Rule))
