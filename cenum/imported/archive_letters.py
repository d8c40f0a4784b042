"""The letters of an archive, whatever service exported it, each one a source like a file that is imported alone."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec.structs import asdict, replace

from cenum.i18n import _
from cenum.imported.bounded_tree import tree_of
from cenum.imported.exports.all_exports import FILES, export_in
from cenum.imported.exports.exported_post import ExportedPost, LeftOut, TextForm, without_text
from cenum.imported.exports.rewriting_html import merge_tags, rewritten
from cenum.imported.html_source import letter_of_html
from cenum.imported.html_words import passages_of_html
from cenum.imported.markdown_source import letter_of_markdown
from cenum.imported.recognised import letter_of
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import Told
from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles
    from cenum.imported.exports.all_exports import KnownExport
    from cenum.imported.source_letter import SourceLetter, SourcePassage

_MOST_OF_A_PICTURE = 20_000_000  # bytes
# Of the letters of an archive: a weekly one has as many in sixty years, and a thousand e-mails are as long.
_MOST_LETTERS, _MOST_BYTES = 3_000, 60_000_000
_NOTHING = ("", (), None)


class ArchiveLetters(NamedTuple):
    """What an archive holds. ``service`` exported it, none a folder of files; ``left_out`` is no letter."""

    service: str
    letters: tuple[SourceLetter, ...]
    left_out: tuple[LeftOut, ...]
    told: tuple[Told, ...]


def archive_letters(files: ArchiveFiles, zone: tzinfo) -> ArchiveLetters:
    """The letters in ``files``, whose days are those of ``zone``. One that can't be read does not stop the others.

    The pictures of a letter are read when somebody asks for them. Raises :class:`ImportRefusal` where the archive
    itself can't be read, or has no letter.
    """
    known = export_in(files)
    letters: list[SourceLetter] = []
    left_out: list[LeftOut] = []
    size = 0
    for post in known.posts(files, zone):
        if isinstance(post, LeftOut):
            left_out.append(post)
            continue
        if not post.content.strip():
            left_out.append(without_text(post.name))
            continue
        size += len(post.content)
        if size > _MOST_BYTES or len(letters) >= _MOST_LETTERS:
            raise ImportRefusal(
                _("{archive} has too many letters, or too long ones").format(archive=files.name),
                _("import it in parts"),
            )
        try:
            letters.append(_letter(post, known, files))
        except ImportRefusal as refusal:
            left_out.append(LeftOut(post.name, refusal.message, refusal.remedy))
    if not letters and not left_out:
        if files.told:
            raise ImportRefusal(files.told[0].message, files.told[0].remedy)
        raise ImportRefusal(
            _("there is no letter in {archive}").format(archive=files.name),
            _("import the export of a service as it came, or a folder of letters (.html, .md, .eml, .docx)"),
        )
    return ArchiveLetters(known.name, tuple(letters), tuple(left_out), files.told)


def _letter(post: ExportedPost, known: KnownExport, files: ArchiveFiles) -> SourceLetter:
    if post.form is TextForm.HTML:
        letter = letter_of_html(post.name, post.content, post.facts)
        if known is not FILES:
            letter = _rewritten(letter, known)
    elif post.form is TextForm.MARKDOWN:
        letter = letter_of_markdown(post.name, post.content)
    else:
        letter = letter_of(post.name, post.content)
    said = {name: value for name, value in asdict(post.facts).items() if value not in _NOTHING}
    tags = () if known is not FILES and post.form is TextForm.HTML else merge_tags(_taken(letter.passages))
    return replace(
        letter,
        facts=replace(letter.facts, **said),
        pictures=_pictures(letter, post.folder, files),
        told=(*post.told, *letter.told, *tags),
    )


def _rewritten(letter: SourceLetter, known: KnownExport) -> SourceLetter:
    """``letter`` without what only its service knows; its passages stay those of the page as it was."""
    made = rewritten(letter.html, known.changes, lambda part: _taken(passages_of_html(part)), known.holder)
    stays = _taken(passages_of_html(made.html))
    before, after = Counter(words_of(_taken(letter.passages))), Counter(words_of(stays))
    if not after:
        raise ImportRefusal(
            _("nothing is left of it without the parts that only {service} knows").format(service=known.name),
            _("write it by hand"),
        )
    told = _balanced(made.told, before - after, after - before)
    return replace(letter, html=made.html, told=(*letter.told, *told, *merge_tags(stays)))


def _taken(passages: Iterable[SourcePassage]) -> str:
    return " ".join(passage.words for passage in passages if passage.kind.taken)


def _balanced(told: Iterable[Told], gone: Counter[str], come: Counter[str]) -> Iterator[Told]:
    """``told``, with all words that are ``gone`` or have ``come``, each once, and no other.

    What readers saw of a part can depend on what was around it.
    """
    for one in told:
        yield one._replace(left=_of(one.left, gone), added=_of(one.added, come))
    left, added = (" ".join(words.elements()) for words in (gone, come))
    if left or added:
        message = _("a part of the page was left out: “{words}”").format(words=left or added)
        yield Told("part-left-out", message, left=left, added=added)


def _of(text: str, known: Counter[str]) -> str:
    """The words of ``text`` that are ``known``, which then has them no more."""
    found = []
    for word in words_of(text):
        if known[word] > 0:
            known[word] -= 1
            found.append(word)
    return text if len(found) == len(words_of(text)) else " ".join(found)


class _ArchivePictures(Mapping[str, bytes]):
    """A letter's ``own`` pictures, and those of its archive, by the ``src`` that shows them.

    ``names`` are the latter's; each is read when it is asked for.
    """

    def __init__(self, own: Mapping[str, bytes], names: Mapping[str, str], files: ArchiveFiles) -> None:
        self._own = own
        self._names = names
        self._files = files

    def __getitem__(self, source: str) -> bytes:
        if source in self._own:
            return self._own[source]
        return self._files.read(self._names[source], _MOST_OF_A_PICTURE)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._own, **self._names})

    def __len__(self) -> int:
        return len({**self._own, **self._names})


def _pictures(letter: SourceLetter, folder: str, files: ArchiveFiles) -> Mapping[str, bytes]:
    names = {}
    for element in tree_of(letter.html).iter("img"):
        source = element.get("src") or ""
        name = _file_of(source, folder, files)
        if name:
            names[source] = name
    return _ArchivePictures(letter.pictures, names, files)


def _file_of(source: str, folder: str, files: ArchiveFiles) -> str | None:
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path:
        return None
    beside = posixpath.normpath(posixpath.join(folder, path.lstrip("/") if path.startswith("/") else path))
    return files.find(beside) or files.find(posixpath.normpath(path.lstrip("/")))
