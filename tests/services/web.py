"""A provider on the web as far as a test describes it: anything else that is asked for fails."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING, Any

import responses
from responses import matchers

if TYPE_CHECKING:
    import requests

    from cenum.errors import CenumError


class Web:
    """``base`` is where the provider is, ``auth`` the headers that every request has to carry."""

    def __init__(self, mock: responses.RequestsMock, base: str, auth: dict[str, str]) -> None:
        self.mock = mock
        self._base = base
        self._auth = auth

    def answers(  # noqa: PLR0913  what a request and its answer consist of
        self,
        method: str,
        path: str,
        answer: Any = None,
        *,
        query: dict[str, str] | None = None,
        body: Any = None,
        status: int = 200,
        text: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> responses.BaseResponse:
        """Expect a request with exactly this query and JSON body, or without a body."""
        payload = matchers.json_params_matcher(body, strict_match=True) if body is not None else _no_json
        match = [matchers.header_matcher(self._auth), matchers.query_param_matcher(query or {}), payload]
        said = text if text is not None else "" if answer is None else json.dumps(answer)
        return self.mock.add(method, self._base + path, body=said, status=status, match=match, headers=headers)

    @property
    def asked(self) -> list[str]:
        """What was asked for, in order."""
        return [f"{call.request.method} {call.request.url}" for call in self.mock.calls]


def everything(mistake: CenumError) -> str:
    """All that anybody may come to read of an exception."""
    parts = [mistake.message, mistake.remedy, str(mistake), repr(mistake), *traceback.format_exception(mistake)]
    return "\n".join(parts)


def _no_json(request: requests.PreparedRequest) -> tuple[bool, str]:
    is_form = request.headers.get("Content-Type", "").startswith("multipart/form-data")
    return is_form or not request.body, "there is a body"
