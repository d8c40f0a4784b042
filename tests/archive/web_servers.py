"""Web servers as Debian has them, each with a folder to serve on a port of loopback, and no more than that takes.

Readers come by https: a machine that ends TLS stands before the server, and tells it the host that was asked for.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from msgspec import Struct

from tests.links.hosts import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NGINX = """\
daemon off; master_process off; pid {work}/pid; error_log {work}/errors;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen {host}:{port}; server_name _; root {site}; {more} }}
}}
"""
_APACHE = """\
ServerRoot {work}
Listen {host}:{port}
ServerName localhost
PidFile {work}/pid
ErrorLog {work}/errors
{user}
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
TypesConfig /etc/mime.types
DocumentRoot {site}
<Directory {site}>
  AllowOverride {more}
  Require all granted
</Directory>
"""
_MOST = 5  # redirects, which are too many already


class Reached(Struct, frozen=True):
    """What a reader gets: the ``ways`` on which one is sent, then a ``status``, a media ``kind`` and a ``body``."""

    ways: tuple[str, ...]
    status: int
    kind: str
    body: bytes


class Host(Struct, frozen=True):
    """A server at ``port``, which answers for ``site``."""

    port: int
    site: str

    def reach(self, path: str) -> Reached:
        """Follow redirects as long as they stay at this site: whoever ends TLS asks this server again."""
        address = f"{self.site}{path}"
        ways: list[str] = []
        while True:
            line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
            asked = urlsplit(address)
            target = f"{asked.path}?{asked.query}" if asked.query else asked.path
            line.request("GET", target, headers={"Host": asked.netloc, "X-Forwarded-Proto": "https"})
            answer = line.getresponse()
            body, location = answer.read(), answer.getheader("Location")
            line.close()
            if location is None or len(ways) == _MOST or not urljoin(address, location).startswith(f"{self.site}/"):
                ways += [urljoin(address, location)] if location else []
                return Reached(tuple(ways), answer.status, answer.getheader("Content-Type") or "", body)
            address = urljoin(address, location)
            ways.append(address)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@contextmanager
def nginx(files: Mapping[str, bytes], site: str, more: str = "") -> Iterator[Host]:
    """nginx with ``more`` in the server's block, in which ``{site}`` is the folder."""
    yield from _served(
        files,
        site,
        lambda work, port: _NGINX.format(
            work=work, host=LOOPBACK, port=port, site=work / "site", more=more.format(site=work / "site")
        ),
        lambda file: ["nginx", "-e", "stderr", "-c", str(file)],
    )


@contextmanager
def apache(files: Mapping[str, bytes], site: str, overrides: str = "FileInfo") -> Iterator[Host]:
    """Apache, where ``.htaccess`` may say what ``overrides`` allows."""
    # Who runs it as root has to name somebody else, and somebody else can't.
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    yield from _served(
        files,
        site,
        lambda work, port: _APACHE.format(
            work=work, host=LOOPBACK, port=port, site=work / "site", more=overrides, user=user
        ),
        lambda file: ["apache2", "-X", "-f", str(file)],
    )


@contextmanager
def python(files: Mapping[str, bytes], site: str) -> Iterator[Host]:
    """Python's own server for trying things."""
    yield from _served(
        files,
        site,
        lambda _work, port: str(port),
        lambda file: [
            *(sys.executable, "-m", "http.server", file.read_text("utf-8"), "--bind", LOOPBACK),
            *("--directory", str(file.parent / "site")),
        ],
    )


def _served(
    files: Mapping[str, bytes],
    site: str,
    configured: Callable[[Path, int], str],
    words: Callable[[Path], list[str]],
) -> Iterator[Host]:
    with TemporaryDirectory(prefix="cenum-host-") as folder, socket.socket() as taken:
        work = Path(folder)
        work.chmod(0o755)  # the server may be somebody else
        for name, content in files.items():
            path = work / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        taken.bind((LOOPBACK, 0))
        port = taken.getsockname()[1]
        taken.close()
        (work / "settings").write_text(configured(work, port), "utf-8")
        said = work / "said"
        with said.open("wb") as out:
            process = subprocess.Popen(words(work / "settings"), stdout=out, stderr=subprocess.STDOUT)
            try:
                _wait_for(process, port, said)
                yield Host(port, site)
            finally:
                process.terminate()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    while process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex((LOOPBACK, port)) == 0:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)  # it ends only if it fails
    raise AssertionError(said.read_text("utf-8"))
