"""What stands around ideas that are merged or split: followers, co-authors, threads, the flag that their pages look at."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from ideas.live import announce
from ideas.models import Idea
from ideas.models.coauthor import CoAuthor
from intranet.accounts.models import User
from intranet.discussions.models import Discussion
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from collections.abc import Iterable

# In ``Idea.parts``: there is something to show about merging or splitting.
FLAG = "joining"


def mark(ideas: "Iterable[Idea]") -> None:
    """Have the pages of ``ideas`` look for what was proposed or done. Their rows are held."""
    for idea in ideas:
        if not idea.parts.get(FLAG):
            idea.parts = {**idea.parts, FLAG: True}
            Idea.objects.filter(pk=idea.pk).update(parts=idea.parts)


def say_so(ideas: "Iterable[Idea]") -> None:
    """Tell open pages that the count or the status moved; nobody while the tally is hidden."""
    for idea in ideas:
        if not idea.campaign.hides_tally():
            announce(idea.pk)


def have_followers_follow(source: Idea, targets: "list[Idea]") -> list[int]:
    """Have who follows ``source`` follow ``targets``; return the ids of those for whom that is new in all of them.

    Who asked to hear no more of a target is left alone.
    """
    followers = Follow.objects.follower_ids(source)
    kind = ContentType.objects.get_for_model(Idea)
    known = Follow.objects.filter(target_type=kind, target_id__in=[target.pk for target in targets])
    have = set(known.values_list("user_id", flat=True))
    new = sorted(followers - have)
    Follow.objects.bulk_create(
        [Follow(user_id=pk, target_type=kind, target_id=target.pk) for target in targets for pk in sorted(followers)],
        ignore_conflicts=True,
        batch_size=400,
    )
    return new


def stop_following(targets: "list[Idea]", people: list[int]) -> None:
    """Take back the follows that a merge or a split made."""
    kind = ContentType.objects.get_for_model(Idea)
    Follow.objects.filter(
        target_type=kind, target_id__in=[target.pk for target in targets], user__in=people, is_muted=False
    ).delete()


def close_thread(idea: Idea) -> bool:
    """Close its discussion, which stays readable; return whether it was open."""
    return Discussion.objects.filter(pk=idea.discussion_id, is_open=True).update(is_open=False) > 0


def open_thread(idea: Idea) -> None:
    Discussion.objects.filter(pk=idea.discussion_id).update(is_open=True)


def add_co_author(idea: Idea, person: User) -> None:
    """Make ``person``, who agreed, a co-author of ``idea``, whose row is held."""
    CoAuthor.objects.update_or_create(
        idea=idea, user=person, defaults={"accepted_at": timezone.now(), "left_at": None, "invited_by": idea.author}
    )
    Idea.objects.filter(pk=idea.pk).update(author_ids=sorted({*idea.author_ids, person.pk}))


def drop_co_author(idea: Idea, person_id: int) -> None:
    """Take back that ``person_id`` writes ``idea`` with its author. Inside the transaction that holds the idea."""
    CoAuthor.objects.filter(idea=idea, user=person_id).delete()
    ids = Idea.objects.values_list("author_ids", flat=True).get(pk=idea.pk)
    Idea.objects.filter(pk=idea.pk).update(author_ids=[pk for pk in ids if pk != person_id])
