"""Writing the clean HTML of a text as Markdown that reads back to the same text.

``canonical`` says when two texts are the same, ``inline`` and ``blocks`` write, ``markdown`` checks each block by
reading it back: what Markdown cannot say, or would say otherwise, stays HTML.
"""

from knowledge.exporting.writing.canonical import canonical
from knowledge.exporting.writing.markdown import to_markdown

__all__ = ["canonical", "to_markdown"]
