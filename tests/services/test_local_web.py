"""The embedded service's pages, over a real socket."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from cenum.errors import ServiceRefused, UsageMistake
from cenum.services.local import mailbox_site
from cenum.services.local.embedded import LocalService
from cenum.services.service import State
from tests.chromium import empty_page, needs_chromium
from tests.services.contract import NOW, PROSE, READERS, REVIEWERS, body, edition, letters, picture, with_event
from tests.services.relays import Mute, mail_server

from .opening import cleared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage


def tree(page: str | bytes) -> Any:
    return lxml_html.fromstring(page)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def words(self) -> str:
        return " ".join(tree(self.body.decode()).text_content().split())


@dataclass(frozen=True, slots=True)
class Site:
    service: LocalService
    port: int
    folder: Path

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        """One request, its path sent exactly as it is."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            host = headers.pop("host", f"localhost:{self.port}")
            connection.putrequest(method, path, skip_host=True)
            if host:
                connection.putheader("Host", host)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
                connection.putheader("Content-Type", "application/x-www-form-urlencoded")
            connection.endheaders(body.encode() if body is not None else None)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def send(self) -> str:
        draft = self.draft()
        self.service.send(*cleared(self.service, draft))
        return draft

    def draft(self) -> str:
        return self.service.create("Cénum · <b>2025</b> · untested", self.service.content(edition())).id

    def link(self, kind: str, address: str) -> str:
        """The path of a personal link, as the letter in the mailbox has it."""
        message = dict(letters(self.folder / "mailbox"))[address]
        found = re.search(rf"http://localhost:{self.port}(/{kind}/[^\"]+)\"", body(message, "html"))
        assert found
        return found[1]


@contextmanager
def served(service: LocalService, folder: Path) -> Iterator[Site]:
    with mailbox_site.listen(0) as bound, mailbox_site.server(service, bound.sockets[0]) as server:
        for other in bound.sockets[1:]:
            other.close()  # a browser would wait there, where nobody answers
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            service.url = f"http://localhost:{server.server_port}"
            yield Site(service, server.server_port, folder)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with (
        LocalService(tmp_path, READERS, url="http://localhost", smtp=None, now=lambda: NOW) as service,
        served(service, tmp_path) as opened,
    ):
        yield opened


def test_the_first_page_lists_campaigns_and_letters(site: Site) -> None:
    draft = site.draft()
    site.service.test(draft, REVIEWERS)
    site.service.send(*cleared(site.service, draft))
    page = site.ask("/")
    assert page.status == 200
    assert "Cénum · <b>2025</b> · untested" in page.words
    assert edition().subject in page.words
    assert "sent" in page.words
    assert "delivered: 3" in page.words
    for address in [reader.email for reader in READERS] + [f"{reviewer} (test)" for reviewer in REVIEWERS]:
        assert address in page.words
    links = tree(page.body).xpath("//td/a/@href")
    assert len(links) == 5
    assert all(site.ask(link).status == 200 for link in links)


def test_an_empty_mailbox_says_so(site: Site) -> None:
    assert "Nothing yet." in site.ask("/").words


def test_the_campaigns_own_address_leads_to_its_page(site: Site) -> None:
    campaign = site.service.campaign(site.send())
    page = site.ask(campaign.where.removeprefix(site.service.url))
    assert page.status == 200
    assert "State: sent" in page.words
    assert "Letters: delivered: 3" in page.words
    letter = tree(page.body).xpath("//iframe[@sandbox='']/@src")
    assert PROSE in site.ask(letter[0]).words


def test_a_draft_can_be_looked_at_before_anybody_got_it(site: Site) -> None:
    draft = site.draft()
    assert "State: draft" in site.ask(f"/campaign/{draft}").words
    letter = site.ask(f"/campaign/{draft}/letter")
    assert PROSE in letter.words
    assert tree(letter.body).xpath("//a/@href") == [
        f"http://localhost:{site.port}/campaign/{draft}",
        f"http://localhost:{site.port}/campaign/{draft}/letter",
    ]


def test_a_letter_of_which_nobody_knows_is_said(tmp_path: Path) -> None:
    with (
        mail_server(Mute(times=1)) as smtp,
        LocalService(tmp_path, READERS, url="http://localhost", smtp=smtp, now=lambda: NOW) as service,
        served(service, tmp_path) as site,
    ):
        words = site.ask(f"/campaign/{site.send()}").words
    assert "Nobody knows whether 1 letter left; it is not sent again." in words


def test_why_delivery_waits_is_said(site: Site) -> None:
    draft = site.draft()
    away = site.folder / "mailbox" / "tmp"
    away.rmdir()
    away.write_bytes(b"")
    with pytest.raises(Exception, match="mailbox"):
        site.service.send(*cleared(site.service, draft))
    words = site.ask(f"/campaign/{draft}").words
    assert "State: sending" in words
    assert "Delivery waits: the mailbox can't be written" in words


def test_the_online_letter_is_the_one_that_the_reader_got(site: Site) -> None:
    site.send()
    for address, message in letters(site.folder / "mailbox"):
        page = site.ask(site.link("online", address))
        assert page.status == 200
        assert page.body.decode() == body(message, "html")


def test_only_who_got_a_letter_has_it_online(site: Site) -> None:
    site.send()
    other = site.draft()
    token = site.link("online", READERS[0].email).split("/")[2]
    assert site.ask(f"/online/{token}/1").status == 200
    assert site.ask(f"/online/{token}/{other}").status == 404
    assert site.ask("/online/guessed/1").status == 404


def test_the_letter_runs_no_scripts_and_frames_nothing(site: Site) -> None:
    site.send()
    for path in (site.link("online", READERS[0].email), "/campaign/1/letter"):
        policy = site.ask(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
        assert "allow-scripts" not in policy


@pytest.mark.parametrize("path", ["/", "/campaign/1", "/nowhere", "/pages.css"])
def test_pages_take_nothing_from_elsewhere(site: Site, path: str) -> None:
    site.draft()
    headers = site.ask(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_following_the_link_unsubscribes_nobody(site: Site) -> None:
    site.send()
    link = site.link("unsubscribe", READERS[0].email)
    for method in ("GET", "HEAD", "GET"):
        assert site.ask(link, method).status == 200
    assert site.service.audience().size == 3
    form = tree(site.ask(link).body).forms[0]
    assert (form.method, form.action) == ("POST", link)
    assert READERS[0].email in form.text_content()


@pytest.mark.parametrize("sent", ["List-Unsubscribe=One-Click", "", None], ids=["RFC 8058", "empty", "no body"])
def test_posting_it_unsubscribes_once_and_for_all(site: Site, sent: str | None) -> None:
    site.send()
    link = site.link("unsubscribe", READERS[0].email)
    for _count in range(2):
        page = site.ask(link, "POST", sent)
        assert page.status == 200
        assert f"{READERS[0].email} receives no more letters." in page.words
    assert "receives no more letters" in site.ask(link).words
    assert tree(site.ask(link).body).forms == []
    assert site.service.audience().size == 2
    site.send()
    assert len([address for address, _message in letters(site.folder / "mailbox") if "ada" in address]) == 1


def test_the_header_of_the_letter_unsubscribes_with_one_click(site: Site) -> None:
    site.send()
    message = dict(letters(site.folder / "mailbox"))[READERS[1].email]
    address = message["List-Unsubscribe"].strip("<>")
    assert site.ask(address.removeprefix(site.service.url), "POST", message["List-Unsubscribe-Post"]).status == 200
    assert site.service.audience().size == 2


def test_the_link_of_a_test_works_and_unsubscribes_nobody(site: Site) -> None:
    site.service.test(site.draft(), [READERS[0].email])
    assert site.ask(site.link("online", READERS[0].email)).status == 200
    link = site.link("unsubscribe", READERS[0].email)
    for method in ("GET", "POST"):
        assert "unsubscribes nobody" in site.ask(link, method).words
    assert site.service.audience().size == 3


def test_an_unknown_reader_can_not_unsubscribe(site: Site) -> None:
    assert site.ask("/unsubscribe/guessed").status == 404
    assert site.ask("/unsubscribe/guessed", "POST").status == 404


def test_pictures_are_served_with_their_type(site: Site) -> None:
    site.draft()
    answer = site.ask(f"/picture/{picture().name}")
    assert (answer.status, answer.body) == (200, picture().content)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert site.ask(f"/picture/{picture().name}", "HEAD").body == b""


def test_calendar_files_are_served_as_what_they_are(site: Site) -> None:
    one = with_event(edition())
    content = site.service.content(one)
    (file,) = one.calendars
    assert f'href="http://localhost:{site.port}/calendar/{file.name}"' in content.html
    assert content.text is not None
    assert f"http://localhost:{site.port}/calendar/{file.name}" in content.text
    answer = site.ask(f"/calendar/{file.name}")
    assert (answer.status, answer.body) == (200, file.content)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/picture/../service.sqlite",
        "/calendar/..%2fservice.sqlite",
        "/picture/%2e%2e%2fservice.sqlite",
        "/picture/..%2fservice.sqlite",
        "/picture/..%5cservice.sqlite",
        "/picture/%2fetc%2fpasswd",
        "/picture//etc/passwd",
        "/picture/.",
        "/picture/..",
        "/picture/",
        "/picture/%00",
        "/picture/" + "a" * 5000,
        "/../../etc/passwd",
        "/pages.html.j2",
        "/campaign/0",
        "/campaign/-1",
        "/campaign/%C2%B2",
        "/campaign/" + "9" * 30,
        "/campaign/1/letter/",
        "/online/x",
        "/campaign/999",
        "/campaign/999/letter",
    ],
)
def test_nothing_else_is_found(site: Site, path: str) -> None:
    site.draft()
    answer = site.ask(path)
    assert answer.status == 404
    assert b"SQLite" not in answer.body


@pytest.mark.parametrize(
    "host", ["evil.example.org", "localhost.evil.example.org", "", "127.0.0.1.evil", "localhost:x"]
)
def test_another_name_is_not_answered(site: Site, host: str) -> None:
    site.send()
    answer = site.ask("/", host=host)
    assert answer.status == 421
    assert READERS[0].email.encode() not in answer.body
    link = site.link("unsubscribe", READERS[0].email)
    assert site.ask(link, "POST", host=host).status == 421
    assert site.service.audience().size == 3


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8025", "127.0.0.1"])
def test_the_machines_own_names_are_answered(site: Site, host: str) -> None:
    assert site.ask("/", host=host).status == 200


@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("DELETE", "/campaign/1"), ("PUT", "/unsubscribe/x")])
def test_what_can_not_be_done_is_said(site: Site, method: str, path: str) -> None:
    answer = site.ask(path, method)
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


def test_pages_have_what_screen_readers_need(site: Site) -> None:
    site.send()
    link = site.link("unsubscribe", READERS[0].email)
    for path in ("/", "/campaign/1", link, "/nowhere"):
        page = tree(site.ask(path).body)
        assert page.get("lang") == "en"
        assert page.findtext("head/title")
        assert len(page.findall(".//h1")) == 1
        assert len(page.findall(".//main")) == 1
        assert all(table.findall(".//th[@scope]") for table in page.iter("table"))
        assert all(frame.get("title") for frame in page.iter("iframe"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_a_trouble_of_the_service_is_a_page_and_no_traceback(
    site: Site, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ServiceRefused("the file is gone", "look for it")

    monkeypatch.setattr(site.service.store, "campaigns", broken)
    answer = site.ask("/")
    assert answer.status == 500
    assert "the file is gone" in answer.words
    assert "look for it" in answer.words
    assert capfd.readouterr().err == ""


def test_an_idle_connection_keeps_nobody_waiting(site: Site) -> None:
    with closing(socket.create_connection(("127.0.0.1", site.port))):
        assert site.ask("/").status == 200


def test_pages_are_read_without_going_on_with_a_delivery(site: Site) -> None:
    site.service.store.claim(int(site.draft()), NOW)
    assert "sending" in site.ask("/").words
    assert site.service.store.campaign(1).state is State.SENDING


def test_only_this_machine_can_come() -> None:
    with mailbox_site.listen(0) as bound:
        hosts = [one.getsockname()[0] for one in bound.sockets]
    assert hosts in (["127.0.0.1"], ["127.0.0.1", "::1"])


def test_it_is_there_wherever_localhost_leads(site: Site) -> None:
    with mailbox_site.listen(0) as bound:
        if len(bound.sockets) == 1:
            pytest.skip("this machine has no IPv6")
        with mailbox_site.server(site.service, bound.sockets[1]) as server:
            threading.Thread(target=server.handle_request, daemon=True).start()
            with closing(http.client.HTTPConnection("::1", bound.port, timeout=10)) as connection:
                connection.request("GET", "/")
                assert connection.getresponse().status == 200


def test_two_programs_never_share_a_port_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as windows:
        windows.setattr("os.name", "nt")
        bound = mailbox_site.listen(0)
    with bound:
        assert not bound.sockets[0].getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)


@pytest.mark.parametrize(
    "address",
    ["http://0.0.0.0:8025", "http://example.org", "example.org:80", "http://localhost:x", "http://localhost:99999"],
)
def test_an_address_of_another_machine_is_refused(site: Site, address: str) -> None:
    with pytest.raises(UsageMistake) as mistake:
        mailbox_site.serve(site.service, address, ready=lambda _url: None)
    assert "localhost" in mistake.value.remedy


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_where_the_usual_port_is_taken_a_free_one_does(
    site: Site, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    said: list[str] = []
    monkeypatch.setattr("socketserver.BaseServer.serve_forever", lambda _server: None)
    mailbox_site.serve(site.service, f"{scheme}localhost:{site.port}", ready=said.append)
    (url,) = said
    assert url.startswith("http://localhost:")
    assert int(url.rpartition(":")[2]) not in {0, site.port}


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(site: Site) -> None:
    with pytest.raises(ServiceRefused, match=str(site.port)) as refused:
        mailbox_site.serve(site.service, "http://localhost:8025", site.port, ready=lambda _url: None)
    assert "--port" in refused.value.remedy


def test_serving_says_when_it_is_ready_and_ends_with_ctrl_c(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]

    def interrupted(_server: object) -> None:
        assert said == [f"http://localhost:{port}"]
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    monkeypatch.setattr("socketserver.BaseServer.serve_forever", interrupted)
    mailbox_site.serve(site.service, f"http://localhost:{port}", ready=said.append)
    assert said == [f"http://localhost:{port}"]


@needs_chromium
def test_the_pages_and_the_letter_in_them_live_under_their_policies(site: Site, browser: Browser) -> None:
    draft = site.draft()
    said: list[str] = []

    def look(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            said.append(message.text)

    with empty_page(browser, listeners={"console": look}) as page:
        for path in ("/", f"/campaign/{draft}"):
            page.goto(f"http://localhost:{site.port}{path}", wait_until="load")
            assert page.title()
        assert said == []
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'ran = 1' }))")
        assert page.evaluate("window.ran ?? null") is None
    assert said
