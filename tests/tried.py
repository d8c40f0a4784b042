"""How many examples Hypothesis tries: on a push its own hundred, in ``make test-all`` as many as a test asks for."""

from __future__ import annotations

from hypothesis import settings

WHOLE = "whole"


def up_to(count: int) -> int:
    """``count``, or what a push has time for."""
    return count if settings.get_current_profile_name() == WHOLE else settings().max_examples
