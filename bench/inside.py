"""What can be measured within a process only: the one place of the benchmark that knows cenum's own functions.

Each is a process of its own, so that the memory of the others does not count: `python -m bench.inside NAME …` prints
JSON.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import resource
import sys
import tempfile
import time
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.workspace import Workspace

_MARKS = re.compile(r"^:::.*$|\s*\{#[\w-]+[^}]*\}", re.MULTILINE)


def dictionary(root: Path) -> bool:
    """Whether the letter in ``root`` is spelled by anything."""
    from cenum.dictionary import vocabulary  # noqa: PLC0415  each asks for what it needs
    from cenum.settings import load  # noqa: PLC0415  as above

    return vocabulary(load(root / "cenum.toml"), root) is not None


def mjml(issue: Path) -> str:
    """The very MJML that cenum gives to mrml."""
    from cenum.edition import mjml  # noqa: PLC0415  as above
    from cenum.process import render  # noqa: PLC0415  as above

    with mock.patch.object(mjml, "mjml2html", wraps=getattr(mjml, "mjml2html")) as spy:  # noqa: B009  not exported
        render(issue, _workspace(issue))
    return str(spy.call_args[0][0])


def blocks(issue: Path) -> dict[str, Any]:
    """The letter's text for other programs: title, preheader, and headings and texts with their HTML."""
    import frontmatter  # noqa: PLC0415  as above
    from markdown_it import MarkdownIt  # noqa: PLC0415  as above

    source = frontmatter.loads(issue.read_text("utf-8"))
    markdown = MarkdownIt()
    tokens = markdown.parse(_MARKS.sub("", source.content))
    found = [
        {
            "kind": "heading" if opening.type == "heading_open" else "text",
            "level": int(opening.tag[1]) if opening.type == "heading_open" else 0,
            "html": markdown.renderer.render(inline.children or [], markdown.options, {}),
        }
        for opening, inline in itertools.pairwise(tokens)
        if inline.type == "inline"
    ]
    return {
        "title": source["title"],
        "preheader": " ✦ ".join(cast("list[str]", source.get("teasers", []))),
        "blocks": found,
    }


def checks(issue: Path, runs: str) -> list[float]:
    """Seconds of all checks without network, on a letter that changed each time; once more to warm up."""
    from bench.desk import Desk  # noqa: PLC0415  as above
    from cenum.checks.all import check_edition  # noqa: PLC0415  as above
    from cenum.checks.letter_view import LetterView  # noqa: PLC0415  as above
    from cenum.dictionary import vocabulary  # noqa: PLC0415  as above
    from cenum.edition.templates import Templates  # noqa: PLC0415  as above
    from cenum.issue.earlier_issues import earlier_issues_of  # noqa: PLC0415  as above
    from cenum.process import render  # noqa: PLC0415  as above

    place = _workspace(issue)
    words = vocabulary(place.settings, place.root, cache=place.cache)
    look = Templates(place.templates, place.cache)
    desk = Desk(place.root, issue.stem, {}, issue.read_text("utf-8"))
    took = []
    for number in range(int(runs) + 1):
        desk.change(number)
        made = render(issue, place, look)
        marked = made.rendered.marked if made.rendered else None
        earlier = earlier_issues_of(issue)
        start = time.perf_counter()
        check_edition(
            LetterView(made.issue, made.edition, made.weight, made.links, place.settings, earlier, words, marked)
        )
        took.append(time.perf_counter() - start)
    return took[1:]


def letters(issue: Path) -> dict[str, float]:
    """Render, check and write every issue of the folder: seconds of each, of CPU too, and the peak in bytes."""
    from cenum.build import write  # noqa: PLC0415  as above
    from cenum.edition.templates import Templates  # noqa: PLC0415  as above
    from cenum.process import process  # noqa: PLC0415  as above

    place = _workspace(issue)
    look = Templates(place.templates, place.cache)
    issues = place.dated_issues()
    start, cpu = time.perf_counter(), time.process_time()
    for path in issues:
        write(process(path, place, look), place.files)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"wall": wall / len(issues), "cpu": cpu / len(issues), "peak": peak}


def old_letters(issue: Path, count: str) -> None:
    """Put so many letters from before beside the issue."""
    from bench.old_letters import write  # noqa: PLC0415  Pillow draws their pictures

    write(issue, int(count))


def links(urls: Path, per_host: str, connections: str, pause: str) -> dict[str, str]:
    """What becomes of the addresses in a file of JSON, by what `cenum check` does with those of a letter."""
    from cenum.clock import seconds_now  # noqa: PLC0415  as above
    from cenum.finding import Place  # noqa: PLC0415  as above
    from cenum.links.check import World, check_links  # noqa: PLC0415  as above
    from cenum.links.http_client import Web  # noqa: PLC0415  as above
    from cenum.links.link import Link  # noqa: PLC0415  as above
    from cenum.links.lists import known  # noqa: PLC0415  as above
    from cenum.links.memory import Memory  # noqa: PLC0415  as above
    from cenum.settings import LinkCheck  # noqa: PLC0415  as above

    asked = [Link(url, url, Place("bench")) for url in json.loads(urls.read_text("utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory(Path(folder) / "links.sqlite3")
        web = Web({"User-Agent": "cenum"}, own=[ip_network("127.0.0.0/8")], per_host=int(per_host))
        world = World(web, memory, seconds_now, random.random, lambda _progress: None)
        chosen = LinkCheck(seconds=300, connections=int(connections), per_host=int(per_host), pause=float(pause))
        checked = check_links(asked, known(), chosen, world)
        memory.close()
    return {link.url: f"{verdict.fate.value}: {verdict.reason.value}" for link, verdict in checked.links}


def _workspace(issue: Path) -> Workspace:
    from cenum.cache import user_cache  # noqa: PLC0415  as above
    from cenum.settings import load  # noqa: PLC0415  as above
    from cenum.workspace import Workspace  # noqa: PLC0415  as above

    root = issue.parent.parent
    return Workspace(root, load(root / "cenum.toml"), user_cache())


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (dictionary, mjml, blocks, checks, letters, old_letters, links)
}

if __name__ == "__main__":
    json.dump(FUNCTIONS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:]), sys.stdout)
