"""The pictures of letters on their way into an issue: each gets a name beside it, or is told."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cenum.i18n import _
from cenum.imported.inline_pieces import BLOCK_TAGS
from cenum.imported.kept_pictures import PictureUnfit, kept_picture
from cenum.imported.source_letter import Told
from cenum.web_address import PORTS, host_of, scheme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

FOLDER = "media"
_SHOWN = 60
_MOST = 300  # pictures of one issue
_MOST_BYTES = 100_000_000  # of all of them
_AT_ONCE = 8  # that are fetched


class PictureShelf:
    """The pictures of one issue. ``kept`` has them by their names beside the issue's file, ``media/KEY-1.png``."""

    def __init__(
        self,
        key: str,
        hosts: Collection[str],
        taken: Callable[[str], bytes | None] = lambda _name: None,
        fetch: Callable[[Sequence[str]], Mapping[str, bytes]] | None = None,
    ) -> None:
        """``hosts`` may serve pictures of the letter; ``taken`` gives what has a name already, ``None`` for nothing.

        ``fetch`` gives what is at addresses of the web, without those that can't be had; without it, nobody asks.
        """
        self.kept: dict[str, bytes] = {}
        self._key, self._hosts, self._taken, self._fetch = key, hosts, taken, fetch
        self._numbers = count(1)
        self._names: dict[bytes, str] = {}
        self._fetched: dict[str, bytes | None] = {}
        self._left = _MOST_BYTES

    def take(self, body: HtmlElement, held: Mapping[str, bytes]) -> tuple[Told, ...]:
        """Name the pictures that ``body`` shows, those that the source ``held`` by their ``src``.

        What an issue can't have is taken out of ``body``, and told.
        """
        pictures = list(body.iter("img"))
        self._fetch_all([source for one in pictures if self._is_asked_for(source := _source(one), held)])
        return tuple(told for picture in pictures for told in self._one(picture, held))

    def _one(self, picture: Any, held: Mapping[str, bytes]) -> Iterator[Told]:  # noqa: ANN401  lxml
        source = _source(picture)
        content = _of(source, held)
        if content is None and self._is_own(source):
            return
        if self._is_asked_for(source, held):
            content = self._fetched.get(source)
            if content is None:
                yield _left(picture, *_on_the_web(source, asked=self._fetch is not None))
                return
        if content is None:
            remedy = _("import the document with its pictures, as a zip or as .docx, or put it into media/")
            yield _left(picture, _("“{source}” is not in the document").format(source=source[-_SHOWN:]), remedy)
            return
        try:
            picture.set("src", self._name_of(content))
        except PictureUnfit as unfit:
            yield _left(picture, unfit.reason, unfit.remedy)

    def _is_own(self, source: str) -> bool:
        return scheme_of(source) == "https" and host_of(source) in self._hosts

    def _is_asked_for(self, source: str, held: Mapping[str, bytes]) -> bool:
        return _of(source, held) is None and scheme_of(source) in PORTS and not self._is_own(source)

    def _fetch_all(self, sources: Sequence[str]) -> None:
        wanted = [one for one in dict.fromkeys(sources) if one not in self._fetched][:_MOST]
        while self._fetch and wanted and sum(len(one or b"") for one in self._fetched.values()) < _MOST_BYTES:
            some, wanted = wanted[:_AT_ONCE], wanted[_AT_ONCE:]
            self._fetched |= {**dict.fromkeys(some), **self._fetch(some)}

    def _name_of(self, content: bytes) -> str:
        known = self._names.get(content)
        if known:
            return known
        if len(self.kept) >= _MOST:
            raise PictureUnfit(_("there are more pictures than a letter can have"), _("put it into media/ by hand"))
        kept = kept_picture(content)
        self._left -= len(kept.content)
        if self._left < 0:
            raise PictureUnfit(_("all pictures together are too heavy"), _("export them at about 1600 pixels"))
        name = next(name for name in self._free(kept.ending) if self._taken(name) in {None, kept.content})
        self.kept[name] = kept.content
        self._names[content] = name
        return name

    def _free(self, ending: str) -> Iterator[str]:
        return (f"{FOLDER}/{self._key}-{number}{ending}" for number in self._numbers)


def _source(picture: Any) -> str:  # noqa: ANN401  lxml
    return str(picture.get("src") or "")


def _of(source: str, held: Mapping[str, bytes]) -> bytes | None:
    return held.get(source) or held.get(unquote(source))


def _on_the_web(source: str, *, asked: bool) -> tuple[str, str]:
    if asked:
        remedy = _("save it in a browser, put it into media/, and show it as ![…](media/…)")
        return _("it can't be fetched from {host}").format(host=host_of(source)), remedy
    reason = _("it is on the web, at {host}, and was not fetched").format(host=host_of(source))
    return reason, _("import it again with --fetch, or save it, put it into media/, and show it as ![…](media/…)")


def _left(picture: Any, reason: str, remedy: str) -> Told:  # noqa: ANN401  lxml
    """Take ``picture`` out, with the link or the paragraph in which nothing else stands."""
    alt = " ".join(str(picture.get("alt") or "").split())
    gone = picture
    while (around := gone.getparent()).tag != "body" and len(around) == 1 and not "".join(around.itertext()).strip():
        gone = around
    beside = _words_beside(gone)
    if gone.tag not in BLOCK_TAGS:
        _keep_apart(gone)
    gone.drop_tree()
    said = (
        _("a picture was left out, because {reason}: “{alt}”")
        if alt
        else _("a picture was left out, because {reason}")
    )
    message = said.format(reason=reason, alt=alt[:_SHOWN])
    return Told("picture-left", message, remedy, left=alt, at=beside, look=True)


def _keep_apart(gone: Any) -> None:  # noqa: ANN401  lxml
    """What stood on either side of it were two words, and are not to become one."""
    previous, tail = gone.getprevious(), gone.tail or ""
    before = (gone.getparent().text if previous is None else previous.tail) or ""
    if not before.endswith(" ") and (not tail or tail[0].isalnum()):
        gone.tail = f" {tail}"


def _words_beside(gone: Any) -> str:  # noqa: ANN401  lxml
    """Those that stand around it, or else before it."""
    one = gone.getparent() if gone.getparent().tag != "body" else gone.getprevious()
    while one is not None:
        words = " ".join("".join(one.itertext()).split())
        if words:
            return words[:_SHOWN]
        one = one.getprevious()
    return ""
