"""What was written elsewhere comes in: a Word document, and the letter's own mail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.desk import desk
from bench.measures import CENUM, ROOT, Command, Measured, in_turn
from bench.needs import PLAIN

if TYPE_CHECKING:
    from pathlib import Path

    from bench.desk import Desk
    from bench.needs import Tools

SERIES = {"import word": PLAIN, "import mail": PLAIN}
_WORD = ROOT / "tests" / "imported" / "docx" / "word.docx"


def measure(wanted: frozenset[str], runs: int, _tools: Tools, folder: Path) -> Measured:
    """Each import makes an issue of a day of its own; it is taken away again before the next one."""
    at = desk(folder / "coming", programs={}, dictionary=False)
    Command([CENUM, "build", at.key, "--offline", "--folder", str(at.root)], at.environment).run()
    commands = {
        "import word": _importing(_WORD, at),
        "import mail": _importing(at.root / "dist" / at.key / "email.eml", at),
    }
    return Measured(in_turn({name: commands[name] for name in SERIES if name in wanted}, runs))


def _importing(file: Path, at: Desk) -> Command:
    day = date.fromisoformat(at.key) + timedelta(days=7)
    issue = at.root / "issues" / f"{day}.md"
    words = [CENUM, "import", str(file), "--as", str(day), "--folder", str(at.root)]
    return Command(words, at.environment, before=lambda _number: issue.unlink(missing_ok=True))
