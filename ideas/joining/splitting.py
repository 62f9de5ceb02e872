"""Carrying out a split that its authors agreed on, and undoing it."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.errors import Refused
from ideas.joining import around, carrying, policies
from ideas.joining.models import Choice, Joining
from ideas.models import Idea, IdeaRevision, Status, Support
from ideas.models.coauthor import CoAuthor
from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.discussions.models import Discussion
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from intranet.accounts.models import User


def split(joining: Joining, *, by: "User") -> None:
    """Make the parts ideas of their own, by the same authors; the row of ``joining`` is held, the authors accepted.

    Each supporter supports every part, since their own date, until they choose. The supports of the idea that was
    split rest with it. ``Refused`` when it cannot be split any more.
    """
    from ideas.joining.proposing import held_ideas, overtake

    source = held_ideas(joining.source)[joining.source.pk]
    if word := policies.why_not_split(source):
        raise Refused(word)
    parts = [_part(source, text) for text in joining.parts]
    people = list(Support.objects.filter(idea=source, user__isnull=False).values_list("user_id", flat=True))
    carrying.copy_to(source, parts)
    joining.status_before, joining.carried = source.status, len(people)
    joining.made = [part.pk for part in parts]
    joining.state, joining.settled_at = Joining.State.DONE, timezone.now()
    joining.done_at = joining.settled_at
    joining.made_follow = around.have_followers_follow(source, parts)
    joining.closed_thread = around.close_thread(source)
    joining.save()
    UploadUse.objects.sync(joining, keys=set(), audience=source.audience)
    Idea.objects.filter(pk=source.pk).update(status=Status.SPLIT)
    Choice.objects.bulk_create(
        [Choice(joining=joining, user_id=pk, kept_parts=joining.made) for pk in people], batch_size=400
    )
    around.mark([source, *parts])
    around.say_so([source])
    overtake([source], but=joining)
    record("idea.split", by=by, target=source, parts=joining.made, joining=joining.pk)


def unsplit(joining: Joining, *, by: "User", why: str) -> None:
    """Make the idea whole again: its parts are merged into it, and it has its own supports again, with their dates.

    Who took their support back from every part does not support it any more; who supported only a part, new, is
    carried along and told. The row of ``joining`` is held.
    """
    from ideas.joining.proposing import held_ideas, overtake

    made = list(Idea.objects.filter(pk__in=joining.made))
    ideas = held_ideas(joining.source, *made)
    source = ideas[joining.source.pk]
    parts = [ideas[pk] for pk in joining.made if pk in ideas]
    for part in parts:
        if word := _why_not_rejoin(part):
            raise Refused(word)
    carrying.gather(source, parts)
    for part in parts:
        around.close_thread(part)
        Idea.objects.filter(pk=part.pk).update(status=Status.MERGED, merged_into=source)
    Idea.objects.filter(pk=source.pk).update(status=joining.status_before)
    if joining.closed_thread:
        around.open_thread(source)
    around.stop_following(parts, joining.made_follow)
    joining.state, joining.undone_at, joining.undone_by = Joining.State.UNDONE, timezone.now(), by
    joining.undone_why = why
    joining.save(update_fields=["state", "undone_at", "undone_by", "undone_why"])
    overtake(parts, but=joining)
    around.say_so([source, *parts])
    record("idea.unsplit", by=by, target=source, parts=joining.made, joining=joining.pk)


def _why_not_rejoin(part: Idea) -> str:
    if part.pipeline_status not in policies.UNCOMMITTED:
        return _("The part “%(title)s” is “%(status)s”: the idea cannot be made whole again.") % {
            "title": part.title,
            "status": part.get_status_display(),
        }
    return policies.why_frozen(part.campaign, [part])


def _part(source: Idea, text: dict[str, str]) -> Idea:
    """Return a new idea with the text of a part, in the place of ``source`` and by the same authors."""
    part = Idea(
        author=source.author,
        audience_id=source.audience_id,
        campaign=source.campaign,
        language=source.language,
        title=text["title"],
        problem=source.problem,
        proposal=text["proposal"],
        status=source.status,
        split_from=source,
        answers=source.answers,
        author_ids=source.author_ids,
        imported_author=source.imported_author,
        answer_due_at=source.answer_due_at,
        answer_owner_id=source.answer_owner_id,
        discussion=Discussion.objects.open_for("idea", audience=source.audience),
    )
    part.save()
    part.departments.set(source.departments.all())
    part.tags.set([tag.name for tag in source.tags.all()])
    part.share_files(by=None)  # the pictures were checked when the texts were proposed
    CoAuthor.objects.bulk_create(
        [
            CoAuthor(idea=part, user_id=row.user_id, invited_by_id=row.invited_by_id, accepted_at=row.accepted_at)
            for row in source.co_author_rows.filter(accepted_at__isnull=False, left_at=None)
        ]
    )
    IdeaRevision.objects.keep(part, by=source.author, visible=False)
    if source.author is not None:
        Follow.objects.follow(source.author, part, automatic=True)
    return part
