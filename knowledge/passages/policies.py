"""Who may do what with a passage that somebody asks about or contests."""

from knowledge.passages.models import Passage
from knowledge.policies import Person, can_edit
from knowledge.stewardship.models import Stewardship
from knowledge.stewardship.policies import can_verify


def can_read_text(user: Person, passage: Passage) -> bool:
    """Read what somebody said of a passage addressed to ``user``: of a hidden one, only its author."""
    return not passage.is_hidden or passage.is_by(user)


def can_resolve(user: Person, passage: Passage) -> bool:
    """Say that it is settled, or take it up again: who asked, and who answers for the article."""
    if passage.is_hidden:
        return False
    return passage.is_by(user) or can_verify(user, _row(passage))


def can_replace(user: Person, passage: Passage) -> bool:
    """Publish what it should say: who answers for the article. Others edit it, or suggest."""
    return not passage.is_hidden and can_edit(user, passage.article) and can_verify(user, _row(passage))


def _row(passage: Passage) -> Stewardship:
    row = Stewardship.objects.filter(article=passage.article_id).first()
    row = row or Stewardship(owner_id=passage.article.author_id)
    row.article = passage.article
    return row
