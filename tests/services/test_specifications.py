"""Every service's specification: held to its module, and to whatever is written about services by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from cenum.services.registry import NAMES, specs
from cenum.services.secrets import redact_environment
from cenum.settings import Settings
from cenum.starter.questions import questions
from tests.services.fakes import FAKES
from tools.reference import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.services.specification import ServiceSpec

each = pytest.mark.parametrize("spec", specs(), ids=NAMES)


@each
def test_it_is_called_as_its_module_and_its_service_are(spec: ServiceSpec[Any]) -> None:
    assert spec.name in NAMES
    assert spec.title
    assert spec.settings.__module__ == f"cenum.services.{spec.name}"


@each
def test_a_beginner_is_asked_for_every_setting_that_has_to_be_there_under_a_name_of_its_own(
    spec: ServiceSpec[Any],
) -> None:
    required = [field.name for field in msgspec.structs.fields(spec.settings) if field.required]
    assert [one.setting for one in spec.asks] == required
    general = {question.name for question in questions({})}
    assert general.isdisjoint(required)
    asked = [question.key for question in questions({"service": spec.name})][len(general) :]
    assert asked == [("service", spec.name, name) for name in required]


@each
def test_what_its_domains_are_pointed_to_are_selectors_that_are_looked_for(spec: ServiceSpec[Any]) -> None:
    assert set(spec.domain.aliases) <= {name for names in spec.domain.keys for name in names}


@each
def test_its_keys_are_blacked_out_and_who_asks_is_not(spec: ServiceSpec[Any]) -> None:
    for credential in spec.credentials:
        said = redact_environment("it is planted-word", {credential.variable: "planted-word"})
        assert said == ("it is •••" if credential.secret else "it is planted-word")
    assert not spec.credentials or any(credential.secret for credential in spec.credentials)


@pytest.mark.parametrize("name", FAKES)
def test_its_fake_is_opened_with_its_keys_and_its_settings(name: str) -> None:
    (spec,) = (spec for spec in specs() if spec.name == name)
    assert tuple(FAKES[name].environ) == spec.variables
    assert msgspec.convert(FAKES[name].settings, spec.settings)


def test_the_settings_are_read_without_what_only_speaks_to_a_service() -> None:
    slow = ("requests", "urllib3", "sqlite3", "email.headerregistry")
    program = f"import sys, cenum.settings; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


def _unsaid(spec: ServiceSpec[Any]) -> Iterator[str]:
    """The pages, below docs/, that people look for the service on, and do not find it."""
    own = f"services/{spec.name}.md"
    pages = {
        own: spec.variables,
        "services/README.md": (f"[{spec.title}]({spec.name}.md)", *spec.variables),
        "fr/services.md": (f"| {spec.title} |", f"## {spec.title}\n", f"services/{spec.name}.md", *spec.variables),
        "index.md": (f"({own})",),
        "menu.toml": (f'"services/{spec.name}"',),
        "administrator.md": spec.variables,
        "fr/administrateur.md": spec.variables,
        "github.md": spec.variables,
    }
    for page, words in pages.items():
        text = (DOCS / page).read_text("utf-8") if (DOCS / page).exists() else ""
        if not text or any(word not in text for word in words):
            yield page


@pytest.mark.parametrize("name", FAKES)
def test_it_is_where_people_look_for_it(name: str) -> None:
    (spec,) = (spec for spec in specs() if spec.name == name)
    missing = ", ".join(_unsaid(spec))
    assert not missing, f"of {spec.title} nothing is said yet in docs/: {missing}"


@pytest.mark.parametrize("page", ["services/README.md", "fr/services.md"])
def test_the_tables_have_a_column_for_each_service_with_its_keys(page: str) -> None:
    names, _rule, keys, *others = re.findall(r"^\|(.*)\|$", (DOCS / page).read_text("utf-8"), re.MULTILINE)[:9]
    assert [cell.strip(" []").partition("]")[0] for cell in names.split("|")[2:]] == [
        spec.title for spec in specs() if spec.credentials
    ]
    told = [tuple(re.findall(r"`([A-Z_]+)`", cell)) for cell in keys.split("|")[1:]]
    assert told == [spec.variables for spec in specs()]
    assert {row.count("|") for row in others} == {len(NAMES)}


def test_no_service_is_without_a_table_in_the_settings() -> None:
    (service,) = (field for field in msgspec.structs.fields(Settings) if field.name == "service")
    declared = [field.name for field in msgspec.structs.fields(service.default)]
    assert declared == ["name", *NAMES]


@each
def test_what_chooses_the_readers_is_a_setting_of_the_service(spec: ServiceSpec[Any]) -> None:
    known = {one.name for one in msgspec.structs.fields(spec.settings)}
    assert known & {"audience", "segment", "contacts"} == {*spec.choosing}


def test_other_readers_are_other_words() -> None:
    (mailchimp,) = (one for one in specs() if one.name == "mailchimp")
    chosen: list[dict[str, Any]] = [{"audience": "a1"}, {"audience": "a2"}, {"audience": "a1", "segment": 1}]
    said = [mailchimp.readers(mailchimp.settings(**one)) for one in chosen]
    assert len({*said}) == len(said)
    assert said[0] == "mailchimp audience='a1' segment=None"
