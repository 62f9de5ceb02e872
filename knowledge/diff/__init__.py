"""What changed between two versions of an article, as people read it: blocks aligned, words within them, moves said."""

from knowledge.diff.comparing import Comparison, compare_html, compare_versions

__all__ = ["Comparison", "compare_html", "compare_versions"]
