"""Another host, and Chromium that asks it: what the browser fetched is what the rule has to find."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.chromium import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

DOMAIN = "spy.example.com"
_HOST = re.compile(rf"n(\d+)\.{re.escape(DOMAIN)}", re.IGNORECASE)


class Canary:
    """A server that gives out ``pages`` by number, and notes each number whose own host was asked for anything."""

    def __init__(self) -> None:
        self.pages: Sequence[str] = ()
        self.asked: set[int] = set()
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                named = _HOST.match(self.headers.get("Host", ""))
                if named:
                    canary.asked.add(int(named[1]))
                body = b"" if named else canary.page(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815  http.server's name

            def log_message(self, *_args: object) -> None:
                """Nothing: the tests say what was asked."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port

    def page(self, path: str) -> bytes:
        """The page at ``path``: all of them in frames, or one."""
        number = path.removeprefix("/page/")
        if number.isdecimal():
            return self.pages[int(number)].encode("utf-8", "replace")
        if path != "/":
            return b""
        frames = (f'<iframe src="/page/{at}"></iframe>' for at in range(len(self.pages)))
        return ("<!doctype html>" + "".join(frames)).encode()


@contextmanager
def canary(browser: Browser) -> Iterator[tuple[Canary, Browser]]:
    """A canary, and a browser of its own for which every host below :data:`DOMAIN` is the canary."""
    host = Canary()
    thread = threading.Thread(target=host.server.serve_forever, args=(0.01,))
    thread.start()
    rules = f"MAP *.{DOMAIN} 127.0.0.1:{host.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    arguments = [one for one in ARGUMENTS if not one.startswith("--host-resolver-rules")]
    arguments.append(f"--host-resolver-rules={rules}")
    try:
        own = browser.browser_type.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield host, own
        finally:
            own.close()
    finally:
        host.server.shutdown()
        thread.join()
        host.server.server_close()


def asked_for(canary: Canary, own: Browser, pages: Sequence[str], *, scripts: bool) -> set[int]:
    """The numbers of ``pages`` that had their host asked by the time that all of them were loaded."""
    canary.pages, canary.asked = pages, set()
    page = own.new_page(java_script_enabled=scripts)
    try:
        page.goto(f"http://127.0.0.1:{canary.port}/", wait_until="networkidle")
        return set(canary.asked)
    finally:
        page.close()
