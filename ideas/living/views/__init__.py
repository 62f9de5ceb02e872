from ideas.living.views.attaching import attachments, remove_file
from ideas.living.views.authoring import appeal, more, withdraw
from ideas.living.views.carrying import close, drop, hand_over, milestones, outcome, progress, reached
from ideas.living.views.co_writing import co_authors, join, leave, take_back
from ideas.living.views.drafting import discard, drafts, keep, keep_new
from ideas.living.views.finding import articles, instead
from ideas.living.views.managing import fields

__all__ = [
    "appeal",
    "articles",
    "attachments",
    "close",
    "co_authors",
    "discard",
    "drafts",
    "drop",
    "fields",
    "hand_over",
    "instead",
    "join",
    "keep",
    "keep_new",
    "leave",
    "milestones",
    "more",
    "outcome",
    "progress",
    "reached",
    "remove_file",
    "take_back",
    "withdraw",
]
