"""Who may hold a socket, and listen to what. Called in threads, at subscription and again at every beat."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from intranet.accounts.models import User
from intranet.contributions.registry import registry


def may_listen(user_id: int, topic: str) -> bool:
    """Say whether this active person may listen to ``topic`` now; read afresh from the database."""
    user = User.objects.active().select_related("department").filter(pk=user_id).first()
    return user is not None and _may(user, topic)


def still_welcome(user_id: int, session_key: str, topics: list[str]) -> set[str] | None:
    """Return which of ``topics`` this person may still listen to; ``None`` when they are signed out or deactivated."""
    user = User.objects.active().select_related("department").filter(pk=user_id).first()
    if user is None or not _session_holds(user, session_key):
        return None
    return {topic for topic in topics if _may(user, topic)}


def own_topic(topic: str, user: User) -> bool | None:
    """Everybody may listen to what is for themselves ("user.<id>"), nobody to what is for somebody else."""
    return topic == f"user.{user.pk}" if topic.startswith("user.") else None


def _may(user: User, topic: str) -> bool:
    return any(answer is True for answer in registry.ask("live.authorize", topic, user))


def _session_holds(user: User, session_key: str) -> bool:
    """Say whether the session is still there and still this person's: signing out and a new password both end it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    kept = session.get(HASH_SESSION_KEY, "")
    return session.get(SESSION_KEY) == str(user.pk) and constant_time_compare(kept, user.get_session_auth_hash())
