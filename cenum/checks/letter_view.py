"""What every check is given, one view of the letter, and what it declares: the rules that it finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.analysis.html import marked_tree
from cenum.analysis.written_styles import WrittenStyles
from cenum.issue.earlier_issues import EarlierIssues
from cenum.issue.languages import primary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cenum.analysis.html import MarkedTree
    from cenum.analysis.passages import Passage
    from cenum.dictionary import Vocabulary
    from cenum.edition.edition import Edition, MarkedEdition
    from cenum.edition.measure import Weight
    from cenum.finding import Finding, Place
    from cenum.issue.model import Issue
    from cenum.links.link import Link
    from cenum.rule import Rule
    from cenum.settings import Settings


_NO_EARLIER_ISSUES = EarlierIssues()


@dataclass(frozen=True)
class LetterView:
    """A letter as the checks look at it; what is costly is made once, when the first of them asks.

    ``links`` are all of the letter. ``earlier_issues`` has the issue's file and those before it; without it, what
    they alone tell stays unsaid. Without a ``vocabulary`` nothing is said of spelling; without what was
    ``written`` it is not known where an element or a style was.
    """

    issue: Issue
    edition: Edition
    weight: Weight
    links: Sequence[Link]
    settings: Settings
    earlier_issues: EarlierIssues = _NO_EARLIER_ISSUES
    vocabulary: Vocabulary | None = None
    written: MarkedEdition | None = None

    @property
    def place(self) -> Place:
        """Where a finding stands that is about all of the letter: the issue's file."""
        return self.issue.place

    @property
    def french(self) -> bool:
        """Whether the letter is in French, which most checks of the text know alone."""
        return primary(self.settings.newsletter.language) == "fr"

    @property
    def tree(self) -> MarkedTree:
        """The HTML, which nobody writes into, and where each of its elements was written."""
        return marked_tree(self.written.marked if self.written else self.edition.html)

    @cached_property
    def styles(self) -> WrittenStyles:
        """The style sheets as the templates wrote them, and on which lines."""
        return WrittenStyles(self.written.styles if self.written else "")

    @property
    def root(self) -> Any:  # noqa: ANN401  lxml
        """The HTML as everybody but Outlook reads it."""
        return self.tree.root

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The issue as running text."""
        from cenum.analysis.passages import passages  # noqa: PLC0415  what only proves a build does not read it

        return passages(self.issue)

    @cached_property
    def written_links(self) -> Sequence[Link]:
        """The links that stand in the issue's own file."""
        return [link for link in self.links if link.place.file == self.place.file]


class Check(NamedTuple):
    """A function from a letter to findings, and the ``rules`` that these are of."""

    rules: tuple[Rule, ...]
    find: Callable[[LetterView], Iterable[Finding]]

    def __call__(self, letter: LetterView) -> list[Finding]:
        """What it finds in ``letter``."""
        return list(self.find(letter))


def finds(*rules: Rule) -> Callable[[Callable[[LetterView], Iterable[Finding]]], Check]:
    """Declare that a function finds what breaks ``rules``, and nothing else."""
    return lambda find: Check(rules, find)
