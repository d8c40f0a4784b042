"""The words of the preview's page, in the language that is spoken."""

from __future__ import annotations

from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE
from cenum.finding import Severity
from cenum.i18n import _
from cenum.links.link import LinkStatus
from cenum.preview.client_views import ClientView
from cenum.preview.outline import OutlineKind

# One key each. The figures are the letter, how wide and how, the letters what else there is to see.
LETTER = "0"
COMPARE = "c"
WIDTHS = {"1": "desktop", "2": "phone", "3": "small"}
CLIENT_VIEWS = {
    "4": ClientView.SENT,
    "5": ClientView.DARK,
    "6": ClientView.INVERTED,
    "7": ClientView.PICTURELESS,
    "8": ClientView.STYLELESS,
    "9": ClientView.OUTLOOK,
}
PANELS = {"t": "text", "i": "inbox", "l": "links", "s": "source", "o": "outline"}


def page_words() -> dict[str, str]:
    """What stands on the page, whatever issue is shown."""
    return {
        "preview": _("Preview"),
        "skip": _("Skip to the letter"),
        "issues": _("Issues"),
        "clips": _("Clips for the review"),
        "look": _("The whole look"),
        "findings": _("Findings"),
        "figures": _("Figures"),
        "menu": _("Beside the letter"),
        "views": _("Views"),
        "show": _("What is shown"),
        "width": _("Width"),
        "view": _("As it is seen"),
        "on_computers_alone": _("Outlook for Windows is not on phones: there is one width."),
        "letter": _("The letter"),
        "keys_on": _("Use these keys"),
        "step": _("next finding or difference, the one before"),
        "step_issue": _("next issue, the one before"),
        "check_links": _("Check the links"),
        "checking": _("The links are being checked …"),
        "open": _("Open it in the editor"),
        "copy_command": _("Copy the command that opens it"),
        "copied": _("Copied, for a terminal:"),
        "in_terminal": _("In a terminal:"),
        "close": _("Close"),
        "place": _("The place, and where its link leads"),
        "out": _("Open in a new tab"),
        "kept_shut": _("This address is not opened from here:"),
        "of_calendar": _("The event's file for calendars, which goes out beside the letter."),
        "lost": _("The preview has stopped: run cenum preview again."),
        "none": _("There is no issue yet: create one with “cenum new”."),
        "compare": _("Compare"),
        "compare_with": _("Compare with"),
        "nothing_chosen": _("Choose another issue, or an earlier version of this one."),
        "other_issues": _("Other issues"),
        "earlier": _("Earlier versions"),
        "then": _("The other"),
        "now": _("This issue"),
        "as_source": _("As source"),
        "change": _("Difference {number} of {count}:"),
        "write": _("Write"),
        "not_opened": _("The editor could not be started."),
    }


def filled_in() -> dict[str, str]:
    """What the mailing service will put in the place of each placeholder that is a link."""
    return {
        UNSUBSCRIBE: _("The mailing service puts here the link with which each reader unsubscribes."),
        VIEW_ONLINE: _("The mailing service puts here the address of the letter's own page."),
    }


def width_words() -> dict[str, tuple[str, str, str]]:
    """Each width: its key, its name, and what is so wide."""
    names = {
        "desktop": (_("Wide"), _("As wide as there is room.")),
        "phone": (_("375 px"), _("As wide as most phones.")),
        "small": (_("320 px"), _("As wide as the smallest phones.")),
    }
    return {width: (key, *names[width]) for key, width in WIDTHS.items()}


def view_words() -> dict[str, tuple[str, str, str]]:
    """Each view: its key, its name, and which mail programs show the letter so."""
    names = {
        ClientView.SENT: (_("As sent"), _("As designed, in light colours.")),
        ClientView.DARK: (_("Dark"), _("The letter's own dark colours, as Apple Mail shows them.")),
        ClientView.INVERTED: (_("Inverted"), _("Every colour inverted, as Outlook and Gmail on iOS do.")),
        ClientView.PICTURELESS: (
            _("Pictures off"),
            _("As many offices see it, until pictures are loaded."),
        ),
        ClientView.STYLELESS: (
            _("Styles off"),
            _("Without style sheets, as Gmail shows letters of foreign accounts."),
        ),
        ClientView.OUTLOOK: (_("Outlook"), _("Without what Word does not support: Outlook for Windows.")),
    }
    return {view.value: (key, *names[view]) for key, view in CLIENT_VIEWS.items()}


def panel_words() -> dict[str, tuple[str, str]]:
    """Each panel: its key and its name."""
    names = {
        "text": _("Plain text"),
        "inbox": _("Inbox"),
        "links": _("Links"),
        "source": _("Source"),
        "outline": _("Outline"),
    }
    return {panel: (key, names[panel]) for key, panel in PANELS.items()}


def show_words(*, comparing: bool) -> dict[str, tuple[str, str]]:
    """All that can stand in the middle of the page, the letter first, which is the panel without a name."""
    compare = {"compare": (COMPARE, _("Compare"))} if comparing else {}
    return {"": (LETTER, _("Letter")), **panel_words(), **compare}


def severity_word(severity: Severity) -> str:
    """A finding's weight in a word."""
    match severity:
        case Severity.ERROR:
            return _("Error")
        case Severity.WARNING:
            return _("Warning")
        case Severity.NOTE:
            return _("Accepted")


def fate_word(fate: LinkStatus | None) -> str:
    """What became of a link, in a word or two; ``None`` where nobody asked."""
    match fate:
        case LinkStatus.ALIVE:
            return _("answers")
        case LinkStatus.MOVED:
            return _("moved")
        case LinkStatus.UNSURE:
            return _("look yourself")
        case LinkStatus.DEAD:
            return _("dead")
        case LinkStatus.REFUSED:
            return _("private")
        case LinkStatus.UNCHECKED:
            return _("not checked")
        case None:
            return _("not asked yet")


def kind_word(kind: OutlineKind) -> str:
    """What a screen reader announces."""
    match kind:
        case OutlineKind.HEADING:
            return _("heading {level}")
        case OutlineKind.LINK:
            return _("link")
        case OutlineKind.PICTURE:
            return _("picture")
        case OutlineKind.CONTENTS:
            return _("navigation")
