"""What digests add to the page of a campaign: how often, for those who follow it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery

from ideas.digests.models import DigestChoice, Every
from ideas.parts import IdeaPart
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from ideas.models import Campaign
    from intranet.accounts.models import User


def choice(campaign: "Campaign", user: "User") -> Iterable[tuple[str, IdeaPart]]:
    """Answer ``campaign.parts``: how often who follows the campaign wants its digest. One query, nothing for others."""
    chosen = DigestChoice.objects.filter(person=OuterRef("user"), campaign=OuterRef("target_id")).values("every")
    follows = Follow.objects.filter(
        user=user.pk,
        is_muted=False,
        target_type=ContentType.objects.get_for_model(type(campaign)),
        target_id=campaign.pk,
    )
    row = follows.annotate(every=Subquery(chosen[:1])).values_list("every").first()
    if row is not None:
        context = {"campaign": campaign, "every": row[0] or Every.WEEK, "choices": Every.choices}
        yield "aside", IdeaPart("ideas/digests/choice.html", context, order=200)
