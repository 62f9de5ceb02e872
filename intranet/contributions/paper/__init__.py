"""Pages on paper: HTML drawn as a PDF file, with our fonts and the pictures that its reader may see."""

from intranet.contributions.paper.drawing import NotPossible, drawn, is_possible

__all__ = ["NotPossible", "drawn", "is_possible"]
