"""What the view for writing brings into the page: its words, and what its editor has to know."""

from __future__ import annotations

from typing import NamedTuple

from cenum.i18n import _


class WritingPage(NamedTuple):
    """``language`` is the letter's, ``nonce`` the one of this answer; ``phrases`` are CodeMirror's own, in ours."""

    language: str
    nonce: str
    words: dict[str, str]
    said: dict[str, str]
    phrases: dict[str, str]


def writing_page(language: str, nonce: str) -> WritingPage:
    """What the view needs for a letter in ``language``; ``nonce`` is what the page's policy lets style in by."""
    return WritingPage(language, nonce, _words(), _said(), _phrases())


def _words() -> dict[str, str]:
    """What stands in the view."""
    return {
        "leave": _("Back to the issues"),
        "title": _("The text"),
        "side": _("On a narrow screen"),
        "text": _("Text"),
        "letter": _("Letter"),
        "plain": _("Plain text area"),
        "take": _("Take it"),
        "throw": _("Throw it away"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take the other version"),
        "take_chosen": _("Take what is chosen below"),
        "write_again": _("Write the file again"),
        "hint": _("F8 leads to the next finding, Shift+F8 to the one before; Alt+Enter corrects it."),
    }


def _said() -> dict[str, str]:
    """What the view says when it comes to it."""
    return {
        "label": _("The text of {key}"),
        "head": _("Head: title, teasers, introduction, authors"),
        "head_form": _("Fill it in"),
        "head_lines": _("Show its lines"),
        "saved": _("Saved"),
        "unsaved": _("Not saved yet"),
        "saving": _("Being saved"),
        "conflict": _("The file was changed elsewhere: choose below. Until then nothing is saved."),
        "gone": _("The file was deleted elsewhere. Your text is still here."),
        "lost": _(
            "Not saved: the preview does not answer. Go on: your text is kept in this browser, and saved later."
        ),
        "anew": _(
            "Not saved: the preview was started anew. Open the address that it printed. Your text is kept in this "
            "browser."
        ),
        "half": _(
            "Line {line} has half a character, which no file can hold: delete it. Until then nothing is saved."
        ),
        "not_kept": _("This browser has no room left to keep it."),
        "followed": _("The file was changed elsewhere: this is how it stands now."),
        "unreadable": _("The file can’t be read: {why}"),
        "no_file": _("there is none for this issue"),
        "left": _("The text of {key} is not saved yet. It is kept in this browser, and offered when you come back."),
        "kept": _("What you wrote on {hour} was not saved. Do you want it back?"),
        "kept_beside": _("What you wrote on {hour} was not saved, and the file has changed since. Compare them?"),
        "passages": _("Your text and the file differ. Choose for each passage."),
        "passage": _("Passage {number} of {count}, line {line}"),
        "mine": _("Mine"),
        "theirs": _("The file now"),
        "both": _("Both, mine first"),
        "nothing": _("(nothing)"),
        "corrected": _("Done: {label}"),
        "wait": _("The text was changed there meanwhile: one moment, it is being read again."),
        "none_found": _("Nothing was found. Well done."),
        "no_correction": _("There is nothing here that cenum could correct."),
    }


def _phrases() -> dict[str, str]:
    """CodeMirror's words (codemirror.net/examples/translate), those that can be seen or heard here."""
    return {
        "Find": _("Find"),
        "Replace": _("Replace"),
        "next": _("next"),
        "previous": _("previous"),
        "all": _("all"),
        "match case": _("match case"),
        "by word": _("by word"),
        "regexp": _("regular expression"),
        "replace": _("replace"),
        "replace all": _("replace all"),
        "close": _("close"),
        "current match": _("current match"),
        "replaced $ matches": _("$ places replaced"),
        "replaced match on line $": _("replaced in line $"),
        "on line": _("in line"),
        "to": _("to"),
        "Go to line": _("Go to line"),
        "go": _("go"),
        "Diagnostics": _("Findings"),
        "No diagnostics": _("Nothing was found."),
        "Selection deleted": _("Selection deleted"),
        "Control character": _("Invisible character"),
    }
