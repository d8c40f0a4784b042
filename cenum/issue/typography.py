from typing import NamedTuple


class Run(NamedTuple):
    text: str
    literal: bool = False


def typeset(runs):
    return [r.text for r in runs]
