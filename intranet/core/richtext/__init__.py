"""Rich text: cleaning what people write, and reading what is stored."""

from intranet.core.richtext.cleaning import CleanHTML, clean, from_plain, refuse_unclean
from intranet.core.richtext.languages import guess_language
from intranet.core.richtext.reading import (
    excerpt,
    heading_id,
    headings,
    mentioned_ids,
    to_text,
    upload_keys,
    with_heading_ids,
    with_pictures,
    word_count,
)

__all__ = [
    "CleanHTML",
    "clean",
    "excerpt",
    "from_plain",
    "guess_language",
    "heading_id",
    "headings",
    "mentioned_ids",
    "refuse_unclean",
    "to_text",
    "upload_keys",
    "with_heading_ids",
    "with_pictures",
    "word_count",
]
