"""Words that are typed as they stand, within a sentence: what stands between backticks, as HTML has it."""

from __future__ import annotations

from markupsafe import Markup, escape

_CODE = Markup("<code>{}</code>")


def with_code(sentence: str) -> Markup:
    """``sentence``, escaped, with an element in the place of each pair of backticks; one without its pair stays."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:
        return escape(sentence)
    return Markup().join(_CODE.format(part) if index % 2 else escape(part) for index, part in enumerate(parts))
