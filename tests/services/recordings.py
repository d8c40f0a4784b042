"""What listmonk answers to everything that cenum asks it: written down from a real one, and asked of the fake again.

`make contract URL=… SMTP=… RECORD=1` writes ``recorded/listmonk/VERSION.json`` anew.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from msgspec.structs import replace

from cenum.errors import CenumError

from .contract import NOW, REVIEWERS, Desk, edition, picture
from .opening import cleared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FOLDER = Path(__file__).parent / "recorded" / "listmonk"
# A picture that is not there yet, whatever else was tried.
NEW = "dessin-fedcba987654.jpg"
_FAR = NOW.replace(year=2125)


class Exchange(NamedTuple):
    """A request, without what is different every time, and what was answered.

    ``asked`` is the method, the path with ``{id}`` for numbers, and the names of the query; ``state`` is the status
    of the one campaign that the answer is about.
    """

    asked: str
    status: int
    state: str
    answer: Any

    @classmethod
    def of(cls, method: str, url: str, status: int, answer: Any) -> Exchange:
        """One that took place."""
        parts = urlsplit(url)
        path = re.sub(r"/\d+", "/{id}", parts.path.removeprefix("/api"))
        names = sorted(name for name, _value in parse_qsl(parts.query))
        about = answer.get("data")
        state = about.get("status", "") if path.startswith("/campaigns/{id}") and isinstance(about, dict) else ""
        return cls(f"{method} {path}" + "".join(f" {name}=" for name in names), status, state, answer)


def recorded() -> Iterator[tuple[str, Exchange]]:
    """All that is written down, with the version of listmonk that said it."""
    for file in sorted(FOLDER.glob("*.json")):
        for one in json.loads(file.read_text("utf-8")):
            yield file.stem, Exchange(**one)


def write(version: str, exchanges: Iterable[Exchange], folder: Path = FOLDER) -> Path:
    """The last of each kind and shape, as a file."""
    kinds = {(one[:3], frozenset(shape(one.answer))): one._asdict() for one in exchanges}
    file = folder / f"{version}.json"
    file.write_text(json.dumps([*kinds.values()], indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file


def shape(answer: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every place of an answer, with the kind of value that stands there."""
    match answer:
        case dict():
            yield at, "object"
            for name, value in answer.items():
                # Subscribers by their statuses: those that there are.
                yield from shape(value, f"{at}.{'*' if at.endswith('_statuses') else name}")
        case list():
            yield at, "array"
            for value in answer:
                yield from shape(value, f"{at}[]")
        case None:
            yield at, "null"
        case _:
            yield at, type(answer).__name__


def life(desk: Desk) -> list[Exchange]:
    """A letter from its first draft to its figures, and what is refused on the way."""
    heard: list[Exchange] = []
    service: Any = desk.service
    getattr(service, "_service", service)._tracks_clicks = True
    _listen(service._api, heard)
    service.account()
    service.audience()
    service.standing(edition().sender, REVIEWERS)
    one = edition()
    content = service.content(replace(one, html=one.html.replace(picture().name, NEW), pictures=(picture(NEW),)))
    draft = service.create("Un nom", content).id
    service.update(draft, content)
    service.rename(draft, "Un autre nom")
    service.test(draft, REVIEWERS)
    service.schedule(*cleared(service, draft), _FAR)
    service.campaign(draft)
    service.unschedule(draft)
    list(service.campaigns())
    service.send(*cleared(service, draft))
    service.campaign(draft)
    service.statistics(draft)
    asks: tuple[Callable[[], object], ...] = (
        lambda: service.campaign("99999999"),
        lambda: service.update(draft, content),
        lambda: service.unschedule(draft),
        lambda: service.cancel(draft),
        lambda: service.send(*cleared(service, draft)),
    )
    for ask in asks:
        with suppress(CenumError):
            ask()
    return heard


def _listen(api: Any, heard: list[Exchange]) -> None:
    read = api._read

    def reading(answer: Any) -> bytes:
        body: bytes = read(answer)
        heard.append(Exchange.of(answer.request.method, answer.request.url, answer.status_code, json.loads(body)))
        return body

    api._read = reading
