"""Compiled templates: those of cenum's own pages, and where the code of any template is kept."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

from cenum.cache import user_cache, version_of

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

    from cenum.cache import Cache


class Bytecode(BytecodeCache):
    """Compiled templates, as ``__pycache__`` has Python's modules. What extensions of Jinja add is compiled in."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` with what is kept of it."""
        kept = self._cache.get("templates", *self._depends_on(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what ``bucket`` has."""
        self._cache.put(bucket.bytecode_to_string(), "templates", *self._depends_on(bucket))

    def _depends_on(self, bucket: Bucket) -> tuple[str, ...]:
        return (bucket.key, bucket.checksum, version_of("jinja2"), str(sys.implementation.cache_tag))


@cache
def page_templates(folder: Path) -> Environment:
    """The HTML templates in ``folder``, which are cenum's own: every value is escaped, and none may be missing."""
    return Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=Bytecode(user_cache()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
