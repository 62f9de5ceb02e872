"""What a folder of an export of ours says of the space that it was."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml
from django.conf import settings

from knowledge.importing.documents import OURS
from knowledge.importing.source import ImportRefused, Source
from knowledge.models import SpacePage

DESCRIPTION = "_space.yaml"
# Where an export keeps the files that its articles show and link to.
MEDIA = "_media"


@dataclass(frozen=True)
class Described:
    """A space as an export tells it."""

    title: str = ""
    description: str = ""
    language: str = ""
    article_order: str = SpacePage.Order.TREE

    @property
    def fields(self) -> dict[str, Any]:
        """Return what it says, as ``add_space`` takes it."""
        language = {"language": self.language} if self.language in dict(settings.LANGUAGES) else {}
        return {"description": self.description, "article_order": self.article_order, **language}


def described_folders(source: Source) -> dict[PurePosixPath, Described]:
    """Return the folders of ``source`` that tell which space they were."""
    found = {}
    for path in source.paths():
        if path.name == DESCRIPTION:
            try:
                said = yaml.safe_load(source.read(path).decode("utf-8", errors="replace"))
            except (yaml.YAMLError, ValueError, ImportRefused):
                continue
            if isinstance(said, dict) and OURS in said:
                found[path.parent] = _described(said)
    return found


def _described(said: dict[str, object]) -> Described:
    order = str(said.get("order") or "")
    return Described(
        title=str(said.get("title") or "").strip(" \r\n\t")[:255],
        description=str(said.get("description") or "").strip()[:600],
        language=str(said.get("language") or ""),
        article_order=order if order in SpacePage.Order.values else SpacePage.Order.TREE,
    )
