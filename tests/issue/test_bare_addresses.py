from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from cenum.issue.bare_addresses import Addresses

PIECES = st.sampled_from(
    (
        *("https://a.fr/x", "www.a.fr", "WWW.B.FR", "x@y.fr", "mailto:x@y.fr", "//c.fr", "ftp://d.fr", "Node.js"),
        *("a.fr", " ", "http:", "(", "). ", "é", "www", "@", "/"),
    )
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_no_address_is_lost_to_what_is_asked_before_the_patterns_are_compiled(text: str) -> None:
    ours = Addresses()
    found = [one.text for one in LinkifyIt().match(text) or () if one.schema or one.text.lower().startswith("www.")]
    asked = ours.pretest(text) and ours.test(text)
    assert [one.text for one in (ours.match(text) or () if asked else ())] == found
