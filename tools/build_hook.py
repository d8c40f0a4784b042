"""What hatch does when cenum is built or installed: the catalogues are compiled, and a wheel says what it is made of.

`python -m tools.build_hook` compiles them again.
"""

from __future__ import annotations

import io
import sys
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


class CenumBuild(BuildHookInterface[Any]):
    """Runs before the files of the package are packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues, for an editable installation too; list what goes into a wheel."""
        root = Path(self.root)
        compile_all(root)
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(root))  # hatch has loaded this file alone, and not as a part of a package
        from tools import bill_of_materials  # noqa: PLC0415

        packed = self.build_config.builder.recurse_included_files()
        files = [(Path(one.distribution_path).as_posix(), Path(one.path)) for one in packed]
        libraries = (root / "requirements" / "program.txt").read_text("utf-8")
        document = root / "build" / bill_of_materials.NAME
        document.parent.mkdir(exist_ok=True)
        document.write_bytes(bill_of_materials.bill(self.metadata.version, files, libraries))
        build_data["sbom_files"].append(document.relative_to(root).as_posix())


if __name__ == "__main__":
    compile_all(Path(__file__).parent.parent)
