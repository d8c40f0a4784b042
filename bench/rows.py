"""The table of `make bench`: every row of docs/benchmarks.md, its goal, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import clone, coming_in, commands, links, one_process, publishing, screen, start
from bench.measures import Figure, Unit, disk, peak, peak_ratio, rate, wall, wall_ratio, wall_tail

if TYPE_CHECKING:
    from types import ModuleType

    from bench.needs import Need

# Each measures its `SERIES`, all that are wanted in one go.
GROUPS: tuple[ModuleType, ...] = (commands, one_process, publishing, coming_in, screen, links, start, clone)


@dataclass(frozen=True)
class Row:
    """One line of the table. ``key`` is what `ROWS=` chooses it by; ``least`` turns the goal around."""

    key: str
    name: str
    figure: Figure
    goal: float | None = None
    least: bool = False

    @property
    def needs(self) -> frozenset[Need]:
        """What a machine must have for it: what each of its series needs."""
        needed = {name: of for group in GROUPS for name, of in group.SERIES.items()}
        return frozenset().union(*(needed[name] for name in self.figure.series))

    @property
    def aim(self) -> str:
        """The goal in words; empty where there is none."""
        if self.goal is None:
            return ""
        return f"{'≥' if self.least else '≤'} {self.figure.unit.written(self.goal).replace('.0 ', ' ')}"


ROWS = (
    Row("node", "Node with mjml and juice, on the letter's MJML", wall("mjml")),
    Row("node", "Node with react-email, on the letter's text", wall("react-email")),
    Row("node", "Maizzle, on the letter's text", wall("maizzle")),
    Row("build", "`cenum build`, the first on a new machine, to Node's time", wall_ratio("first", "mjml")),
    Row("build", "`cenum build` of a changed letter, to Node's time", wall_ratio("changed", "mjml"), 0.85),
    Row("build", "`cenum build` again, to Node's time", wall_ratio("again", "mjml"), 0.65),
    Row("build", "`cenum build`, peak memory, to Node's", peak_ratio("changed", "mjml"), 0.50),
    Row("build", "with a dictionary: changed, to Node's time", wall_ratio("spelled changed", "mjml"), 0.90),
    Row("build", "with a dictionary: changed, a word never seen", wall_ratio("spelled new word", "mjml")),
    Row("build", "with a dictionary: again, to Node's time", wall_ratio("spelled again", "mjml"), 0.65),
    Row("build", "with a dictionary: peak memory, to Node's", peak_ratio("spelled changed", "mjml"), 0.50),
    Row("build", "with SpamAssassin, `--offline`: changed, to Node's time", wall_ratio("spam changed", "mjml"), 0.85),
    Row("build", "with SpamAssassin, `--offline`: again, to Node's time", wall_ratio("spam again", "mjml"), 0.65),
    Row("build", "with SpamAssassin: changed, to Node's time", wall_ratio("spam online changed", "mjml"), 0.85),
    Row("build", "with SpamAssassin: again, to Node's time", wall_ratio("spam online again", "mjml"), 0.65),
    Row("build", "with SpamAssassin: peak memory, to Node's", peak_ratio("spam online changed", "mjml"), 0.50),
    Row("build", "`cenum build` of a changed letter, alone", wall("changed")),
    Row("build", "`cenum build` of a changed letter, to react-email's time", wall_ratio("changed", "react-email")),
    Row("build", "`cenum build` of a changed letter, to Maizzle's time", wall_ratio("changed", "maizzle")),
    Row("check", "`cenum check` of a changed letter, to Node's time", wall_ratio("check", "mjml")),
    Row("check", "with a dictionary: `cenum check`, to Node's time", wall_ratio("spelled check", "mjml"), 0.95),
    Row("check", "with a dictionary: `cenum check` again", wall_ratio("spelled check again", "mjml")),
    Row(
        "check",
        "with SpamAssassin, `--offline`: `cenum check`, to Node's time",
        wall_ratio("spam check", "mjml"),
        0.95,
    ),
    Row("help", "`cenum --help`, to Node's time", wall_ratio("help", "mjml"), 0.50),
    Row("checks", "all checks in one process", wall("checks")),
    Row("checks", "with a dictionary: all checks in one process", wall("checks, spelled"), 60),
    Row("letters", "a year's letters, built and checked in one process", rate("a year")),
    Row("letters", "with a dictionary: a year's letters, built and checked", rate("a year, spelled"), 15, least=True),
    Row(
        "letters",
        "with a dictionary: ten years' letters, built and checked",
        rate("ten years, spelled"),
        15,
        least=True,
    ),
    Row(
        "letters",
        "with a dictionary: peak memory of ten years' letters, to a year's",
        peak_ratio("ten years, spelled", "a year, spelled"),
        1.10,
    ),
    Row(
        "publish", "`cenum publish` of 520 letters, the first on a new machine", wall("publish 520", Unit.SECONDS), 60
    ),
    Row("publish", "`cenum publish` of 520 letters, peak memory", peak("publish 520"), 300),
    Row("publish", "`cenum publish` with one letter more than 520", wall("one more of 520", Unit.SECONDS), 3),
    Row("publish", "`cenum publish` with one letter more than 520, peak memory", peak("one more of 520"), 300),
    Row("import", "`cenum import` of a Word document", wall("import word")),
    Row("import", "`cenum import` of a Word document, peak memory", peak("import word")),
    Row("import", "`cenum import` of the letter's own mail", wall("import mail")),
    Row("preview", "the preview's page after the command", wall("page")),
    Row("preview", "with a dictionary: the preview's page after the command", wall("page, spelled"), 700),
    Row("preview", "with a dictionary: the letter on the screen after the command", wall("shown, spelled")),
    Row("save", "from a save to the new text on the screen", wall("save")),
    Row("save", "with a dictionary: from a save to the screen", wall("save, spelled"), 150),
    Row("save", "with a dictionary: the same in a folder of 520 issues", wall("save of 520, spelled"), 150),
    Row("key", "with a dictionary: from a key, in the view for writing, to the redrawn letter", wall("key, spelled")),
    Row("key", "with a dictionary: the same, nineteen times of twenty", wall_tail("key, spelled"), 200),
    Row("links", "links of three letters (200)", wall("links 200", Unit.SECONDS)),
    Row("links", "links of three letters, to lychee's time", wall_ratio("links 200", "lychee 200"), 1),
    Row("links", "links of a year (2000), to lychee's time", wall_ratio("links 2000", "lychee 2000"), 1),
    Row("links", "the end of a link check after Ctrl-C", wall("interrupted")),
    Row("start", "a letter of one's own, from nothing to the mailbox", wall("start", Unit.SECONDS), 600),
    Row("clone", "`make demo` on a fresh machine", wall("make demo", Unit.SECONDS), 45),
    Row("clone", "`make demo` on a fresh machine, on the disk", disk("make demo"), 200),
    Row("clone", "`.ci/run`", wall("ci", Unit.MINUTES), 6),
    Row("clone", "`make test`", wall("make test", Unit.MINUTES), 4),
)
