from django.urls import reverse

from ideas.joining import proposing
from ideas.joining.models import Joining
from ideas.models import Idea


def url(name: str, *args: object) -> str:
    return reverse(f"ideas:joining:{name}", args=args)


def merged(source: Idea, target: Idea) -> Joining:
    """Merge by the hand of both authors."""
    made = proposing.propose_merge(source, target, by=source.author, why="Both ask for racks")
    if made.is_open:
        proposing.answer(made, by=target.author, accept=True)
    return made
