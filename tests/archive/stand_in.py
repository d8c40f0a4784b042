"""A host of pages as GitHub's is: it serves the last deploy, some time after it, and a cache answers before it does.

It may do what these say: answers bear ``Cache-Control: max-age=600`` (iamahsanmehmood/openskp#230, ahoek/katsu#68), a
“not found” among them is kept as well (RFC 9111, section 4.2.2 and 15.5.5 of RFC 9110); an address with another query
is another one for the cache (the same pull request); a deploy is there before or after its job says so
(w3c-cg/smufl#352), and may empty the cache (actions/deploy-pages#48, “purging_cdn”).
"""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from msgspec import Struct

from tests.links.hosts import answer

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

    from tests.links.hosts import Asked, Behaviour

KEPT = 600  # seconds


class Served(Struct, frozen=True):
    """What stands at one address."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""


def as_github_serves(files: Mapping[str, bytes]) -> dict[str, Served]:
    """``files`` where GitHub serves them: without ``.html``, too (slorber/trailing-slash-guide, “both”)."""
    served = {}
    for name, content in files.items():
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        for path in {name, name.removesuffix(".html"), name.removesuffix("index.html")}:
            served[f"/{path}"] = Served(content, kind)
    return served


class Clock:
    """Seconds that pass only where somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def wait(self, seconds: float = 15) -> None:
        self.seconds += seconds


class PagesHost(dict[str, "Behaviour"]):
    """Behaviours for :class:`tests.links.hosts.Town`: whatever is asked of ``host`` is answered here."""

    def __init__(self, host: str, clock: Clock, *, purges: bool = False) -> None:
        super().__init__()
        self._host = host
        self._clock = clock
        self._purges = purges
        self._deploys: list[tuple[float, Mapping[str, Served]]] = []
        self._cache: dict[str, tuple[float, Served]] = {}
        self._instead: Callable[[], Served | None] = lambda: None

    def deploy(self, files: Mapping[str, Served], *, after: float = 0) -> None:
        """The whole site, which is there in ``after`` seconds."""
        self._deploys.append((self._clock() + after, files))

    def first(self, instead: Callable[[], Served | None]) -> None:
        """Before all else, whatever ``instead`` gives is the answer."""
        self._instead = instead

    def get(self, where: str, default: object = None) -> Callable[[Asked, socket.socket], None] | None:  # type: ignore[override]
        del default
        return self._answer if self._host in where else None

    def _answer(self, asked: Asked, line: socket.socket) -> None:
        found = self.read(asked.path)
        line.sendall(
            answer(
                found.status,
                found.body,
                content_type=found.kind,
                location=found.location,
                cache_control=f"max-age={KEPT}",
            )
        )

    def read(self, path: str) -> Served:
        """What whoever asks for ``path`` is given now; it may be kept from then on."""
        now = self._clock()
        live = [(at, files) for at, files in self._deploys if at <= now]
        kept = self._cache.get(path)
        stale = kept is None or kept[0] <= now or (self._purges and live and live[-1][0] > kept[0] - KEPT)
        if kept is None or stale:
            files = live[-1][1] if live else {}
            there = files.get(path.partition("?")[0], Served(b"<h1>404</h1>", status=404))
            kept = self._cache[path] = (now + KEPT, there)
        return self._instead() or kept[1]
