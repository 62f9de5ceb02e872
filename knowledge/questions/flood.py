"""Anti-flood: how much one person may ask and answer, so that those who are told keep up with it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from knowledge.questions.errors import TooMany

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User


def refuse_asking(asked: "QuerySet", by: "User") -> None:
    """Raise ``TooMany`` when ``by`` already asked ``PARVIS_QUESTIONS_PER_HOUR`` of ``asked`` in the last hour."""
    limit = settings.PARVIS_QUESTIONS_PER_HOUR
    if asked.filter(author=by, created_at__gt=timezone.now() - timedelta(hours=1)).count() >= limit:
        raise TooMany(
            ngettext(
                "You have asked %(count)s question in an hour, and each is put to colleagues. Nothing was posted; your "
                "text is below: post it a little later.",
                "You have asked %(count)s questions in an hour, and each is put to colleagues. Nothing was posted; your "
                "text is below: post it a little later.",
                limit,
            )
            % {"count": limit}
        )


def refuse_answering(given: "QuerySet", by: "User") -> None:
    """Raise ``TooMany`` when ``by`` already gave ``PARVIS_POSTS_PER_MINUTE`` of the answers ``given`` in the last minute."""
    limit = settings.PARVIS_POSTS_PER_MINUTE
    if given.filter(author=by, created_at__gt=timezone.now() - timedelta(minutes=1)).count() >= limit:
        raise TooMany(
            ngettext(
                "You have just given %(count)s answer in a minute. Breathe, then post this one: it is kept below.",
                "You have just given %(count)s answers in a minute. Breathe, then post this one: it is kept below.",
                limit,
            )
            % {"count": limit}
        )
