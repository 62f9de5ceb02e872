"""Who hears of what happens to an article."""

from intranet.contributions.models import Activity
from intranet.notifications.models import Follow, Reason
from intranet.notifications.rules import notify


def readers_of_a_new_version(activity: Activity) -> dict[int, str]:
    """Those who follow the article; its author, as author, whoever edited it."""
    article = activity.target
    if article is None:
        return {}
    told: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(article), Reason.FOLLOW)
    if article.author_id:
        told[article.author_id] = Reason.AUTHOR
    return told


def author_of(activity: Activity) -> dict[int, str]:
    article = activity.target
    return {article.author_id: Reason.AUTHOR} if article is not None and article.author_id else {}


def declare() -> None:
    notify("article.published", to=readers_of_a_new_version)
    notify("article.updated", to=readers_of_a_new_version)
    notify("article.revised", to=author_of)
    notify("article.moved", to=author_of)
