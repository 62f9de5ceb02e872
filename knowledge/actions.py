"""What reaches beyond one row: who may see a space changes, and all that stands in it follows."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import get_active_log_context

from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from intranet.discussions.models import Discussion
from knowledge.models import ArticlePage, SpacePage

if TYPE_CHECKING:
    from intranet.accounts.models import Audience, User


def acting() -> "User | None":
    """Return who acts: the verbs and the Wagtail admin both say it to Wagtail's log."""
    return get_active_log_context().user


def spread_audience(space: SpacePage) -> None:
    """Give everything in ``space`` the audience that follows from it. Call it in the transaction that changed it.

    A few statements a space, however many articles; the activity on the space tells the search index of them all
    (``kinds.touched_by``).
    """
    changed = {space: space.audience} | space.audiences_below(space.audience)
    for below, audience in changed.items():
        SpacePage.objects.filter(pk=below.pk).update(audience=audience)
        articles = ArticlePage.objects.filter(path__startswith=below.path, depth=below.depth + 1)
        follow_audience(
            list(articles.select_related("discussion").only("pk", "live", "is_hidden", "discussion")), audience
        )
        below.audience = audience
        registry.ask("space.readdressed", below)
        record("space.audience_changed", by=acting(), target=below)


def follow_audience(articles: "list[ArticlePage]", audience: "Audience | None") -> None:
    """Set who may read ``articles``, with their threads and files."""
    keys = [article.pk for article in articles]
    ArticlePage.objects.filter(pk__in=keys).update(audience=audience)
    kind = ContentType.objects.get_for_model(ArticlePage)
    UploadUse.objects.filter(target_type=kind, target_id__in=keys).update(audience=audience)
    Discussion.objects.filter(pk__in=[article.discussion_id for article in articles]).update(audience=audience)
    for article in articles:
        if article.discussion.post_count:
            article.discussion.follow_subject(audience=audience, published=article.live and not article.is_hidden)
    registry.ask("article.readdressed", keys)
