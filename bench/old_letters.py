"""Years of letters that differ as letters do: other sentences and names, 20 to 38 links, a picture of its own each.

Pillow draws the pictures: `python -m bench.inside old_letters …` is a process of its own.
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

_FEWEST, _MOST = 20, 38
_HALF_A_YEAR = 26  # weeks: no mailing service is asked about them
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-ZÀÉÈÊ])")
_PARAGRAPH = re.compile(r"^\w[^\n]{200,}$", re.MULTILINE)
_ILLUSTRATION = re.compile(r"^(\s+image: )(media/\S+)$", re.MULTILINE)
_SYLLABLES = ("ba", "cor", "del", "fi", "gran", "lu", "mar", "no", "pel", "quin", "ro", "sau", "tre", "vil", "zan")


def write(issue: Path, count: int) -> None:
    """Put ``count`` weekly letters beside ``issue``, half a year older and more: the same for the same issue."""
    text = issue.read_text("utf-8")
    shown = _ILLUSTRATION.search(text)
    for weeks in range(_HALF_A_YEAR, _HALF_A_YEAR + count):
        day = date.fromisoformat(issue.stem) - timedelta(weeks=weeks)
        chance = random.Random(weeks)  # noqa: S311  no secret
        if shown:
            name = f"media/{day}.png"
            _picture(issue.parent / shown[2], chance).save(issue.parent / name)
        (issue.parent / f"{day}.md").write_text(another(text, day, chance), "utf-8")


def another(text: str, day: date, chance: random.Random) -> str:
    """The letter of another ``day``."""
    _border, head, body = text.split("---\n", maxsplit=2)
    title = " ".join(_name(chance) for _ in range(4))
    head = re.sub(r"^title: .*$", f"title: {title} et le numérique", head, flags=re.MULTILINE)
    head = _ILLUSTRATION.sub(rf"\g<1>media/{day}.png", head)
    body = _PARAGRAPH.sub(lambda found: _retold(found[0], chance), body)
    wanted = chance.randint(_FEWEST, _MOST)
    links = len(_LINK.findall(body))
    body = _LINK.sub(lambda found: f"[{found[1]}]({found[2]}{'&' if '?' in found[2] else '?'}lettre={day})", body)
    if links > wanted:
        body = _LINK.sub(lambda found: found[1], body, count=links - wanted)
    points = "\n".join(
        f"- [{_name(chance)} et {_name(chance)}](https://{_name(chance).lower()}.example.org/{day}/{number})"
        for number in range(wanted - links)
    )
    return f"---\n{head}---\n{body}\n{points}\n"


def _retold(paragraph: str, chance: random.Random) -> str:
    """A paragraph with its sentences in another order, and a name in it."""
    first, *others = _SENTENCES.split(paragraph)
    chance.shuffle(others)
    return " ".join([first, *others, f"C’est ce que dit {_name(chance)} {_name(chance)}."])


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


def _picture(file: Path, chance: random.Random) -> Image.Image:
    """The picture in ``file``, moved, with some spots."""
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    picture = ImageChops.offset(picture, chance.randrange(picture.width), chance.randrange(picture.height))
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        at = (chance.randrange(picture.width), chance.randrange(picture.height))
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw.ellipse((*at, at[0] + 60, at[1] + 60), fill=colour)
    return picture
