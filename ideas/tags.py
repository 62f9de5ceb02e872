"""Tags as people write them: separated by commas."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from taggit.models import Tag

MOST = 8
LONGEST = 40


def read_tags(text: str) -> list[str]:
    """Return the distinct tags of ``text`` ("canteen, waste"), as written first; ``ValidationError`` says what is too much."""
    found: dict[str, str] = {}
    for raw in re.split(r"[,;\n]", text):
        name = " ".join(raw.split()).lstrip("#").strip()
        if name:
            found.setdefault(name.casefold(), name)
    if len(found) > MOST:
        raise ValidationError(_("Keep %(most)d tags at the most."), params={"most": MOST})
    for name in found.values():
        if len(name) > LONGEST:
            raise ValidationError(
                _("The tag “%(tag)s…” is too long: %(longest)d characters at the most."),
                params={"tag": name[:20], "longest": LONGEST},
            )
    return list(found.values())


def write_tags(tags: "list[Tag]") -> str:
    return ", ".join(sorted(tag.name for tag in tags))
