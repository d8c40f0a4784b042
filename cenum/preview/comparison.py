"""What the page gets to know of two letters side by side, ready for JSON."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from cenum.i18n import _, ngettext
from cenum.preview.client_views import set_colour_scheme
from cenum.preview.letter_diff import mark_changes
from cenum.preview.panels import compared, missing
from cenum.preview.source_diff import side_by_side
from cenum.preview.source_lines import serialise

if TYPE_CHECKING:
    from cenum.preview.issue_preview import GoodVersion, IssuePreview
    from cenum.preview.letter_diff import Change

_SAID = 80  # characters of a change that are said


def comparison(then: IssuePreview, now: IssuePreview) -> dict[str, Any]:
    """``then`` beside ``now``: both letters with their changes marked, both sources, and the changes in words.

    A letter that can't be rendered is empty, and ``missing`` says what was found in it.
    """
    rows = compared(side_by_side(then.source, now.source))
    if then.good is None or now.good is None:
        return {
            "said": _("One of the two can't be shown as a letter; the source is compared all the same."),
            "changes": [], "rows": rows, "missing": missing(then, now),
            "before": _alone(then.good), "after": _alone(now.good),
        }  # fmt: skip
    old, new = copy.deepcopy(then.good.views.tree), copy.deepcopy(now.good.views.tree)
    changes = mark_changes(old, new)
    sentences = _subjects(then.good, now.good) + [_sentence(change) for change in changes]
    return {
        "said": ngettext("{count} difference.", "{count} differences.", len(sentences)).format(count=len(sentences))
        if sentences
        else _("The two letters are the same."),
        "changes": sentences,
        "unmarked": len(sentences) - len(changes),
        "rows": rows,
        "missing": "",
        "before": _shown(old),
        "after": _shown(new),
    }


def _alone(good: GoodVersion | None) -> str:
    return _shown(copy.deepcopy(good.views.tree)) if good else ""


def _shown(tree: Any) -> str:  # noqa: ANN401  an lxml tree
    set_colour_scheme(tree, dark=False)
    return serialise(tree)


def _subjects(then: GoodVersion, now: GoodVersion) -> list[str]:
    """What inboxes show is not in the letter's body, and is compared first."""
    old, new = then.rendered.edition, now.rendered.edition
    said = []
    if old.subject != new.subject:
        said.append(_("Subject: “{old}” became “{new}”").format(old=_cut(old.subject), new=_cut(new.subject)))
    if old.preheader != new.preheader:
        said.append(_("Preheader: “{old}” became “{new}”").format(old=_cut(old.preheader), new=_cut(new.preheader)))
    return said


def _sentence(change: Change) -> str:
    if change.old == change.new:
        return _("“{old}” has another target, or another picture").format(old=_cut(change.old))
    if not change.new:
        return _("“{old}” was taken out").format(old=_cut(change.old))
    if not change.old:
        return _("“{new}” was added").format(new=_cut(change.new))
    return _("“{old}” became “{new}”").format(old=_cut(change.old), new=_cut(change.new))


def _cut(text: str) -> str:
    return text if len(text) <= _SAID else text[: _SAID - 1].rstrip() + "…"
