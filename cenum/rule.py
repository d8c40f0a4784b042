"""A rule: one thing that cenum finds, declared once, beside the function that finds it.

The documentation, SARIF and waivers take it from there (``rulebook.py``); the tests try its example.
"""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from cenum.finding import Finding, Severity, masked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.finding import Place, WordsAt

# A line of an example that stands many times, where nobody wants to read it as often: “.note { margin: 0 } (× 513)”.
MANY = re.compile(r"^(.*) \(× (\d+)\)$", re.MULTILINE)
ExampleKind: TypeAlias = Literal[
    "markdown", "yaml", "toml", "html", "web", "template", "memory", "spamassassin", "name", "bytes", "csv"
]


class Example(Struct, frozen=True):
    r"""What a rule finds, and what stands close to that and is right.

    ``kind`` says what the two are: ``markdown`` of a section, or of a whole issue where it begins with ``---``;
    ``yaml`` of the front matter; ``toml`` of the settings; ``html`` at the letter's end, or in its ``<head>``;
    ``web``, what hosts answer, an ``address → answer`` a line; ``template``, an excerpt of ``file`` as it is (all of
    it where nothing stands there), and what was made of it; ``memory``, the file of earlier link checks;
    ``spamassassin``, the header that it writes; ``name`` of the issue's file; ``bytes``, as ``markdown``, in which
    ``\xe9`` stands for this byte; ``csv``, the contacts of the embedded service.

    ``letter`` is the Markdown that both stand beside, and ``earlier`` that of the issue of the week before.
    """

    fails: str
    passes: str
    kind: ExampleKind = "markdown"
    file: str = ""
    letter: str = ""
    earlier: str = ""

    def dedented(self) -> Example:
        """The same, as it stands in a file: a declaration indents its lines."""
        texts = {name: cleandoc(getattr(self, name)) for name in ("fails", "passes", "letter", "earlier")}
        return replace(self, **texts)


class Rule(Struct, frozen=True):
    """What it finds, why that matters, and what to do about it, as the documentation says it in every language.

    ``id`` is stable. ``example`` may be the reason why there can be none. ``source`` is where the fact behind the
    rule comes from: a standard, a law, a page. A warning can always be waived; ``waive`` says whether an error can.
    ``corrected`` says that its findings know what to write instead, all of them or some.
    """

    id: str
    severity: Severity
    what: str
    why: str
    remedy: str
    example: Example | str
    source: str = ""
    waive: bool = False
    corrected: bool = False

    @property
    def can_be_waived(self) -> bool:
        """Whether a person may accept what it finds."""
        return self.waive or self.severity is Severity.WARNING

    def at(  # noqa: PLR0913  what a finding says
        self,
        place: Place,
        message: str,
        remedy: str,
        url: str = "",
        better: str = "",
        words: Iterable[WordsAt] = (),
    ) -> Finding:
        """What it found at ``place``; names and passwords in addresses are left out of the sentences."""
        said = masked(message), masked(remedy)
        return Finding(self.id, self.severity, place, *said, url, better, words=tuple(words))
