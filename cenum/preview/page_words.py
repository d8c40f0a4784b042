"""The words of the preview's page, in the language that is spoken."""

from __future__ import annotations

from cenum.finding import Severity
from cenum.i18n import _
from cenum.links.link import LinkStatus
from cenum.preview.client_views import ClientView
from cenum.preview.outline import OutlineKind

# One key each. The figures are how wide and how, the letters what else there is to see.
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
        "width": _("Width"),
        "view": _("As it is seen"),
        "besides": _("Other views"),
        "letter": _("The letter"),
        "keys": _("Keys"),
        "keys_on": _("Use these keys"),
        "next_finding": _("next finding, or difference"),
        "previous_finding": _("the one before"),
        "next_issue": _("next issue"),
        "previous_issue": _("issue before"),
        "check_links": _("Check the links"),
        "checking": _("The links are being checked …"),
        "open": _("Open it in the editor"),
        "copy_command": _("Copy the command that opens it"),
        "copied": _("Copied, for a terminal:"),
        "in_terminal": _("In a terminal:"),
        "close": _("Close"),
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
        "not_opened": _("The editor could not be started."),
    }


def width_words() -> dict[str, tuple[str, str]]:
    """Each width: its key and its name."""
    names = {"desktop": _("Wide"), "phone": _("Phone, 375"), "small": _("Phone, 320")}
    return {width: (key, names[width]) for key, width in WIDTHS.items()}


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
