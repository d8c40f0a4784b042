"""Calendar files, as icalendar reads them, which knows nothing of how they were written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cenum.edition.calendar_file import _folded, _text
from cenum.services.registry import specs
from tests.edition.samples import EVERY_BLOCK, Desk, edition, html_links, own, tree
from tests.edition.samples import settings as letter_settings

if TYPE_CHECKING:
    from cenum.edition.edition import CalendarFile, Edition

ATELIER = """\
::: event 2026-11-26 13h30-15h Médiathèque Voyelles, Charleville
**Un atelier ; c’est tout.** Avec [un lien](https://www.example.org/é?a=1,2) et [une adresse](mailto:a@example.org).
:::"""


def only(one: Edition) -> CalendarFile:
    (file,) = one.calendars
    return file


def read(content: bytes) -> Any:
    """The event of a calendar; icalendar's types don't know which property is which."""
    (event,) = Calendar.from_ical(content).events
    return event


def written(desk: Desk, when: str, body: str = "Un atelier.") -> Any:
    return read(only(desk.section(f"::: event {when}\n{body}\n:::")).content)


def test_it_is_this_file(desk: Desk) -> None:
    file = only(desk.section(ATELIER))
    assert (file.name, file.media_type) == ("2026-11-26-c69d34317a72.ics", "text/calendar")
    assert file.content.decode().splitlines(keepends=True) == [
        "BEGIN:VCALENDAR\r\n",
        "VERSION:2.0\r\n",
        "PRODID:-//cenum//cenum//EN\r\n",
        "BEGIN:VEVENT\r\n",
        "UID:e889a5f61349d0e9e3c63d224a7408ca@lettre.example.org\r\n",
        "DTSTAMP:20260102T060000Z\r\n",
        "DTSTART:20261126T123000Z\r\n",
        "DTEND:20261126T140000Z\r\n",
        "SUMMARY;LANGUAGE=fr:Un atelier\u202f\\; c’est tout\r\n",
        "LOCATION;LANGUAGE=fr:Médiathèque Voyelles\\, Charleville\r\n",
        "DESCRIPTION;LANGUAGE=fr:Un atelier\u202f\\; c’est tout. Avec un lien et une a\r\n",
        " dresse.\\n\\nhttps://www.example.org/%C3%A9?a=1\\,2\\na@example.org\r\n",
        "URL:https://www.example.org/%C3%A9?a=1,2\r\n",
        "END:VEVENT\r\n",
        "END:VCALENDAR\r\n",
    ]


def test_the_same_letter_gives_the_same_file_and_another_day_another_stamp(desk: Desk) -> None:
    assert only(desk.section(ATELIER)) == only(desk.section(ATELIER))
    # 2 January 2026 at seven in Paris: the letter's hour.
    made = read(only(desk.section(ATELIER)).content).DTSTAMP
    assert made == datetime(2026, 1, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "begins", "ends"),
    [
        (
            "2026-11-26 13h30-15h Ici",
            datetime(2026, 11, 26, 12, 30, tzinfo=UTC),
            datetime(2026, 11, 26, 14, tzinfo=UTC),
        ),
        ("2026-07-01 9h-10h15 Ici", datetime(2026, 7, 1, 7, tzinfo=UTC), datetime(2026, 7, 1, 8, 15, tzinfo=UTC)),
        ("2026-07-01 9h Ici", datetime(2026, 7, 1, 7, tzinfo=UTC), None),
        ("2026-12-31 Ici", date(2026, 12, 31), date(2027, 1, 1)),
        ("2028-02-28 en ligne", date(2028, 2, 28), date(2028, 2, 29)),
        # Summer time begins and ends; half past two does not exist, and would end after it began.
        (
            "2026-03-29 1h30-3h30 Ici",
            datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ),
        ("2026-03-29 2h30-3h Ici", datetime(2026, 3, 29, 1, 30, tzinfo=UTC), None),
        ("2026-10-25 1h-4h Ici", datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
    ],
)
def test_it_is_when_the_letter_says_in_the_letters_zone(
    desk: Desk, when: str, begins: datetime | date, ends: datetime | date | None
) -> None:
    event = written(desk, when)
    assert event["DTSTART"].dt == begins
    assert (event["DTEND"].dt if "DTEND" in event else None) == ends
    assert event.get("TRANSP") == (None if isinstance(begins, datetime) else "TRANSPARENT")


def test_the_letters_zone_is_that_of_the_settings(desk: Desk) -> None:
    there = letter_settings(newsletter={"timezone": "Indian/Reunion"})
    file = only(desk.edition(f"# Une section {{#une}}\n\n{ATELIER}", chosen=there))
    assert read(file.content)["DTSTART"].dt == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("when", ["9999-12-31 Ici", "0001-01-01 0h00 Ici"])
def test_at_the_ends_of_the_calendar_there_is_no_link(desk: Desk, when: str) -> None:
    one = desk.section(f"::: event {when}\nUn atelier.\n:::")
    assert one.calendars == ()
    assert "agenda" not in one.html + one.text


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("## Café IA #3, à Reims\n\nUn mot.", "Café IA #3, à Reims"),
        ("**Le café.** Une soirée.", "Le café"),
        ("Un **café** gras.", "Un café gras"),
        ("Rencontre avec M. Dupont. Entrée libre.", "Rencontre avec M. Dupont"),
        ("Café animation : « Le robot et le guichet ». [S’inscrire](https://www.example.org/a).",
         "Café animation : « Le robot et le guichet »"),
        ("Soirée « Qui décide ? », ouverte à tous.", "Soirée « Qui décide ? », ouverte à tous"),
        ("Et vous ? Venez.", "Et vous ?"),
        ("- Accueil\n- Débat", "Accueil"),
        ("```\ndu code\n```\n\nUn atelier.", "Un atelier"),
        ("::: button https://www.example.org/b\nJe m’inscris\n:::", "Je m’inscris"),
        ("```\ndu code\n```", "Ici"),
        ("mot " * 40, "mot " * 25 + "…"),
    ],
)  # fmt: skip
def test_its_title_is_what_the_editor_begins_with(desk: Desk, body: str, title: str) -> None:
    one = desk.section(f":::: event 2026-11-26 Ici\n{body}\n::::")
    said = read(only(one).content)["SUMMARY"]
    assert re.sub(r"\s", " ", said) == title
    assert only(one).title == said


def test_it_says_where_what_and_on_which_page(desk: Desk) -> None:
    event = read(only(desk.section(ATELIER)).content)
    assert event["LOCATION"] == "Médiathèque Voyelles, Charleville"
    assert event["URL"] == "https://www.example.org/%C3%A9?a=1,2"
    assert event["DESCRIPTION"].replace("\u202f", " ") == (
        "Un atelier ; c’est tout. Avec un lien et une adresse.\n\nhttps://www.example.org/%C3%A9?a=1,2\na@example.org"
    )
    assert {event[name].params["LANGUAGE"] for name in ("SUMMARY", "LOCATION", "DESCRIPTION")} == {"fr"}


def test_without_a_page_of_its_own_it_leads_to_the_letter(desk: Desk) -> None:
    event = written(desk, "2026-11-26 en ligne", "[Écrivez-nous](mailto:a@example.org), ou lisez [plus bas](#une).")
    assert event["URL"] == "https://lettre.example.org/2026-01-02"
    assert "LOCATION" not in event
    # What the title says already is not said again.
    assert "DESCRIPTION" not in written(desk, "2026-11-26 Ici", "Un atelier")


def test_it_says_in_which_language_it_is(desk: Desk) -> None:
    body = "::::: lang en\n:::: event 2026-11-26 Ici\nA workshop.\n::::\n:::::"
    assert read(only(desk.section(body)).content)["SUMMARY"].params["LANGUAGE"] == "en"


def test_an_event_is_known_again_in_another_letter_and_never_taken_for_another(desk: Desk) -> None:
    def uid(when: str, body: str = "Un atelier.\n\nDemain.") -> str:
        return str(written(desk, when, body)["UID"])

    known = uid("2026-11-26 13h30-15h Ici")
    assert known == uid("2026-11-26 13h30-16h Ici", "Un atelier.\n\nAprès-demain.")
    others = [
        uid("2026-11-27 13h30-15h Ici"),
        uid("2026-11-26 14h-15h Ici"),
        uid("2026-11-26 13h30-15h Là"),
        uid("2026-11-26 13h30-15h Ici", "Un café."),
    ]
    assert len({known, *others}) == 5


words = st.text(st.characters(codec="utf-8"), max_size=300)


@given(words)
@example("\\N \\n \\; \\\\,")
@example("é" * 40 + "👩‍💻" * 40)
@example("a" * 74 + "é")
@settings(deadline=None, derandomize=True)
def test_another_parser_reads_what_was_written(text: str) -> None:
    property_ = _text("SUMMARY", "fr", text)
    folded = _folded(property_)
    assert folded.endswith(b"\r\n")
    for line in folded.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut
        assert not re.search(rb"[\x00-\x1f\x7f]", line)
    event = b"BEGIN:VEVENT\r\n" + folded + b"END:VEVENT\r\n"
    read_back = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n").events[0]["SUMMARY"]
    assert read_back == re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def test_a_line_is_as_long_as_it_may_be() -> None:
    assert _folded("a" * 75) == b"a" * 75 + b"\r\n"
    assert _folded("a" * 76) == b"a" * 75 + b"\r\n a\r\n"
    assert _folded("a" * 150) == b"a" * 75 + b"\r\n " + b"a" * 74 + b"\r\n a\r\n"
    assert _folded("a" * 74 + "é") == b"a" * 74 + b"\r\n \xc3\xa9\r\n"


def test_the_link_says_which_event_it_adds_and_stands_in_both_parts_once(desk: Desk) -> None:
    one = desk.section(ATELIER)
    file = only(one)
    (link,) = tree(one.html).xpath(f"//a[@href='{file.placeholder}']")
    assert link.text == "Ajouter à mon agenda"
    assert link.get("aria-label") == f"Ajouter à mon agenda\u00a0: {file.title}"
    assert one.text.count(file.placeholder) == 1


def test_whatever_an_event_is_called_stays_words(desk: Desk) -> None:
    hostile = """a" onclick="b" <script> & {{ c }} 'd' </a>"""
    one = desk.section(f"::: event 2026-11-26 Ici\n`{hostile}`\n:::")
    file = only(one)
    assert file.title == read(file.content)["SUMMARY"] == hostile
    (link,) = tree(one.html).xpath(f"//a[@href='{file.placeholder}']")
    assert link.get("aria-label") == f"Ajouter à mon agenda\u00a0: {hostile}"
    assert "onclick" not in link.attrib


def test_the_link_leads_to_where_the_pictures_are_published() -> None:
    one = edition(own(EVERY_BLOCK))
    assert len(one.calendars) == 3
    html, text = one.fill(one.public_links)
    for file in one.calendars:
        address = f"https://lettre.example.org/media/{file.name}"
        assert html_links(html).count(address) == 1
        assert text.count(address) == 1


def test_an_event_that_is_announced_twice_is_one_file(desk: Desk) -> None:
    assert len(desk.section(f"{ATELIER}\n\n{ATELIER}").calendars) == 1


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: str(spec.name))
def test_there_is_a_link_only_where_readers_can_fetch_the_file(desk: Desk, spec: object) -> None:
    name = spec.name  # type: ignore[attr-defined]  # a ServiceSpec of whatever settings
    chosen = letter_settings(service={"name": name})
    one = desk.edition(f"# Une section {{#une}}\n\n{ATELIER}", chosen=chosen)
    assert bool(one.calendars) == ("agenda" in one.html) == ("agenda" in one.text)
    assert bool(one.calendars) == (name in {"local", "brevo", "mailjet"})
    assert set(one.public_links.files) == {file.name for file in one.files}


CALENDAR = "{% set entry = calendar(block) %}"


def test_an_older_template_shows_the_event_as_it_did(desk: Desk) -> None:
    for name in ("event.html.j2", "event.txt.j2"):
        file = desk.templates / "blocks" / name
        source = file.read_text("utf-8")
        assert CALENDAR in source
        file.write_text(source.replace(CALENDAR, "{% set entry = none %}"), "utf-8")
    assert desk.section(ATELIER).calendars == ()
