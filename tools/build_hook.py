"""What hatch does when cenum is built or installed: the catalogues are compiled, and the package carries them.

`python -m tools.build_hook` compiles them again.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compiled(po: Path) -> bytes:
    """The form of the catalogue ``po`` that gettext reads; the same at any hour."""
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name)
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def compile_all(root: Path) -> None:
    """Write the compiled form of every catalogue of the cenum in ``root`` beside it."""
    for po in (root / "cenum").glob("locale/*/LC_MESSAGES/*.po"):
        po.with_suffix(".mo").write_bytes(compiled(po))


class Catalogues(BuildHookInterface[Any]):
    """Compiles them before the files of the package are listed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatch's own signature
        """Compile them, for an editable installation too."""
        compile_all(Path(self.root))


if __name__ == "__main__":
    compile_all(Path(__file__).parent.parent)
