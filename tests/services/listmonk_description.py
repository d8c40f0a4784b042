"""listmonk's own OpenAPI description, as far as requests can be held against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fakes.server import Request

FILE = Path(__file__).parents[2].parent / "shared/reference/openapi/listmonk.yaml"
_PREFIX = "/api"  # the path of the server that the description names
_TYPES: dict[str, Any] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}

# Where the description is wrong: method, path, property; and what listmonk's source does (at 911e0b7).
KNOWN_MISTAKES = {
    ("POST", "/campaigns", "send_at"): "an object there; models.Campaign has a time, or null",
    ("PUT", "/campaigns/{id}", "send_at"): "an object there; models.Campaign has a time, or null",
    ("POST", "/campaigns/{id}/test", "send_at"): "an object there; models.Campaign has a time, or null",
    ("PUT", "/campaigns/{id}/status", "status"): "“draft” is missing there; UpdateCampaignStatus takes it",
}

# What the source has, and the description does not: method, path.
UNDESCRIBED = {("GET", "/profile"): "cmd/users.go, GetUserProfile"}
# Answers that the source gives in another shape: cmd/campaigns.go, cmd/media.go.
NOT_AS_DESCRIBED = {
    ("GET", "/media"): "a page of results, and not a list of them",
    ("PUT", "/campaigns/{id}"): "the campaign with its lists by name, and not what was asked for",
    ("POST", "/campaigns"): "the campaign with its lists by name, and not what was asked for",
}
# models/campaigns.go, models/lists.go: fields that may be null, or of a kind that is not in the description.
UNDESCRIBED_VALUES = {
    "started_at": "null until it begins",
    "send_at": "null without an hour",
    "template_id": "null for visual",
    "content_type": "visual came with 5.0",
    "id": "null for a list that was deleted",
}


class Description:
    """What the file says, and which of its known mistakes were met."""

    def __init__(self, file: Path = FILE) -> None:
        self._said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        self.met: set[tuple[str, str, str]] = set()
        self.met_in_answers: set[tuple[str, str]] = set()
        self.met_undescribed: set[tuple[str, str]] = set()
        self.met_values: set[str] = set()

    def mistakes(self, request: Request) -> Iterator[str]:
        """Everything about ``request`` that is not as described."""
        here = f"{request.method} {request.path}"
        path = self._path(request.path)
        operation = self._said["paths"].get(path, {}).get(request.method.lower())
        if operation is None:
            if (known := (request.method, request.path.removeprefix(_PREFIX))) in UNDESCRIBED:
                self.met_undescribed.add(known)
            else:
                yield f"{here} is not described"
            return
        kind = request.headers.get("content-type", "").partition(";")[0]
        described = operation.get("requestBody", {}).get("content", {})
        if request.body and kind not in described:
            yield f"{here} takes {list(described)}, and not {kind!r}"
        elif request.body and kind == "application/json":
            known = self._resolved(described[kind]["schema"])["properties"]
            for name, value in request.json.items():
                wrong = list(self._wrong(value, known.get(name, {})))
                if (request.method, path, name) in KNOWN_MISTAKES and wrong:
                    self.met.add((request.method, path, name))
                else:
                    yield from (f"{here}: {name}: {what}" for what in wrong)

    def mistakes_of_answer(self, request: Request, payload: Any) -> Iterator[str]:
        """Everything about the answer to ``request`` that is not as described."""
        path = self._path(request.path)
        operation = self._said["paths"].get(path, {}).get(request.method.lower())
        if operation is None:
            return  # the request's own mistake
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        wrong = list(self._wrong(payload, schema))
        if (request.method, path) in NOT_AS_DESCRIBED:
            self.met_in_answers |= {(request.method, path)} if wrong else set()
            return
        for what in wrong:
            name = what.rpartition(": ")[0].rpartition(".")[2]
            if name in UNDESCRIBED_VALUES:
                self.met_values.add(name)
            else:
                yield f"{request.method} {request.path} answers {what}"

    def fields(self, name: str) -> Any:
        """The properties of what the description calls ``name``."""
        return self._said["components"]["schemas"][name]["properties"]

    def _path(self, path: str) -> str:
        if not path.startswith(_PREFIX + "/"):
            return ""
        parts = path.removeprefix(_PREFIX).split("/")
        fitting = [
            described
            for described in self._said["paths"]
            if len(names := described.split("/")) == len(parts)
            and all(name == part or name.startswith("{") for name, part in zip(names, parts, strict=True))
        ]
        # “/campaigns/running/stats” is meant before “/campaigns/{id}/stats”.
        return min(fitting, key=lambda described: described.count("{"), default="")

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            found: Any = self._said
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def _wrong(self, value: Any, schema: dict[str, Any]) -> Iterator[str]:
        schema = self._resolved(schema)
        kind = schema.get("type")
        if kind is None or (value is None and schema.get("nullable")):
            return
        is_switch = isinstance(value, bool) and kind != "boolean"
        if is_switch or not isinstance(value, _TYPES[kind]):
            yield f"{value!r} is no {kind}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{value!r} is none of {schema['enum']}"
        elif kind == "array":
            for item in value:
                yield from self._wrong(item, schema.get("items", {}))
        elif kind == "object":
            for name, item in value.items():
                for what in self._wrong(item, schema.get("properties", {}).get(name, {})):
                    yield f"{name}.{what}" if ": " in what else f"{name}: {what}"
