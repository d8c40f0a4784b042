"""What stands around every letter and is no part of its text: the name, the day, the contents, the way out.

cenum writes all of that itself. What is taken off is told, word by word; title, teasers, credits and the first
picture move into the front matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cenum.i18n import _
from cenum.imported.days_in_words import day_said
from cenum.imported.letter_head import HeadPicture, LetterHead
from cenum.imported.own_opening import STAR, own_opening
from cenum.imported.own_words import own_words
from cenum.imported.source_letter import Told
from cenum.imported.tree_reading import level_of, lone, pass_notes_on, said, shortened, take_out
from cenum.imported.words import words_of
from cenum.issue.characters import bare
from cenum.issue.typography import MONTHS

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

    from cenum.imported.own_opening import OwnOpening
    from cenum.imported.own_words import OwnWords
    from cenum.settings import Settings

_OF_MASTHEADS = frozenset(
    bare(
        "lettre infolettre lettres newsletter letter numéro n no édition edition issue semaine week hebdo"
        " hebdomadaire lundi mardi mercredi jeudi vendredi samedi dimanche"
        " monday tuesday wednesday thursday friday saturday sunday a au d de des du et l la le les of s the"
    ).split()
)
_MOST_WORDS = 90  # of one paragraph of a frame
_SOME_WORDS = 30
_FEW_WORDS = 12
_MONTHS = f"{MONTHS}|january|february|march|april|may|june|july|august|september|october|november|december"
_DAY = rf"\d{{1,2}}(?:er)?\s(?:{_MONTHS})"
_HAS_DAY = re.compile(rf"{_DAY}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\W)(?:n\s?[°º]|no\.?|numéro|issue|édition|#)\s?(?P<number>\d{1,5})\b", re.IGNORECASE)
_READING = re.compile(r"\d{1,4}\s?min(?:utes?)?\b(?:\s(?:de lecture|read))?|lecture\s?:|reading time", re.IGNORECASE)
_ONLINE = re.compile(
    r"\b(?:voir|lire|afficher|consulter|ouvrir|view|read|see|open)\b.{0,60}"
    r"\b(?:en ligne|navigateur|online|browser)\b",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:au )?(?:sommaire|menu|programme)|dans (?:ce numéro|cette lettre|cette édition)|table des matières"
    r"|(?:in this (?:issue|letter|edition)|contents|table of contents)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|dear|chers?|chères?|madame)\b[^.,;:!?]{0,60}"
    r"(?:,\s?(?:chers?|chères?|monsieur)\b[^.,;:!?]{0,60})?\s?[.,!]?",
    re.IGNORECASE,
)
_OUR_GREETING = re.compile(r"nous sommes le|today is|it is \w+day", re.IGNORECASE)
_GOOD_READING = re.compile(
    r"(?:très )?bonne lecture(?: à (?:tous|toutes).{0,20})?|(?:happy|good|enjoy your) reading", re.IGNORECASE
)
_FAREWELL = re.compile(r"avant de (?:partir|se quitter|nous quitter)|before you (?:go|leave)", re.IGNORECASE)
_LETTER = r"(?P<letter>(?:cette |this )?(?:lettre|infolettre|newsletter|letter) )?"
_CREDITS = re.compile(
    rf"(?P<first>{_LETTER}(?:écrite|rédigée|written) (?:par|by) )"
    r"(?P<authors>[^.]{1,300}?)"
    r"(?:(?P<then>,? (?:et |and )?(?:illustrée|illustrated) (?:par|by) )(?P<illustrator>[^.,]{1,100}))?\.?",
    re.IGNORECASE,
)
_DRAWN_BY = re.compile(
    rf"(?P<first>{_LETTER}(?:illustrée|illustrated) (?:par|by) )(?P<illustrator>[^.,]{{1,100}})\.?", re.IGNORECASE
)
_PICTURE_CREDIT = re.compile(
    r"(?P<label>(?:illustration|image|photo|dessin|crédit|credit)\s?:\s)(?P<credit>.{1,120})", re.IGNORECASE
)
_WORKING_COPY = re.compile(
    r"\b(?:ne pas (?:diffuser|modifier|renommer|toucher|transférer)|do not (?:change|edit|rename|share)"
    r"|v\s?\d{1,2}|vf|vdef|relue?|corrigée?|finale?|brouillon|draft|copie|à relire|wip)\b",
    re.IGNORECASE,
)
_LOGO = re.compile(r"\blogo(?:type)?\b", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r",\s*|\s(?:et|and|&)\s+")
_WHO = re.compile(r"[^\W\d_a-zß-ÿ]|(?:la |l[’']|the |notre |our )")
_OWN_FOOT = ("feedback", "share", "subscribe", "publisher", "why")
# What only the foot of a mailing says, and what a text may say as well.
_WAY_OUT = re.compile(
    r"d[ée]s(?:inscri|abonn)|unsubscribe|opt[ -]?out|ne plus recevoir|no longer (?:wish|want)"
    r"|(?:gérer|modifier|mettre à jour|manage|update).{0,30}(?:préférences|preferences|abonnement|subscription)"
    r"|tous droits réservés|all rights reserved|(?:©|copyright)\s*(?:©\s*)?\d{4}"
    r"|(?:vous|tu) (?:recevez|reçois) (?:(?:cet|ce|cette)\b|.{1,80}parce que)|you(?:.re| are) receiving"
    r"|vous l.avez reçue? (?:car|parce que)|(?:envoyée?|adressée?|destinée?|sent|addressed) (?:à|to) [^\s@]{1,64}@"
    r"|(?:on vous l.a|cette lettre vous a été) transférée|forwarded to you|our mailing address|powered by",
    re.IGNORECASE,
)
_NEAR_THE_WAY_OUT = re.compile(
    r"mentions légales|legal notice|politique de confidentialité|privacy policy|vos données|données personnelles"
    r"|transférez-la|forward (?:it|this)|adresse publique|public address|siège social"
    r"|share this (?:letter|e-?mail|newsletter)|répondez (?:simplement )?à ce message"
    r"|reply to this (?:message|e-?mail)"
    r"|envoyé par|sent (?:with|by)|en ligne|online|navigateur|browser",
    re.IGNORECASE,
)


class Unframed(NamedTuple):
    """What was taken off a letter: what goes into the head, and what was left out.

    ``opening`` is that of a letter which cenum made, ``day`` the one that stands at the top.
    """

    head: LetterHead
    told: tuple[Told, ...]
    opening: OwnOpening | None = None
    day: date | None = None


def without_frame(body: _Element, settings: Settings, title: str = "", words: OwnWords | None = None) -> Unframed:
    """Take the frame off ``body``; ``title`` is how the source says that the letter is called.

    ``words`` are those by which a letter of cenum's is known.
    """
    words = words or own_words(settings.newsletter)
    opening = own_opening(body, settings.sections, names_of(settings), words)
    if opening is None or not opening.is_sure:
        _raise_titles(body)
    frame = _Frame(body, settings, title, words, opening)
    frame.take_foot()
    frame.take_head()
    frame.take_marked_title()
    if opening is None or not opening.is_sure:
        frame.take_contents()
    return Unframed(frame.head, tuple(frame.told), opening, frame.day)


def _raise_titles(body: _Element) -> None:
    """Titles of parts are headings, but in a letter of cenum's own, where they are of its blocks."""
    for title in body.findall("p[@data-title]"):
        if title.find(".//img") is not None or title.find(".//br") is not None:
            continue
        title.tag = "h2"
        del title.attrib["data-title"]
        if lone(title, "strong") is not None:
            etree.strip_tags(title, "strong")


def names_of(settings: Settings) -> set[str]:
    """What the letter itself is called, bare; an issue is called otherwise."""
    newsletter = settings.newsletter
    names = (newsletter.name, newsletter.tagline, newsletter.masthead, f"{newsletter.name} {newsletter.tagline}")
    return {bare(name) for name in names if name}


class _Frame:
    def __init__(
        self, body: _Element, settings: Settings, title: str, own: OwnWords, opening: OwnOpening | None
    ) -> None:
        self.head = opening.head if opening else LetterHead()
        self.told: list[Told] = list(opening.told) if opening else []
        self.day: date | None = None
        self._own = own
        self._opening = opening
        self._body = body
        self._title = bare(title)
        newsletter, links = settings.newsletter, settings.links
        self._names = names_of(settings)
        self._sections = {bare(name) for rule in settings.sections for name in (rule.id, rule.heading)}
        self._language = newsletter.language
        self._publisher = bare(newsletter.publisher)
        self._addresses = {links.unsubscribe, links.privacy, links.legal, links.accessibility} - {""}
        self._is_greeted = False

    def take_foot(self) -> None:
        """What stands last, as long as it is of the frame; a heading above that says farewell goes with it."""
        taken = False
        for block in reversed(self._blocks()):
            if block.tag == "hr" or not said(block):
                continue
            if self._take_credits(block) or self._is_of_foot(block, has_foot=taken):
                taken = True
                self._leave(block)
            elif taken and level_of(block) and _FAREWELL.search(said(block)):
                self._leave(block)
            else:
                return

    def take_head(self) -> None:
        """What stands first, as long as it is of the frame."""
        for block in self._blocks():
            if self._opening and self._opening.is_sure and block is self._opening.first:
                return
            if block.getparent() is None:
                continue  # a list that went with its label
            if block.tag == "hr" and not self._is_greeted:
                take_out(block)
            elif lone(block, "img") is not None and not self.head.title:
                # A logo, or a picture above the title: what stands below says which.
                if _LOGO.search(said(block)) or bare(said(block)) in {*self._names, self._publisher}:
                    self._leave(block)
            elif level_of(block) and not self._take_title(block) and self._is_masthead(said(block)):
                self._take_number(said(block))
                self._leave(block)
            elif block.getparent() is None or self._take_picture(block) or self._is_left_at_head(block):
                continue
            else:
                break
        first = next(iter(self._blocks()), None)
        if first is not None:
            # A picture above the title, whichever follows it.
            self._take_picture(first)

    def take_marked_title(self) -> None:
        """What the source itself calls its title, even below something else."""
        for block in self._blocks():
            if level_of(block) and not block.get("data-title"):
                return
            if block.get("data-title") and self._take_title(block):
                return

    def take_contents(self) -> None:
        """A list of what follows, a wish, and the way to a copy online, wherever before the first heading."""
        for block in self._blocks():
            if level_of(block):
                return
            if block.tag in {"ul", "ol"} and self._is_contents(block):
                before = block.getprevious()
                if before is not None and _CONTENTS.fullmatch(said(before).rstrip(" :")):
                    self._leave(before)
                self._leave(block)
            elif _GOOD_READING.fullmatch(said(block).rstrip(" !.…")) or _is_way_online(block):
                self._leave(block)

    def _blocks(self) -> list[_Element]:
        return [block for block in self._body if not block.get("data-note")]

    def _leave(self, block: _Element) -> None:
        words = said(block)
        if block.getparent() is None:
            return
        take_out(block)
        message = _("left out, because cenum writes it, or it is no part of the text: “{words}”")
        remedy = _("write it into the issue if readers are meant to see it")
        self.told.append(Told("frame-left-out", message.format(words=shortened(words)), remedy, left=words))

    def _is_of_foot(self, block: _Element, *, has_foot: bool) -> bool:
        """Whether a block is of the foot; with ``has_foot``, something below it was."""
        words = said(block)
        count = len(words_of(words))
        if level_of(block) or count > _MOST_WORDS:
            return False
        links = list(block.iter("a"))
        is_imprint = bool(self._publisher) and self._publisher in bare(words) and count <= _FEW_WORDS
        return (
            is_imprint
            or any(self._own.begins(sentence, words) for sentence in _OWN_FOOT)
            or any(link.get("href") in self._addresses for link in links)
            or (bool(_WAY_OUT.search(words)) and (has_foot or bool(links) or count <= _SOME_WORDS))
            or (bool(_NEAR_THE_WAY_OUT.search(words)) and has_foot and count <= _SOME_WORDS)
        )

    def _take_credits(self, block: _Element) -> bool:
        if self.head.authors or self.head.illustrator:
            return False
        found = _CREDITS.fullmatch(said(block)) or _DRAWN_BY.fullmatch(said(block))
        parts = found.groupdict() if found else {}
        authors = tuple(filter(None, _BETWEEN_NAMES.split((parts.get("authors") or "").strip())))
        illustrator = (parts.get("illustrator") or "").strip()
        # A line that does not say that the letter is meant says it of persons, or is of the text.
        if not found or not (parts["letter"] or all(map(_WHO.match, filter(None, (*authors, illustrator))))):
            return False
        self.head = self.head._replace(authors=authors, illustrator=illustrator)
        take_out(block)
        both = _between(parts.get("authors") or "")
        message = _("the names of “{words}” are in the front matter now").format(words=shortened(found[0]))
        self.told.append(Told("credits-moved", message, left=f"{parts['first']} {both} {parts.get('then') or ''}"))
        return True

    def _take_title(self, block: _Element) -> bool:
        """The heading above all others; where the source has a title, the one that says the same."""
        level, words = level_of(block), said(block)
        if not level or self.head.title or not words:
            return False
        is_above = all(level < level_of(other) for other in self._blocks() if level_of(other) and other is not block)
        is_masthead = self._is_masthead(words)
        is_called = not self._title or bare(words) in self._title or self._title in bare(words)
        if not (block.get("data-title") or bare(words) == self._title or ((is_above or is_masthead) and is_called)):
            return False
        if bare(words) in self._names or (bare(words) in self._sections and not block.get("data-title")):
            return False
        self.head = self.head._replace(title=words)
        if pass_notes_on(block, next(block.itersiblings("p"), None)):
            message = _("a note of the heading “{words}” is called in the text below it now")
            self.told.append(Told("note-moved", message.format(words=shortened(words)), at=words, look=True))
        take_out(block)
        if _WORKING_COPY.search(words):
            message = _("the title has words of a working copy: “{words}”").format(words=shortened(words))
            self.told.append(
                Told("title-doubtful", message, _("write it as readers should see it"), at=words, look=True)
            )
        elif is_masthead:
            self._take_number(words)
            message = _("the title says only which letter this is: “{words}”").format(words=shortened(words))
            self.told.append(
                Told("title-doubtful", message, _("write what this issue is about"), at=words, look=True)
            )
        return True

    def _take_number(self, words: str) -> None:
        found = _NUMBER.search(words)
        if found:
            self.head = self.head._replace(number=int(found["number"]))

    def _is_masthead(self, words: str) -> bool:
        """Whether ``words`` are the letter's name and its number or its day, and nothing of this issue's own."""
        rest = bare(_WORKING_COPY.sub(" ", _HAS_DAY.sub(" 0 ", words))).split()
        named = {word for name in (*self._names, self._publisher) for word in name.split()}
        return any(map(str.isdecimal, rest)) and all(
            word.isdecimal() or word in _OF_MASTHEADS or word in named for word in rest
        )

    def _take_picture(self, block: _Element) -> bool:
        picture = lone(block, "img")
        before = self.head.picture
        credit = _PICTURE_CREDIT.fullmatch(said(block)) if before and not before.credit else None
        if before and credit:
            self.head = self.head._replace(picture=before._replace(credit=credit["credit"]))
            take_out(block)
            message = _("the credit of the picture at the head is in the front matter now: “{words}”")
            self.told.append(Told("credits-moved", message.format(words=credit["credit"]), left=credit["label"]))
            return True
        if picture is None or before or not self.head.title or not (picture.get("alt") or "").strip():
            return False
        self.head = self.head._replace(picture=HeadPicture(picture.get("src") or "", said(picture)))
        take_out(block)
        return True

    def _is_left_at_head(self, block: _Element) -> bool:
        """Whether ``block`` was one of the lines above a letter's text; it is gone then."""
        words = said(block)
        count = len(words_of(words))
        number = _NUMBER.search(words)
        is_short = count <= _FEW_WORDS
        if level_of(block) and bare(words) not in self._names:
            return False
        if self._take_teasers(words):
            take_out(block)
        elif bare(words) in self._names or (is_short and _ONLINE.search(words)):
            self._leave(block)
        elif is_short and (_OUR_GREETING.search(words) or (_GREETING.fullmatch(words) and count <= _FEW_WORDS // 2)):
            self._is_greeted = True
            self._leave(block)
        elif (
            is_short and block.tag != "table" and (self._is_dateline(words) or (number and count <= _FEW_WORDS // 2))
        ):
            self._take_number(words)
            self.day = self.day or day_said(words, self._language)
            self._leave(block)
        elif block.tag in {"ul", "ol"} and self._is_contents(block):
            self._leave(block)
        elif is_short and _CONTENTS.fullmatch(words.rstrip(" :")):
            following = block.getnext()
            if following is None or following.tag not in {"ul", "ol"} or not self._is_contents(following):
                return False
            self._leave(following)
            self._leave(block)
        else:
            return False
        return True

    def _is_dateline(self, words: str) -> bool:
        """Whether ``words`` are a day, and besides it no more than what stands beside one in a masthead."""
        if not _HAS_DAY.search(words):
            # The opening of a letter of cenum's own is known in any language.
            return self._opening is not None and day_said(words, self._language) is not None
        rest = _READING.sub(" ", _NUMBER.sub(" ", _HAS_DAY.sub(" ", words)))
        return len(words_of(rest)) <= _BESIDE_A_DAY

    def _take_teasers(self, words: str) -> bool:
        """The line below the title, as cenum writes it: stars between the teasers."""
        if not self.head.title or self.head.teasers or STAR not in words:
            return False
        teasers = [one.strip() for one in words.split(STAR)]
        lead, colon, first = teasers[0].partition(" : ")
        if colon:
            teasers[0] = first.strip()
            self.head = self.head._replace(teasers_lead=lead.strip())
        self.head = self.head._replace(teasers=tuple(filter(None, teasers)))
        message = _("the teasers are in the front matter now, without the stars between them")
        self.told.append(Told("teasers-moved", message, left=STAR * words.count(STAR)))
        return True

    def _is_contents(self, block: _Element) -> bool:
        """Whether each point of a list leads to a place in the letter, or is what a heading says."""
        headings = {bare(said(one)) for one in self._blocks() if level_of(one)} | {bare(self.head.title)}
        items = [one for one in block if said(one)]
        known = sum(1 for item in items if _is_entry(item) or bare(said(item)) in headings)
        before = block.getprevious()
        is_labelled = before is not None and bool(_CONTENTS.fullmatch(said(before).rstrip(" :")))
        return known > 0 and known * (2 if is_labelled else 1) >= len(items)


def _is_entry(item: _Element) -> bool:
    links = list(item.iter("a"))
    return len(links) == 1 and (links[0].get("href") or "").startswith("#")


def _is_way_online(block: _Element) -> bool:
    """Whether ``block`` is nothing but the link to a copy in the browser, which may be one reader's own."""
    return lone(block, "a") is not None and bool(_ONLINE.search(said(block)))


_BESIDE_A_DAY = 3  # a weekday, a year, a word for the day


def _between(names: str) -> str:
    """The words between names, which are no names."""
    return " ".join(_BETWEEN_NAMES.findall(names))
