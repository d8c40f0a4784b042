"""What a wheel of cenum is made of, as CycloneDX 1.6 (ECMA-424), which PEP 770 has in ``.dist-info/sboms``.

Every file that comes along stands there with its hash; what others made says who, and under which licence; and every
library that cenum needs stands there with the version that it was tried with.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "cenum.cdx.json"
_PIN = re.compile(r"^([a-z0-9-]+)==([^ \\]+)", re.MULTILINE)


class Foreign(NamedTuple):
    """Data that others made: whose, where it is from, and the file in ``licenses/``."""

    supplier: str
    source: str
    spdx: str
    licence: str


FOREIGN = {
    "cenum/analysis/caniemail.json": Foreign("HTeuMeuLeu", "https://www.caniemail.com", "MIT", "caniemail.txt"),
    "cenum/checks/roboto.toml": Foreign(
        "Google", "https://fonts.google.com/specimen/Roboto", "Apache-2.0", "roboto.txt"
    ),
    "cenum/preview/bundle/codemirror.js": Foreign(
        "Marijn Haverbeke and others", "https://codemirror.net", "MIT", "codemirror.txt"
    ),
    "cenum/edition/mjml_reference.json": Foreign("Mailjet", "https://mjml.io", "MIT", "mjml.txt"),
}


def bill(version: str, files: Iterable[tuple[str, Path]], libraries: str) -> bytes:
    """The document for cenum ``version``: ``files`` by their paths in the wheel, ``libraries`` as pip reads them."""
    itself = f"pkg:pypi/cenum@{version}"
    components = [_file(name, path.read_bytes()) for name, path in sorted(files)]
    pinned = [
        {"type": "library", "bom-ref": purl, "name": name, "version": pin, "purl": purl}
        for name, pin in _PIN.findall(libraries)
        for purl in [f"pkg:pypi/{name}@{pin}"]
    ]
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": "cenum",
                "version": version,
                "purl": itself,
                "licenses": [{"license": {"id": "MIT"}}],
                "components": components,
            }
        },
        "components": pinned,
        "dependencies": [{"ref": itself, "dependsOn": [one["bom-ref"] for one in pinned]}],
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def _file(name: str, content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "file",
        "bom-ref": f"file:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
    }
    if foreign := FOREIGN.get(name):
        found |= {
            "supplier": {"name": foreign.supplier},
            "licenses": [{"license": {"id": foreign.spdx}}],
            "externalReferences": [{"type": "website", "url": foreign.source}],
        }
    return found
