from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intranet.contributions.models import Activity


def author_of(activity: "Activity") -> dict[int, str]:
    """Who is thanked for what was highlighted."""
    author = getattr(activity.target, "author_id", None)
    return {author: "author"} if author else {}
