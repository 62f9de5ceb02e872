"""What the life of ideas brings to the home page."""

from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.living.clock import BEFORE
from ideas.models import ACCEPTED, CoAuthor, Idea, Status
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User

_SHOWN = 10


def _asking(user: int) -> "QuerySet[Idea, Any]":
    """The ideas that may ask something of this person, and when: asked at each page, so it reads nothing else."""
    asked = CoAuthor.objects.filter(user=user, accepted_at=None, left_at=None).values("idea")
    now = Q(author=user, status=Status.NEEDS_MORE) | Q(pk__in=asked)
    shown = Idea.objects.filter(is_hidden=False).order_by()
    owed = shown.filter(answer_owner=user, answer_due_at__isnull=False).values_list("pk", "answer_due_at")
    at_once = shown.filter(now).values_list("pk", Value(None, output_field=DateTimeField()))
    return owed.union(at_once, all=True)


_asking_of = Compiled(_asking)


def _concerning(user: int) -> list[int]:
    soon = timezone.now() + BEFORE
    return sorted({pk for pk, due in _asking_of(user) if due is None or due <= soon})[:_SHOWN]


def waiting(user: "User") -> list[Waiting]:
    """Answers that ``user`` owes, what is asked of them as an author, invitations. One query, one more if there is any."""
    ids = _concerning(user.pk)
    if not ids:
        return []
    ideas = Idea.objects.visible_to(user).filter(pk__in=ids).defer("problem", "proposal", "benefit", "words")
    return [line for idea in ideas.select_related("campaign").order_by("pk") if (line := _line(user, idea))]


def _line(user: "User", idea: Idea) -> Waiting | None:
    url, at = idea.get_absolute_url(), idea.answer_due_at or idea.created_at
    if user.pk in idea.parts.get("invited", ()):
        return Waiting(_("You are asked to write this idea with its author"), idea.title, url, "users", idea.created_at)
    if idea.author_id == user.pk and idea.status == Status.NEEDS_MORE:
        title = _("More is asked about your idea")
        return Waiting(title, idea.title, reverse("ideas:living:more", args=[idea.pk]), "message-square", at)
    if idea.answer_owner_id != user.pk or idea.answer_due_at is None:
        return None
    late = idea.is_overdue
    if idea.pipeline_status in ACCEPTED:
        title = (
            _("What you promised for this idea is late") if late else _("What you promised for this idea is due soon")
        )
    else:
        title = _("Your answer to this idea is overdue") if late else _("Your answer to this idea is due soon")
    return Waiting(title, idea.title, url, "clock", at)
