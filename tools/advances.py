"""cenum/checks/roboto.toml: how wide each character of Roboto is, written by `python -m tools.advances FONT`.

FONT is Roboto-Regular.ttf of Debian's package fonts-roboto-unhinted (2:0~20170802-3), © Google, Apache-2.0. The
table is all that ships: Gmail shows subjects in this font, and Pillow would need the file on every machine.
"""

from __future__ import annotations

import sys
import unicodedata
from itertools import chain, groupby
from pathlib import Path

from PIL import ImageFont

FILE = Path(__file__).parent.parent / "cenum" / "checks" / "roboto.toml"
UNITS = 2048
_HEAD = """\
# How wide the characters of Roboto Regular are, in units of which an em has 2048; what is not here counts as 1 em if
# it is wide (an emoji), and as an n if not. Written by tools/advances.py from Debian's fonts-roboto-unhinted
# (2:0~20170802-3): Roboto is © Google, Apache-2.0.

"""
# Latin-1, Latin Extended-A, the spaces, dashes and quotation marks of General Punctuation, the euro.
_CHARACTERS = [
    character
    for code in chain(range(0x20, 0x7F), range(0xA0, 0x180), range(0x2000, 0x203B), (0x20AC, 0x2122))
    if unicodedata.category(character := chr(code)) not in {"Cf", "Zl", "Zp"}
]


def table(font: str) -> str:
    """The whole file: one line for each width, with the code points that have it."""
    roboto = ImageFont.truetype(font, UNITS, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(roboto.getmask("\uffff"))
    widths = sorted(
        (round(roboto.getlength(character)), character)
        for character in _CHARACTERS
        if character.isspace() or bytes(roboto.getmask(character)) != missing
    )
    lines = []
    for width, group in groupby(widths, key=lambda pair: pair[0]):
        characters = "".join(character for _width, character in group)
        escaped = "".join(f"\\u{ord(c):04x}" if c.isspace() and c != " " else c for c in characters)
        escaped = escaped.replace("\\", "\\\\").replace("\\\\u", "\\u").replace('"', '\\"')
        lines.append(f'{width} = "{escaped}"\n')
    return _HEAD + "".join(lines)


if __name__ == "__main__":
    FILE.write_text(table(sys.argv[1]), "utf-8")
