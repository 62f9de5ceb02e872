"""The count of an open page follows what others do, by a hint on the topic ``idea.<id>``: the page asks for the rest."""

from intranet.live.publishing import publish


def topic_of(idea_id: int) -> str:
    return f"idea.{idea_id}"


def announce(idea_id: int) -> None:
    """Say, after commit, that the support or the status of an idea changed. Carries no number: each asks for their own."""
    publish(topic_of(idea_id), {"kind": "idea"})
