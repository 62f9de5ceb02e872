"""Two people changed the same article: what of it goes together, and what somebody must be asked.

Pure: texts in, parts out. Why it works as it does is in ``docs/decisions/0010-merging.md``.
"""

from knowledge.merging.fields import FieldMerge, merge_field, merge_tags
from knowledge.merging.three_way import Part, assemble, compare_two, conflicts_of, merge, surrounded, taken_out

__all__ = [
    "FieldMerge",
    "Part",
    "assemble",
    "compare_two",
    "conflicts_of",
    "merge",
    "merge_field",
    "merge_tags",
    "surrounded",
    "taken_out",
]
