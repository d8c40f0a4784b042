"""A letter as `cenum init` makes it, and a cenum that is newer than it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cenum.settings import Newsletter, load
from cenum.starter.compose import compose
from cenum.starter.file_status import compare
from cenum.starter.looks import USUAL
from cenum.starter.replace_files import replace_files
from cenum.starter.upgrade_plan import plan
from cenum.starter.write_files import write_new

from .answers import MATERIAL, MONDAY, answers

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from cenum.starter.file_status import Comparison
    from cenum.starter.template_files import Material
    from cenum.starter.upgrade_plan import UpgradePlan

BLOCKS, HEADER, PALETTE = (f"templates/{name}" for name in ("blocks.html.j2", "header.mjml.j2", "palette.toml"))


class InitLetter:
    """A letter's folder, made by this cenum, and compared with another one."""

    def __init__(self, folder: Path, look: str = USUAL) -> None:
        self.root = folder / "letter"
        write_new(self.root, compose(answers(look=look), MATERIAL, MONDAY))
        self.newer = newer(folder / "newer")

    @property
    def newsletter(self) -> Newsletter:
        return load(self.root / "cenum.toml").newsletter

    def edit(self, name: str, line: bytes = b"") -> None:
        path = self.root / name
        path.write_bytes((line or (b"# ours\n" if path.suffix == ".toml" else b"{# ours #}\n")) + path.read_bytes())

    def compare(self, material: Material | None = None, look: str | None = None) -> Comparison:
        return compare(self.root, self.newsletter, material or self.newer, look)

    def states(self, material: Material | None = None) -> dict[str, str]:
        """Of the files that are not as cenum has them."""
        found = self.compare(material).files
        return {file.name: file.state.value for file in found if file.state.value != "current"}

    def upgrade(
        self,
        material: Material | None = None,
        take: Collection[str] = (),
        keep: Collection[str] = (),
        look: str | None = None,
    ) -> UpgradePlan:
        planned = plan(self.compare(material, look), "fr", take, keep)
        replace_files(self.root, planned.contents, planned.before)
        return planned

    def everything(self) -> dict[str, bytes]:
        """All but what git ignores."""
        files = {path.relative_to(self.root).as_posix(): path for path in self.root.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".cenum/")}


def newer(folder: Path) -> Material:
    """Version 0.2.0: two templates and the version of cenum have changed, one template is new."""
    shutil.copytree(MATERIAL.templates, folder / "templates")
    shutil.copytree(MATERIAL.workflows, folder / "workflows")
    for name in (BLOCKS, HEADER):
        path = folder / name
        path.write_text(path.read_text("utf-8") + "{# 0.2.0 #}\n", "utf-8")
    (folder / "templates" / "poll.html.j2").write_text("{# 0.2.0 #}\n", "utf-8")
    return MATERIAL._replace(
        templates=folder / "templates", workflows=folder / "workflows", requirement="cenum==0.2.0", version="0.2.0"
    )
