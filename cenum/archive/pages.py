"""The pages on the web as HTML, from the templates in ``templates/web/``."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from cenum.archive.entry import root_of
from cenum.archive.manifest import MEDIA
from cenum.archive.share_picture import HEIGHT, WIDTH, share_picture
from cenum.archive.web_prose import web_prose
from cenum.cache import NO_CACHE
from cenum.edition.calendar_file import CalendarFiles
from cenum.edition.edition import CALENDARS, PICTURES
from cenum.edition.file_names import JPEG, PNG, hashed_name
from cenum.edition.letter_context import kind, letter_context, refusal
from cenum.edition.masthead_logo import masthead_logo, shown_logo
from cenum.edition.pictures import FULL_WIDTH, PictureResizer
from cenum.edition.url_spelling import spell_in_html
from cenum.issue.calendar import hour_in_words, in_words
from cenum.issue.languages import direction
from cenum.letter_folder import LetterFolder
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.archive.copy_links import CopyLinks
    from cenum.archive.entry import LetterEntry
    from cenum.cache import Cache
    from cenum.edition.templates import Templates
    from cenum.issue.blocks import Prose
    from cenum.issue.model import Image, Issue
    from cenum.settings import Settings

_RECENT = 12  # letters on the home page beside the newest
# Scripts run on one page alone. What stands in the head for search engines is data, which no policy is asked about
# (HTML, section 4.12.1: “prepare the script element”).
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'{hosts}{search}; base-uri 'none'; form-action 'self'"
_SEARCH_POLICY = "; script-src 'self'; connect-src 'self'"
_IMG = Markup(
    '<img src="{small}" srcset="{small} {narrow}w, {large} {wide}w" sizes="{sizes}" width="{shown}" height="{height}"'
    ' alt="{alt}"{lazy}>'
)
_LAZY = Markup(' loading="lazy" decoding="async"')
_ONE_SIZE = Markup('<img src="{large}" width="{shown}" height="{height}" alt="{alt}"{lazy}>')
_REMOTE = Markup('<img src="{source}" alt="{alt}"{lazy}>')
_LOGO = Markup('<img class="logo" src="{src}" width="{width}" height="{height}" alt="{alt}">')
_FACE = Markup('<img class="face" src="{src}" width="{side}" height="{side}" alt="{alt}"{lazy}>')


def picture_widths(templates: Templates) -> tuple[int, int]:
    """In which widths a page shows pictures, in CSS pixels; the first is that of the e-mail."""
    width: int = templates.palette["sizes"]["content"]
    return width, width // 2


class Article:
    """What a letter says, as HTML with placeholders for its files, and those files by their names."""

    def __init__(self, issue: Issue, settings: Settings, templates: Templates, cache: Cache = NO_CACHE) -> None:
        """``cache`` keeps pictures.

        Raises :class:`~cenum.errors.SettingsMistakes` for a mistake in a template and
        :class:`~cenum.errors.Mistakes` for a picture that can't be read.
        """
        darkroom = PictureResizer(cache)
        calendars = CalendarFiles(issue, settings)
        self._darkroom = darkroom
        self._width, self._half = picture_widths(templates)

        def prose(block: Prose, shift: int, table: str) -> Markup:
            return web_prose(
                block, lambda source, alt: self.picture(issue.images[source], alt), shift=shift, table=table
            )

        def picture(image: Image, width: int) -> Markup:
            return self.picture(image, image.alt, width)

        tools = {"kind": kind, "prose": prose, "picture": picture, "face": self._face, "calendar": calendars.of}
        self.context = letter_context(issue, settings)
        values = {**self.context, **tools, "unknown": refusal(issue)}
        self.introduction = Markup(templates.render("web/introduction.html.j2", values))  # noqa: S704  from a template
        self.sections = Markup(templates.render("web/sections.html.j2", values))  # noqa: S704  as above
        values |= {"introduction": self.introduction, "sections": self.sections}
        self.html = templates.render("web/article.html.j2", values)
        self.illustration = self._illustration(issue.illustration)
        cover = issue.illustration
        self.cover = darkroom.develop(cover, self._width) if cover and cover.file else None
        self.files = {f"{MEDIA}/{file.name}": file.content for file in (*darkroom.pictures, *calendars.files)}

    def picture(self, image: Image, alt: str, width: int = 0, *, lazy: bool = True) -> Markup:
        """An ``<img>`` that is ``width`` CSS pixels wide at most, in two sizes for browsers to choose from."""
        load = _LAZY if lazy else ""
        if image.file is None:
            return _REMOTE.format(source=image.source, alt=alt, lazy=load)
        # Its larger size is the very file that the e-mail shows.
        large = self._darkroom.develop(image, self._width)
        small = self._darkroom.develop(image, self._half)
        most = width or self._width
        shown = min(most, large.width)
        values = {
            "shown": shown,
            "height": round(large.height * shown / large.width),
            "alt": alt,
            "large": large.placeholder,
            "lazy": load,
        }
        if small.width == large.width:
            return _ONE_SIZE.format(**values)
        return _IMG.format(
            small=small.placeholder,
            narrow=small.width,
            wide=large.width,
            sizes=f"(min-width: {most + 48}px) {shown}px, 100vw",
            **values,
        )

    def _face(self, image: Image, width: int) -> Markup:
        """The square that the e-mail shows too; what stays on the web can't be cut."""
        if image.file is None:
            return self.picture(image, image.alt, width)
        face = self._darkroom.develop(image, width, square=True)
        return _FACE.format(src=face.placeholder, side=min(width, face.width), alt=image.alt, lazy=_LAZY)

    def _illustration(self, image: Image | None) -> Markup:
        # It is what a reader sees first: no browser should wait with it.
        return self.picture(image, image.alt, FULL_WIDTH, lazy=False) if image else Markup("")


class Pages:
    """Every page of one site: what they all have is worked out once."""

    def __init__(  # noqa: PLR0913  what all pages have in common
        self,
        settings: Settings,
        templates: Templates,
        style: bytes,
        script: bytes,
        copies: CopyLinks,
        cache: Cache = NO_CACHE,
    ) -> None:
        """``style`` and ``script`` are the files of the site: their addresses change when they do.

        ``files`` are those that all pages show. Raises :class:`~cenum.errors.SettingsMistakes` and
        :class:`~cenum.errors.Mistakes` for a logo that is no picture.
        """
        newsletter = settings.newsletter
        self._settings = settings
        self._templates = templates
        self.copies = copies
        self._cache = cache
        self.site = spell(newsletter.site)
        self.root = root_of(newsletter)
        self.emblem, self.files = self._emblem()
        self._values = {
            "newsletter": newsletter,
            "links": settings.links,
            "direction": direction(newsletter.language),
            "here": self.root,
            "emblem": self.emblem,
            "has_search": settings.archive.search,
            "is_home": False,
            "style": _version(style),
            "script": _version(script),
        }

    def letter(
        self, entry: LetterEntry, article: Article, earlier: LetterEntry | None, later: LetterEntry | None
    ) -> tuple[bytes, dict[str, bytes]]:
        """The page of a letter, and the file of the picture for those who share it."""
        share = self._share_picture(entry, article)
        ((share_name, _content),) = share.items()
        picture = f"{self.site}/{share_name}"
        page = {
            "title": f"{entry.headline} – {self._settings.newsletter.name}",
            "headline": entry.headline,
            "address": entry.address,
            "description": entry.summary,
            "noindex": not entry.is_listed,
            "digest": entry.letter.digest,
            "picture": picture,
            "data": self._data(entry, picture),
        }
        values = {
            **article.context,
            "page": page,
            "introduction": self.on_page(self.copies.beside(article.introduction)),
            "sections": self.on_page(self.copies.beside(article.sections)),
            # For a letter whose own template was written when there was no other.
            "article": self.on_page(self.copies.beside(article.html)),
            "picture": lambda _image: self.on_page(article.illustration),
            "sent": entry.published.isoformat(),
            "corrected": entry.letter.corrected,
            "earlier": _neighbour(earlier),
            "later": _neighbour(later),
        }
        return self._render("letter", values), share

    def in_feed(self, entry: LetterEntry, article: Article) -> str:
        """What a letter says, with whole addresses: a reader's program shows it away from the site."""
        picture = article.illustration
        html = f"<p>{picture}</p>\n{article.html}" if picture else article.html
        return spell_in_html(self._placed(html, self.site)).replace('href="#', f'href="{entry.address}#')

    def home(self, entries: Sequence[LetterEntry], latest: LetterEntry | None, illustration: str) -> bytes:
        """The newest letter with its ``illustration``, which has placeholders, some before it, and the years."""
        newsletter = self._settings.newsletter
        page = {
            "title": f"{newsletter.name} – {newsletter.tagline}" if newsletter.tagline else newsletter.name,
            "address": f"{self.site}/",
            "description": newsletter.tagline,
        }
        shown = None
        if latest is not None:
            shown = {**_in_list(latest), "picture": self.on_page(illustration)}
        earlier = [entry for entry in entries if entry is not latest]
        values = {
            "page": page,
            "year": None,
            "latest": shown,
            "letters": [_in_list(entry) for entry in earlier[:_RECENT]],
            "years": self._years(entries),
            "is_home": True,
        }
        return self._render("list", values)

    def year(self, year: int, entries: Sequence[LetterEntry]) -> bytes:
        """The letters of a ``year``, of all ``entries``."""
        name = self._settings.newsletter.name
        values = {
            "page": {"title": f"{year} – {name}", "address": f"{self.site}/{year}.html", "description": ""},
            "year": year,
            "latest": None,
            "letters": [_in_list(entry) for entry in entries if entry.facts.day.year == year],
            "years": self._years(entries),
        }
        return self._render("list", values)

    def search(self, entries: Sequence[LetterEntry]) -> bytes:
        """The page with the search: the only one with a script."""
        name = self._settings.newsletter.name
        # It has nothing of its own for search engines.
        page = {"title": name, "address": f"{self.site}/search.html", "description": "", "noindex": True}
        values = {"page": page, "years": self._years(entries), "has_script": True}
        return self._render("search", values)

    def missing(self) -> bytes:
        """What a host shows where nothing is."""
        name = self._settings.newsletter.name
        page = {"title": f"404 – {name}", "address": "", "description": "", "noindex": True}
        return self._render("message", {"page": page, "about": "missing"})

    def announced(self, entry: LetterEntry) -> bytes:
        """What stands at the address of a letter before its hour: when it arrives, and nothing of what is in it."""
        language = self._settings.newsletter.language
        hour = hour_in_words(entry.published.timetz().replace(tzinfo=None), language)
        values = {"page": self._bare(entry), "about": "announced", "day": _day(entry, language), "hour": hour}
        return self._render("message", values)

    def withdrawn(self, entry: LetterEntry) -> bytes:
        """What stands at the address of a letter that was taken back."""
        language = self._settings.newsletter.language
        reason = entry.letter.withdrawn
        values = {"page": self._bare(entry), "about": "withdrawn", "day": _day(entry, language), "reason": reason}
        return self._render("message", values)

    def on_page(self, html: str) -> Markup:
        """``html`` whose files are those of the site."""
        return Markup(self._placed(html, self.root))  # noqa: S704  it was HTML before

    def _emblem(self) -> tuple[Markup, dict[str, bytes]]:
        """The logo and its file by its name, if the settings have one."""
        logo = masthead_logo(self._settings.newsletter, LetterFolder(self._templates.letter))
        if logo is None:
            return Markup(), {}
        shown = shown_logo(logo, self._templates.palette["light"], PictureResizer(self._cache))
        picture = shown.picture
        image = _LOGO.format(src=picture.placeholder, width=shown.width, height=shown.height, alt=shown.alt)
        return self.on_page(image), {f"{MEDIA}/{picture.name}": picture.content}

    def _bare(self, entry: LetterEntry) -> dict[str, Any]:
        """What a page says of itself that shows nothing of its letter."""
        day = _day(entry, self._settings.newsletter.language)
        return {
            "title": f"{day} – {self._settings.newsletter.name}",
            "address": entry.address,
            "description": "",
            "noindex": True,
            "digest": entry.letter.digest,
        }

    def _render(self, template: str, values: Mapping[str, Any]) -> bytes:
        unset = {"headline": "", "noindex": False, "digest": "", "picture": "", "data": ""}
        given = {**self._values, **values}
        page = {**unset, **given["page"], "policy": self._policy(search=bool(given.get("has_script")))}
        if not self._settings.archive.indexing:
            page["noindex"] = True
        return spell_in_html(self._templates.render(f"web/{template}.html.j2", {**given, "page": page})).encode()

    def _policy(self, *, search: bool) -> str:
        own = urlsplit(self.site).netloc
        hosts = sorted(host for host in self._settings.newsletter.own_hosts if host != own.partition(":")[0])
        return _POLICY.format(
            hosts="".join(f" https://{host}" for host in hosts), search=_SEARCH_POLICY if search else ""
        )

    def _placed(self, html: str, where: str) -> str:
        return html.replace(PICTURES, f"{where}/{MEDIA}/").replace(CALENDARS, f"{where}/{MEDIA}/")

    def _years(self, entries: Sequence[LetterEntry]) -> list[dict[str, Any]]:
        counted = Counter(entry.facts.day.year for entry in entries)
        return [
            {"year": year, "address": f"{self.root}/{year}.html", "count": counted[year]}
            for year in sorted(counted, reverse=True)
        ]

    def _share_picture(self, entry: LetterEntry, article: Article) -> dict[str, bytes]:
        newsletter = self._settings.newsletter
        title = entry.facts.title or entry.facts.masthead or newsletter.name
        cover = article.cover.content if article.cover else None
        drawn = share_picture(title, newsletter.name, entry.day, self._templates.palette["light"], cover, self._cache)
        ending = JPEG if cover else PNG
        return {f"{MEDIA}/{hashed_name(f'{entry.key}-share', drawn, ending)}": drawn}

    def _data(self, entry: LetterEntry, picture: str) -> Markup:
        """The letter in the words of schema.org, for search engines."""
        newsletter = self._settings.newsletter
        publisher = {"@type": "Organization", "name": newsletter.publisher}
        authors = [{"@type": "Person", "name": name} for name in entry.facts.authors]
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": entry.headline,
            "description": entry.summary,
            "url": entry.address,
            "mainEntityOfPage": entry.address,
            "inLanguage": newsletter.language,
            "datePublished": entry.published.isoformat(),
            "dateModified": entry.updated.isoformat(),
            "image": {"@type": "ImageObject", "url": picture, "width": WIDTH, "height": HEIGHT},
            "author": authors or publisher,
            "publisher": publisher,
            "isAccessibleForFree": True,
            "isPartOf": {"@type": "Periodical", "name": newsletter.name, "url": f"{self.site}/"},
        }
        text = json.dumps(data, ensure_ascii=False)
        # Nothing in it may end the element that it stands in (HTML, section 4.12.1.3).
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704  escaped as its place asks for


def _neighbour(entry: LetterEntry | None) -> dict[str, str] | None:
    return {"address": entry.path, "headline": entry.headline, "day": entry.day} if entry else None


def _in_list(entry: LetterEntry) -> dict[str, Any]:
    return {
        "address": entry.path,
        "headline": entry.headline,
        "day": entry.day,
        "sent": entry.facts.day.isoformat(),
        "summary": entry.summary,
        "withdrawn": bool(entry.letter.withdrawn),
    }


def _day(entry: LetterEntry, language: str) -> str:
    return in_words(entry.facts.day, language)


def _version(content: bytes) -> str:
    """What stands behind an address, so that no browser shows an older file."""
    return hashlib.sha256(content).hexdigest()[:12]
