"""The HTML of a letter, reduced to what an issue can hold: the one form between every source and Markdown.

``body`` holds blocks only, blocks hold blocks or words, and no element or attribute but these is left:

- blocks: ``h1`` to ``h6`` (``data-title``: it is the document's own title), ``p`` (``data-title``: it is the title
  of a part), ``ul``, ``ol`` (``start``), ``li``, ``blockquote``, ``table`` of ``tr`` of ``th`` and ``td`` (words
  only, as many in each row), ``pre`` (text only), ``hr``
- words: text, ``a`` (``href``), ``strong``, ``em``, ``del``, ``code`` (text only), ``img`` (``src``, ``alt``),
  ``br``, ``sup``, ``sub``, ``span`` (``lang``)
- notes: ``a`` with ``data-note`` (its name) and nothing in it where a note is called, ``div`` with the same
  ``data-note`` and blocks in it, at the end of ``body``

Text has no white space but single spaces (in ``pre``, spaces and line feeds as they stand). Then
:mod:`cenum.imported.found_sections` and :mod:`cenum.imported.proposed_blocks` add what is cenum's own, and nothing
else:

- ``h1`` with ``data-id`` and, where known, ``data-by``: a heading that begins a section
- ``title`` of an ``img``: who made the picture
- ``div`` with ``data-block`` (a name that stands after ``:::``) and ``data-argument`` (what follows it)
"""

from __future__ import annotations
