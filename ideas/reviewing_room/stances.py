"""Which side a message of an idea's thread argues for: said as one writes it, from its menu, or by who leads the room."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ideas.reviewing_room import policies
from ideas.reviewing_room.models import Side, Stance
from intranet.discussions import actions
from intranet.discussions.adding import Mark, PostLink

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.discussions.models import Discussion, Post

NEITHER = pgettext_lazy("argument", "Neither")
_ICONS = {Side.FOR: "circle-plus", Side.AGAINST: "circle-minus"}


def is_about_an_idea(discussion: "Discussion") -> bool:
    return discussion.kind == "idea"


def fields_for(discussion: "Discussion") -> dict[str, forms.Field]:
    """Answer ``post.fields``."""
    if not is_about_an_idea(discussion):
        return {}
    choices = [("", NEITHER), *Side.choices]
    label = gettext_lazy("Your message argues")
    return {"side": forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)}


def keep(post: "Post", by: "User", said: Mapping[str, Any]) -> None:
    """Answer ``post.said``: what its author says as they write it."""
    if said.get("side"):
        Stance.objects.say(post, said["side"], by=by)


def marks_of(posts: "Iterable[Post]") -> dict[int, Mark]:
    """Answer ``post.marks``. One query for those that are made anew."""
    rows = Stance.objects.filter(post__in=[post.pk for post in posts]).values_list("post_id", "side")
    return {pk: Mark(str(Side(side).label), _ICONS[Side(side)]) for pk, side in rows}


def links_for(viewer: "User", discussion: "Discussion") -> list[PostLink]:
    """Answer ``post.links``: each for their own messages; who leads the room for all."""
    if not is_about_an_idea(discussion):
        return []
    return [
        PostLink(
            _("For or against"), "message-square", reverse("ideas_review:stance", args=[0]), policies.can_lead(viewer)
        )
    ]


@transaction.atomic
def say(post: "Post", side: str, *, by: "User") -> None:
    """Say which side ``post`` argues for ("" takes it back); everybody who reads the thread sees it at once."""
    Stance.objects.say(post, side, by=by)
    actions.touch(post)
