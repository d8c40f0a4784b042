"""Measure cenum as its users meet it: whole commands, cold, against Node doing the same work.

`make bench` prints the figures; `make bench WRITE=1` also puts them into docs/benchmarks.md.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "content"
RUNS = 15
YEARS = ((1, 52), (10, 520))


@dataclass(frozen=True)
class Figures:
    """Wall times in seconds, in the order of the runs; the largest peak of resident memory in bytes."""

    wall: list[float]
    peak: int

    @property
    def median(self) -> float:
        return statistics.median(self.wall)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "letter"
        letter = prepare(workspace)
        lines = [machine(), ""]
        cenum = [str(Path(sys.executable).with_name("cenum"))]
        build = [*cenum, "build", letter, "--offline", "--folder", str(workspace)]
        # As cenum is installed, without the extra for spelling, and with it where a dictionary is here.
        bare = ["env", "DICPATH=", *build]
        node = node_command(workspace, letter, Path(folder))
        if node:
            lines += comparison(*side_by_side(bare, node, [*cenum, "--help"], build))
        else:
            (ours,) = side_by_side(bare)
            lines += [f"cenum build: {ours.median * 1000:.0f} ms, {ours.peak / 1e6:.0f} MB (no Node to compare with)"]
        lines += [
            "",
            *years(workspace),
            "",
            checks(workspace, letter),
            preview(workspace, letter),
            opening(workspace, letter),
        ]
    report = "\n".join(lines)
    print(report)
    if os.environ.get("WRITE"):
        write(report)


def checks(workspace: Path, letter: str) -> str:
    """Every check that needs no network, on one letter in one process."""
    from cenum.checks.all import check_edition  # noqa: PLC0415  after what is measured cold
    from cenum.checks.letter_view import LetterView  # noqa: PLC0415  as above
    from cenum.dictionary import vocabulary  # noqa: PLC0415  as above
    from cenum.edition.render import render_marked  # noqa: PLC0415  as above
    from cenum.edition.templates import Templates  # noqa: PLC0415  as above
    from cenum.issue.earlier_issues import earlier_issues_of  # noqa: PLC0415  as above
    from cenum.process import process  # noqa: PLC0415  as above
    from cenum.settings import load  # noqa: PLC0415  as above
    from cenum.workspace import Workspace  # noqa: PLC0415  as above

    place = Workspace(workspace, load(workspace / "cenum.toml"))
    path = place.issues / f"{letter}.md"
    made = process(path, place)
    words = vocabulary(place.settings, place.root)
    marked = render_marked(made.issue, place.settings, Templates(place.templates))
    earlier = earlier_issues_of(path)
    took = []
    for _run in range(RUNS):
        start = time.perf_counter()
        check_edition(
            LetterView(made.issue, made.edition, made.weight, made.links, place.settings, earlier, words, marked)
        )
        took.append(time.perf_counter() - start)
    spelling = "spelling included" if words else "spelling aside, as no dictionary is installed"
    median = statistics.median(took) * 1000
    return f"All checks without network, {spelling}, in process: {median:.0f} ms (median of {RUNS})."


def preview(workspace: Path, letter: str) -> str:
    """One save of the letter, as the preview renders it again."""
    from cenum.edition.templates import Templates  # noqa: PLC0415  after what is measured cold
    from cenum.preview.client_views import ClientView  # noqa: PLC0415  as above
    from cenum.preview.issue_preview import RenderContext, preview_issue  # noqa: PLC0415  as above
    from cenum.settings import load  # noqa: PLC0415  as above
    from cenum.workspace import Workspace  # noqa: PLC0415  as above

    place = Workspace(workspace, load(workspace / "cenum.toml"))
    context = RenderContext(place, Templates(place.templates), {}, {})
    last = preview_issue(place.issues / f"{letter}.md", context)
    took = []
    for _run in range(RUNS):
        start = time.perf_counter()
        last = preview_issue(place.issues / f"{letter}.md", context, last)
        if last.good:
            last.good.views.html(ClientView.SENT)
        took.append(time.perf_counter() - start)
    return f"The preview draws a saved letter anew in {statistics.median(took) * 1000:.0f} ms (median of {RUNS})."


def opening(workspace: Path, letter: str) -> str:
    """From the command to its page, with the letter's state in it."""
    took = []
    for _run in range(5):
        start = time.perf_counter()
        command = [str(Path(sys.executable).with_name("cenum")), "preview", letter, "--port", "0", "--json"]
        with subprocess.Popen([*command, "--folder", str(workspace)], stdout=subprocess.PIPE, text=True) as running:
            said = ""
            for line in running.stdout or ():
                said += line
                if line == "}\n":
                    break
            with urllib.request.urlopen(json.loads(said)["url"]) as page:  # noqa: S310  our own server
                page.read()
            took.append(time.perf_counter() - start)
            running.kill()  # nothing of it is kept
    return f"The preview's page is there {statistics.median(took) * 1000:.0f} ms after the command (median of 5)."


def prepare(workspace: Path) -> str:
    """A folder with the letter that is measured: the real one where it is at hand."""
    for name in ("issues", "templates"):
        shutil.copytree(ROOT / name, workspace / name)
    shutil.copy(ROOT / "cenum.toml", workspace)
    if not REAL.is_dir():
        return "2026-11-06"
    shutil.copy(REAL / "2025-04-18.md", workspace / "issues")
    shutil.copy(REAL / "media" / "2025-04-18.png", workspace / "issues" / "media")
    return "2025-04-18"


def node_command(workspace: Path, letter: str, folder: Path) -> list[str] | None:
    """Node with mjml and juice on the MJML of the letter, or None where they can't be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    modules = ROOT / ".cache" / "bench"
    if not node or not npm:
        return None
    modules.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "bench" / "package.json", modules)
    shutil.copy(ROOT / "bench" / "render.mjs", modules)
    install = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(install, cwd=modules, check=False).returncode:
        return None
    source = folder / "letter.mjml"
    source.write_text(mjml_of(workspace, letter), "utf-8")
    return [node, str(modules / "render.mjs"), str(source), str(folder / "letter.html")]


def mjml_of(workspace: Path, letter: str) -> str:
    """The very MJML that cenum gives to mrml. Asked of another process: what this one holds in memory would
    count for its children, until each has become another program.
    """
    script = """
import sys; from pathlib import Path; from unittest import mock
from cenum.process import process; from cenum.edition import mjml
from cenum.settings import load; from cenum.workspace import Workspace
root = Path(sys.argv[1])
with mock.patch.object(mjml, "mjml2html", wraps=mjml.mjml2html) as spy:
    process(root / "issues" / (sys.argv[2] + ".md"), Workspace(root, load(root / "cenum.toml")))
sys.stdout.buffer.write(spy.call_args[0][0].encode())
"""
    command = [sys.executable, "-c", script, str(workspace), letter]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def side_by_side(*commands: list[str]) -> list[Figures]:
    """The commands in turn, so that a machine whose speed drifts is fair to all; one warm-up each."""
    walls: list[list[float]] = [[] for _ in commands]
    peaks = [0 for _ in commands]
    for run in range(RUNS + 1):
        for index, command in enumerate(commands):
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            elapsed = time.perf_counter() - start
            if process.returncode:
                sys.exit(f"{' '.join(command)} ended with {process.returncode}")
            if run:
                walls[index].append(elapsed)
                peaks[index] = max(peaks[index], usage.ru_maxrss * 1024)
    return [Figures(wall, peak) for wall, peak in zip(walls, peaks, strict=True)]


def comparison(ours: Figures, theirs: Figures, usage: Figures, spelled: Figures) -> list[str]:
    def ratio(one: Figures) -> float:
        return statistics.median(a / b for a, b in zip(one.wall, theirs.wall, strict=True))

    def row(name: str, one: Figures, against: str, memory: str) -> str:
        low, high = min(one.wall) * 1000, max(one.wall) * 1000
        return (
            f"| {name} | {one.median * 1000:.0f} ms | {low:.0f} to {high:.0f} ms | {one.peak / 1e6:.0f} MB "
            f"| {against} | {memory} |"
        )

    return [
        "| command, cold | wall, median | min to max | peak memory | wall, to Node's | memory, to Node's |",
        "| --- | --- | --- | --- | --- | --- |",
        row("`cenum build`", ours, f"{ratio(ours):.2f}", f"{ours.peak / theirs.peak:.2f}"),
        row("Node: mjml, juice", theirs, "1", "1"),
        row("`cenum build`, and spelling", spelled, f"{ratio(spelled):.2f}", f"{spelled.peak / theirs.peak:.2f}"),
        row("`cenum --help`", usage, f"{ratio(usage):.2f}", f"{usage.peak / theirs.peak:.2f}"),
    ]


def years(workspace: Path) -> list[str]:
    """One issue a week, for a year and for ten, each in a process of its own."""
    rows = [
        "| issues, one process | seconds | issues a second | premailer's share | peak memory |",
        "| --- | --- | --- | --- | --- |",
    ]
    for _years, count in YEARS:
        command = [sys.executable, str(ROOT / "bench" / "throughput.py"), str(workspace), str(count)]
        result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        seconds, share = result["seconds"], result["premailer_seconds"] / result["seconds"]
        peak = result["peak_bytes"] / 1e6
        rows.append(f"| {count} | {seconds:.1f} | {count / seconds:.0f} | {share:.0%} | {peak:.0f} MB |")
    return rows


def machine() -> str:
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2].strip() for line in info.read_text("utf-8").splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    versions = [f"Python {platform.python_version()}"]
    if shutil.which("node"):
        out = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout
        versions.append(f"Node {out.strip()}")
    return f"{model}, {os.cpu_count()} processors, {platform.system()}; {', '.join(versions)}; {RUNS} runs each."


def write(report: str) -> None:
    path = ROOT / "docs" / "benchmarks.md"
    text = path.read_text("utf-8")
    before, _mark, rest = text.partition("<!-- figures -->\n")
    _old, _mark, after = rest.partition("<!-- end of figures -->\n")
    path.write_text(f"{before}<!-- figures -->\n{report}\n<!-- end of figures -->\n{after}", "utf-8")


if __name__ == "__main__":
    main()
