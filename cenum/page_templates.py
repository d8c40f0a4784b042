"""Compiled templates: those of cenum's own pages, and where the code of any template is kept."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

from cenum.cache import user_cache, version_of
from cenum.web_address import is_followed

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

    from cenum.cache import Cache


class Bytecode(BytecodeCache):
    """Compiled templates, as ``__pycache__`` has Python's modules. What an environment adds to Jinja is compiled in.

    ``made_by`` tells one environment from another: what one has compiled is not for the other.
    """

    def __init__(self, cache: Cache, *made_by: str) -> None:
        self._cache = cache
        self._made_by = made_by

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` with what is kept of it."""
        kept = self._cache.get("templates", *self._depends_on(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what ``bucket`` has."""
        self._cache.put(bucket.bytecode_to_string(), "templates", *self._depends_on(bucket))

    def _depends_on(self, bucket: Bucket) -> tuple[str, ...]:
        jinja, python = version_of("jinja2"), str(sys.implementation.cache_tag)
        return (*self._made_by, bucket.key, bucket.checksum, jinja, python)


@cache
def page_templates(folder: Path) -> Environment:
    """The HTML templates in ``folder``, which are cenum's own: every value is escaped, and none may be missing.

    ``address is followed`` tells whether one that came from elsewhere may become a link.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=Bytecode(user_cache(), "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["followed"] = is_followed
    return environment
