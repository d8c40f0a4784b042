"""A report with something of everything."""

from __future__ import annotations

from cenum.report.clicks import by_heading
from cenum.report.figures import Report
from cenum.services.service import LinkClicks, Statistics

HTML = """\
<html><body><h1>L'édito</h1>
<p><a href="https://example.org/carte">la carte</a> et <a href="https://example.org/rapport?p=1">le rapport</a></p>
<h2>La veille</h2><p><a href="https://journal.example/article/">un article</a>
<a href="https://journal.example/jamais">jamais</a></p></body></html>
"""
LINKS = (
    LinkClicks("https://example.org/rapport?p=1&utm_source=letter", 41, 30),
    LinkClicks("https://example.org/carte", 5),
    LinkClicks("https://example.org/carte/", 2),
    LinkClicks("https://journal.example/article", 12),
    LinkClicks("https://elsewhere.example/x", 3),
)
STATISTICS = Statistics(1000, 980, 20, 4, 1, 500, 200, 98, LINKS)
BEFORE = (
    ("2026-11-20", Statistics(1000, 990, 10, 2, 0, 500, 150, 148)),
    ("2026-11-13", Statistics(900, 891, 9, 1, 0, 450, None, 134)),
)
REPORT = Report(
    newsletter="Cénum",
    key="2026-11-27",
    subject="Trois rendez-vous, deux livres et une question",
    where="https://service.example/1",
    statistics=STATISTICS,
    headings=by_heading(HTML, LINKS),
    previous=BEFORE,
)
