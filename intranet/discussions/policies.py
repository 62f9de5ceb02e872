"""Who may do what in a thread. ``why_not_post`` answers with words, the others with yes or no."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.discussions.models import Discussion, Post, Room


def gone() -> str:
    """What to tell whoever writes where there is nothing for them: one answer, whatever the cause."""
    return _("This discussion is not there for you any more. Copy your text before you leave this page.")


def why_not_post(user: "User", discussion: "Discussion") -> str:
    """Return what to tell ``user`` when they may not write in ``discussion`` now; empty when they may."""
    if not discussion.is_visible_to(user):
        return gone()
    if not discussion.is_open:
        return _("This discussion was closed. Your text is still here: copy it if you want to use it elsewhere.")
    return why_closed(discussion)


def why_closed(discussion: "Discussion") -> str:
    """Return why the subject of ``discussion`` takes no message now, in words (service ``discussion.closed``); "" if it does."""
    words = registry.ask("discussion.closed", discussion)
    return next((str(word) for word in words if word), "")


def may_edit(user: "User", post: "Post") -> bool:
    """The author, as long as the text exists; a hidden one too, so that it can be put right."""
    return post.is_by(user) and not post.is_deleted


def may_delete(user: "User", post: "Post") -> bool:
    """The author. Not while it is hidden: the decision must stay readable with what it is about."""
    return post.is_by(user) and not post.is_deleted and not post.is_hidden


def may_react(user: "User", post: "Post") -> bool:
    return not post.is_deleted and not post.is_hidden


def may_read_text(user: "User", post: "Post") -> bool:
    """Say whether ``user`` reads the text of ``post``: of a hidden one, only its author and whoever can restore it."""
    if post.is_deleted:
        return False
    return not post.is_hidden or post.is_by(user) or user.has_perm("moderation.moderate")


def may_read_history(user: "User", post: "Post") -> bool:
    return may_read_text(user, post)


def may_manage_threads(user: "User") -> bool:
    return user.has_perm("discussions.manage_thread")


def may_open_thread(user: "User", room: "Room") -> bool:
    return not room.is_archived and user.belongs_to(room.audience_id)
