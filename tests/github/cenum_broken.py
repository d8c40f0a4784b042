"""cenum with a service that breaks as ``STUB_BREAKS``.

``down`` is a service that can't be reached, ``silent`` one that gives no answer to a send, nor says what it did.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import pytest

from cenum import cli
from cenum.cli import confirming
from cenum.errors import FateUnknown, ServiceUnreachable
from cenum.repository import github_client
from cenum.services.local.embedded import LocalService
from tests.github import gh_here


def main() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confirming, "pause", lambda: None)
        if os.environ.get("STUB_APART") == "0":
            patch.setattr(github_client, "run_program", gh_here.run_program)
        match os.environ.get("STUB_BREAKS"):
            case "down":
                patch.setattr(LocalService, "campaigns", _down)
            case "silent":
                patch.setattr(LocalService, "send", _silent)
        sys.argv[0] = "cenum"
        cli.main()


def _down(_service: LocalService) -> NoReturn:
    raise ServiceUnreachable("the line is down", "try again")


def _silent(_service: LocalService, _campaign: object, _content: object) -> NoReturn:
    raise FateUnknown("no answer came to the send", "look")


if __name__ == "__main__":
    main()
