"""Hold the contract of the mailing services against a listmonk that somebody runs: `make contract URL=…`.

It makes lists, subscribers and campaigns of its own there, and deletes them again. It sends nothing unless an SMTP
server is named that listmonk hands its letters to: one that this program opens on this machine, and that takes every
letter. CONTRIBUTING.md says how to begin. Keys are read from the environment alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.services import contract, recordings
from tests.services.fakes.listmonk import TOKEN, USER
from tests.services.fakes.listmonk_account import FakeListmonkAccount
from tests.services.live import FAKED, REAL, Premises, Unfit, is_near
from tests.services.relays import Inbox, mail_server

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
TESTS = ("tests/services/test_contract.py", "tests/services/test_listmonk_edits.py")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make contract", description="Hold the contract against a listmonk.")
    parser.add_argument("url", nargs="?", default="", help="its address, without a final slash")
    parser.add_argument("--list", type=int, help="a list that is empty; without it, one is made")
    parser.add_argument("--smtp", type=int, help="the port of 127.0.0.1 that its SMTP server is set to")
    parser.add_argument("--really", action="store_true", help="although it is on another machine")
    parser.add_argument("--fake", action="store_true", help="against the fake of the tests")
    parser.add_argument("--record", action="store_true", help="write down what it answers, for the tests")
    given, words = parser.parse_known_args(arguments)  # the others are pytest's
    user, token = (os.environ.get(f"LISTMONK_API_{name}", "") for name in ("USER", "TOKEN"))
    with ExitStack() as stack:
        inbox = None
        if given.fake or given.smtp:
            inbox = Inbox()
            port = int(stack.enter_context(mail_server(inbox, given.smtp or 0)).rpartition(":")[2])
        if given.fake:
            fake = stack.enter_context(FakeListmonkAccount(port))
            given.url, user, token = fake.base, USER, TOKEN
        try:
            _refuse(given.url, user, token, really=given.really)
            premises = stack.enter_context(
                Premises(
                    given.url,
                    user,
                    token,
                    print,
                    audience=given.list,
                    inbox=inbox,
                    pace=FAKED if given.fake else REAL,
                )
            )
        except Unfit as unfit:
            print(f"Nothing was tried: {unfit}", file=sys.stderr)
            return 2
        if given.record:
            with premises.desk(ROOT) as desk:
                print(f"wrote {recordings.write(premises.version, recordings.life(desk))}")
            return 0
        contract.SERVICES.clear()
        contract.SERVICES["listmonk"] = premises.desk
        # The machine of the tests has a clock that stands still, and no network: conftest.py would shut this one in.
        os.chdir(ROOT)
        return int(pytest.main(["-n0", "-q", "-p", "no:cacheprovider", "--noconftest", "-m", "", *TESTS, *words]))


def _refuse(url: str, user: str, token: str, *, really: bool) -> None:
    if not url:
        message = "say which listmonk: make contract URL=http://localhost:9000"
        raise Unfit(message)
    if not is_near(url) and not really:
        message = f"{url} is not on this machine: REALLY=1 says that it is nobody's but yours to try things at"
        raise Unfit(message)
    if not (user and token):
        message = "LISTMONK_API_USER and LISTMONK_API_TOKEN have to be set (or USER=… TOKEN=…)"
        raise Unfit(message)


if __name__ == "__main__":
    sys.exit(main())
