from __future__ import annotations

from cenum.errors import CenumError


class ImportRefusal(CenumError):
    """Something that can't be made an issue; nothing was written."""
