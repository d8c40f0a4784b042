"""Why a Word document can't be read."""

from __future__ import annotations

from cenum.i18n import N_


class WordFault(Exception):
    """``sentence`` says of a ``{name}`` what is wrong, ``remedy`` what to do; both are to be translated."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


_ANEW = N_("open it in Word, save it anew as .docx (File › Save as…), and import that")


def damaged() -> WordFault:
    """No program that writes documents has written this one so."""
    return WordFault(N_("{name} is damaged: it can't be read"), _ANEW)


def too_large() -> WordFault:
    """The file or its pictures have too many bytes."""
    return WordFault(
        N_("{name} is too large for a letter"),
        N_("compress its pictures in Word (Picture Format › Compress Pictures), or split it into several documents"),
    )


def too_long() -> WordFault:
    """It has more words, or more marks around them, than anybody reads in a letter."""
    return WordFault(
        N_("{name} is too long for a letter"),
        N_("split it into several documents, or copy what you need into a new one"),
    )


def no_document() -> WordFault:
    """It is a package, and there is no text in it."""
    return WordFault(N_("there is no Word document in {name}"), N_("import the .docx file itself, as Word saved it"))


def foreign() -> WordFault:
    """A part of it is HTML or another document, which Word takes in as it opens it (ECMA-376-1, section 17.17.2)."""
    return WordFault(N_("{name} holds another document in a format of its own"), _ANEW)
