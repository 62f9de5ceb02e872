"""What is on the site, counted: said at the end of the command."""

from collections.abc import Iterator

from django.apps import apps

COUNTED = {
    "people": "accounts.User",
    "articles": "knowledge.ArticlePage",
    "ideas": "ideas.Idea",
    "supports": "ideas.Support",
    "merges and splits": "ideas_joining.Joining",
    "votes on opinions": "ideas_opinions.Opinion",
    "questions": "questions.Question",
    "answers": "questions.Answer",
    "suggested edits": "suggestions.Suggestion",
    "terms": "glossary.Term",
    "passages": "passages.Passage",
    "threads": "discussions.Thread",
    "messages": "discussions.Post",
    "reactions": "discussions.Reaction",
    "charter clauses": "charter.Clause",
    "notifications": "notifications.Notification",
    "activities": "contributions.Activity",
}


def counts() -> Iterator[tuple[str, int]]:
    """Yield (what, how many)."""
    for label, name in COUNTED.items():
        yield label, apps.get_model(name)._default_manager.count()
