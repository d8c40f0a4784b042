"""What a page sends: as much as anybody needs, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.preview.source_store import MOST_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request

# Of an issue's text and what goes with it, in JSON, which spells a control character with six bytes.
MOST_OF_A_TEXT = 6 * MOST_BYTES + 100_000
# What is too much is still taken in before that is said, as browsers wait to be asked; but nobody sends for ever.
_PATIENCE = 50_000_000
# What goes with the answer to :class:`BodyTooLarge`: what is still on its way is not waited for.
CLOSING = {"Connection": "close"}


class BodyTooLarge(Exception):
    """More was sent than was allowed; nothing of it is kept."""


async def body_of(request: Request, most: int) -> bytes:
    """What was sent, of ``most`` bytes. Raises :class:`BodyTooLarge`."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= most:
            pieces.append(piece)
        else:
            pieces.clear()
        if size > most + _PATIENCE:
            break
    if size > most:
        raise BodyTooLarge
    return b"".join(pieces)
