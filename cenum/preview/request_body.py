"""What a page sends to the preview, up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


async def body_of(request: Request, most: int) -> bytes | None:
    """What was sent; ``None`` where it is more than ``most`` bytes, of which nothing is kept.

    It is read to its end all the same: browsers show no answer that comes before they have sent everything.
    """
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= most:
            pieces.append(piece)
        else:
            pieces.clear()
    return b"".join(pieces) if size <= most else None
