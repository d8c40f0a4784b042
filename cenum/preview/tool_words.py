"""What the tools of who writes need of the server: the letter's sections, its blocks as forms, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _, language
from cenum.issue.blocks import Button, Event, Foreign, Interview, Note, Resource, Testimony
from cenum.issue.images import MOST_BYTES
from cenum.issue.languages import primary
from cenum.preview.media_shelf import TOO_LARGE

if TYPE_CHECKING:
    from cenum.settings import SectionRule, Settings

# In which somebody is quoted in letters of France and its neighbours; another one is typed.
_LANGUAGES = ("ar", "br", "ca", "de", "el", "en", "es", "eu", "fr", "it", "nl", "oc", "pl", "pt", "ro", "ru", "uk")


class FormField(NamedTuple):
    """What is asked for: ``name`` as the script knows it, ``kind`` is how: an ``<input>``, or more."""

    name: str
    label: str
    kind: str = "text"
    is_needed: bool = False
    help: str = ""


class BlockForm(NamedTuple):
    """A block that can be put into the letter; ``fields`` are asked for before."""

    name: str
    label: str
    help: str
    fields: tuple[FormField, ...] = ()


class WritingTools(NamedTuple):
    """``languages`` are tags and names; ``language`` is the letter's. ``said`` is for the script.

    ``most_bytes`` is what a picture may have, ``pictures`` what a browser is to offer as one.
    """

    language: str
    sections: tuple[SectionRule, ...]
    languages: tuple[tuple[str, str], ...]
    blocks: tuple[BlockForm, ...]
    forms: dict[str, tuple[FormField, ...]]
    words: dict[str, str]
    said: dict[str, str]
    most_bytes: int
    pictures: str = "image/png,image/jpeg,image/webp,image/gif"


def writing_tools(settings: Settings) -> WritingTools:
    """The tools of a letter with these ``settings``."""
    own = primary(settings.newsletter.language)
    return WritingTools(
        settings.newsletter.language,
        settings.sections,
        tuple(sorted(((tag, _name(tag)) for tag in _LANGUAGES if tag != own), key=lambda one: one[1].casefold())),
        _blocks(),
        _forms(),
        _words(),
        _said(),
        MOST_BYTES,
    )


def _name(tag: str) -> str:
    from babel import Locale  # noqa: PLC0415  its data is read when a page is made

    return str(Locale.parse(language()).languages[tag])


def _blocks() -> tuple[BlockForm, ...]:
    who = _("Name, role, organisation")
    portrait = FormField("portrait", _("Portrait"), "picture", help=_("What it shows is asked for afterwards."))
    address = FormField("url", _("Address"), "address", is_needed=True, help=_("Of the page that readers come to."))
    return (
        BlockForm(
            Testimony.name,
            _("Testimony"),
            _("Somebody’s own words, with a name."),
            (
                FormField("who", _("Who speaks"), is_needed=True, help=who),
                FormField("said", _("What was said"), "lines"),
                portrait,
            ),
        ),
        BlockForm(Note.name, _("Note"), _("A remark in a frame of its own.")),
        BlockForm(
            Button.name,
            _("Button"),
            _("One thing that readers are asked to do."),
            (
                FormField("label", _("Words on the button"), is_needed=True, help=_("Two to five words.")),
                address,
            ),
        ),
        BlockForm(
            Event.name,
            _("Event"),
            _("A day and a place: readers can put it into their calendars."),
            (
                FormField("title", _("What it is called")),
                FormField("day", _("Day"), "date", is_needed=True),
                FormField("hour", _("From"), "time", help=_("Without an hour it takes the whole day.")),
                FormField("until", _("Until"), "time"),
                FormField("online", _("Online"), "checkbox"),
                FormField("where", _("Place"), help=_("Its name and its town.")),
                FormField("said", _("What there is to know"), "lines"),
            ),
        ),
        BlockForm(
            Resource.name,
            _("Resource"),
            _("A page or a document that is worth reading."),
            (
                FormField("title", _("Its name"), is_needed=True),
                address,
                FormField("said", _("Why it is worth reading"), "lines"),
            ),
        ),
        BlockForm(
            Interview.name,
            _("Interview"),
            _("Questions and answers."),
            (
                FormField("who", _("Who answers"), is_needed=True, help=who),
                FormField("question", _("The first question")),
                portrait,
            ),
        ),
        BlockForm(
            Foreign.name,
            _("Another language"),
            _("Screen readers then speak it as it is spoken."),
            (FormField("tag", _("Language"), "language", is_needed=True),),
        ),
    )


def _forms() -> dict[str, tuple[FormField, ...]]:
    """What is asked for beside blocks."""
    alt_help = _("For readers who don’t see it, and in mail programs that don’t load pictures.")
    later = _("What it shows is asked for afterwards.")
    credit = FormField("credit", _("Credit"), help=_("Who drew it or took it."))
    return {
        "link": (
            FormField(
                "words",
                _("Words of the link"),
                is_needed=True,
                help=_("Say where it leads: “here” means nothing to who only hears the links."),
            ),
            FormField("url", _("Address"), "address", is_needed=True, help=_("Of a page, or an e-mail address.")),
        ),
        "clip": (
            FormField(
                "title",
                _("Title of the page"),
                help=_("As you read it on the page. What you leave empty stays open."),
            ),
            FormField("outlet", _("Outlet"), help=_("The newspaper, site or institution, as readers call it.")),
            FormField("authors", _("Who wrote the page")),
            FormField("date", _("Date"), "date"),
        ),
        "date": (
            FormField("day", _("Day"), "date", is_needed=True),
            FormField("weekday", _("with the day of the week"), "checkbox"),
        ),
        "picture": (
            FormField("alt", _("What it shows"), is_needed=True, help=alt_help),
            credit,
            FormField("as_head", _("Put it at the head of the letter"), "checkbox"),
        ),
        "section": (FormField("heading", _("Name of the section"), is_needed=True),),
        "head": (
            FormField("title", _("Title")),
            FormField(
                "teasers",
                _("Teasers"),
                "lines",
                help=_("One on each line; inboxes show the first after the subject."),
            ),
            FormField(
                "preheader",
                _("Line in the inbox"),
                help=_("If something else than the first teaser is to stand after the subject."),
            ),
            FormField("introduction", _("Introduction"), "lines", help=_("What follows the greeting.")),
            FormField("authors", _("Who wrote it"), "lines", help=_("One on each line, as the letter is signed.")),
            FormField("picture", _("Picture at the head"), "picture", help=later),
            FormField(
                "image",
                _("Picture at the head"),
                "address",
                help=_("Its file; leave it empty to remove the picture."),
            ),
            FormField("alt", _("What it shows"), help=alt_help),
            credit,
            FormField("draft", _("Still a draft: it can’t leave"), "checkbox"),
        ),
    }


def _words() -> dict[str, str]:
    """What stands on the tools."""
    return {
        "tools": _("Tools"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "head": _("Title, teasers …"),
        "section": _("Section"),
        "own_section": _("Another section …"),
        "block": _("Block"),
        "heading": _("Heading"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "bold_sign": _("B"),
        "italic_sign": _("I"),
        "list": _("List"),
        "numbers": _("Numbered list"),
        "quotation": _("Quotation"),
        "link": _("Link"),
        "date": _("Date"),
        "clip": _("Line of the review"),
        "picture": _("Picture"),
        "insert": _("Insert"),
        "cancel": _("Cancel"),
        "close": _("Close"),
        "needed": _("needed"),
        "choose": _("Choose a picture"),
        "write": _("Put it into the letter"),
        "notice": _("What was pasted"),
    }


def _said() -> dict[str, str]:
    """What the tools say when it comes to it."""
    return {
        "pasting": _("What you pasted is being read …"),
        "pasted": _("Pasted as text of the letter."),
        "lost": _("This did not come along:"),
        "plainly": _("As plain text"),
        "plain": _("Only the plain text was pasted: {why}"),
        "noServer": _("the preview does not answer."),
        "address": _("You pasted an address."),
        "clip": _("Make a line of the review of it"),
        "clipped": _("The line of the review is in the letter. What is known of the page:"),
        "asLink": _("A link with words"),
        "clipping": _("The page is being read …"),
        "changed": _("The text was changed meanwhile: nothing was inserted."),
        "where": _("Write the place, or choose online."),
        "until": _("It ends before it begins."),
        "noFile": _("Choose a picture first."),
        "noAlt": _("Write what the picture shows."),
        "sending": _("Being sent: {percent} %"),
        "shrinking": _("The picture is being made small …"),
        "notPicture": _(
            "“{name}” is no picture. To take in a document, copy its text and paste it here, or use cenum import."
        ),
        "tooLarge": _(TOO_LARGE),
        "several": _("One picture after the other: the others wait."),
        "notSent": _("The picture could not be sent: the preview does not answer."),
        "isThere": _("{heading} (is there)"),
    }
