"""Carrying out a merge that everybody agreed on, and undoing it exactly."""

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.errors import Refused
from ideas.joining import around, carrying, policies
from ideas.joining.models import Choice, Consent, Joining, Side
from ideas.models import Idea, Status, Support
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.accounts.models import User


def merge(joining: Joining, *, by: "User") -> None:
    """Merge its source into its target; the row of ``joining`` is held, every side has accepted.

    Supports become the union with their first dates; who followed the one follows the other; an author who accepted
    becomes co-author. ``Refused`` when the two cannot be merged any more.
    """
    from ideas.joining.proposing import held_ideas, overtake

    assert joining.target is not None
    ideas = held_ideas(joining.source, joining.target)
    source, target = ideas[joining.source.pk], ideas[joining.target.pk]
    if word := policies.why_not_merge(source, target):
        raise Refused(word)
    people = list(Support.objects.filter(idea=source, user__isnull=False).values_list("user_id", flat=True))
    joining.carried = carrying.carry(source, target)
    joining.status_before = source.status
    joining.imported = _own_imported(source)
    joining.state, joining.settled_at = Joining.State.DONE, timezone.now()
    joining.done_at = joining.settled_at
    joining.made_follow = around.have_followers_follow(source, [target])
    joining.closed_thread = around.close_thread(source)
    joining.made_co_author = _new_co_author(joining, target)
    joining.save()
    Idea.objects.filter(pk=target.pk).update(
        imported_support_count=F("imported_support_count") + source.imported_support_count
    )
    Idea.objects.filter(pk=source.pk).update(status=Status.MERGED, merged_into=target, imported_support_count=0)
    Choice.objects.bulk_create([Choice(joining=joining, user_id=pk) for pk in people], batch_size=400)
    around.mark([source, target])
    around.say_so([source, target])
    overtake([source], but=joining)
    record("idea.merged", by=by, target=target, **_data(source, target, joining))


def unmerge(joining: Joining, *, by: "User", why: str) -> None:
    """Separate its source from the idea in which it stands: each has its own supports again, and its own dates.

    The row of ``joining`` is held. What was merged into the source before stays with it.
    """
    from ideas.joining.proposing import held_ideas

    root = carrying.root_of(joining.source)
    ideas = held_ideas(joining.source, root)
    source, root = ideas[joining.source.pk], ideas[root.pk]
    if carrying.root_of(source).pk != root.pk or root.merged_into_id:
        raise Refused(_("The ideas were changed at this moment by somebody else: look again, then try once more."))
    if word := _why_not_separate(root):
        raise Refused(word)
    members = carrying.members_of(source)
    carrying.bring_back(root, source, members)
    imported = _imported_of(members)
    Idea.objects.filter(pk=root.pk).update(imported_support_count=F("imported_support_count") - imported)
    Idea.objects.filter(pk=source.pk).update(
        status=joining.status_before, merged_into=None, imported_support_count=imported
    )
    around.stop_following([joining.target or root], joining.made_follow)
    if joining.closed_thread:
        around.open_thread(source)
    if joining.made_co_author_id and joining.target:
        around.drop_co_author(joining.target, joining.made_co_author_id)
    joining.state, joining.undone_at, joining.undone_by = Joining.State.UNDONE, timezone.now(), by
    joining.undone_why = why
    joining.save(update_fields=["state", "undone_at", "undone_by", "undone_why"])
    around.say_so([source, root])
    record("idea.unmerged", by=by, target=root, **_data(source, root, joining))


def _why_not_separate(root: Idea) -> str:
    if root.status == Status.SPLIT:
        return _("“%(title)s” was split since: undo that first, then separate the two.") % {"title": root.title}
    return policies.why_frozen(root.campaign, [root])


def _data(source: Idea, target: Idea, joining: Joining) -> dict[str, int]:
    """Return what the activities say: ``from`` (the merged idea), ``into`` (the one that stays), ``joining``."""
    return {"from": source.pk, "into": target.pk, "joining": joining.pk}


def _own_imported(idea: Idea) -> int:
    """Return how many of its imported supports were its own: not those of ideas merged into it."""
    others = carrying.members_of(idea) - {idea.pk}
    return idea.imported_support_count - _imported_of(others)


def _imported_of(ids: set[int]) -> int:
    rows = Joining.objects.filter(source__in=ids, state=Joining.State.DONE, kind=Joining.Kind.MERGE)
    return sum(rows.values_list("imported", flat=True))


def _new_co_author(joining: Joining, target: Idea) -> "User | None":
    """Make the author of the source who accepted a co-author of ``target``; return them if that is new."""
    given = Consent.objects.filter(joining=joining, side=Side.SOURCE, accepted=True, for_absent=False)
    consent = given.select_related("by").first()
    if consent is None or consent.by is None or target.is_by(consent.by):
        return None
    around.add_co_author(target, consent.by)
    return consent.by
