"""Proposing to merge or split ideas, and answering: anybody proposes, the authors accept."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.errors import Refused
from ideas.joining import around, merging, policies, splitting
from ideas.joining.models import Consent, Joining, Side
from ideas.models import Idea
from ideas.models.status import OPEN_TO_SUPPORT
from intranet.contributions.models import Upload, UploadUse
from intranet.contributions.models.activity import record
from intranet.core.richtext import upload_keys

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.contributions.models import Activity

MOST_OPEN = 10


def propose_merge(source: Idea, target: Idea, *, by: "User", why: str) -> Joining:
    """Propose that ``source`` be merged into ``target``. Done at once when ``by`` wrote both.

    Raises ``Refused`` with the reason when the two cannot be merged.
    """
    with transaction.atomic():
        held = held_ideas(source, target)
        if word := policies.why_not_merge(held[source.pk], held[target.pk]):
            raise Refused(word)
        _room_for_more(by)
        among = [source.pk, target.pk]
        if Joining.objects.open().filter(source__in=among, target__in=among).exists():
            raise Refused(_("Somebody proposed to merge these two already: it waits for the authors."))
        made = Joining.objects.create(
            kind=Joining.Kind.MERGE, source=held[source.pk], target=held[target.pk], by=by, why=why
        )
        around.mark(held.values())
        record("idea.merge_proposed", by=by, target=made, people=_asked(made))
        _answer_own(made, by)
    made.refresh_from_db()
    return made


def propose_split(source: Idea, parts: list[dict[str, Any]], *, by: "User", why: str) -> Joining:
    """Propose that ``source`` be split into ``parts`` (title, proposal). Done at once when ``by`` wrote it."""
    with transaction.atomic():
        held = held_ideas(source)[source.pk]
        if word := policies.why_not_split(held):
            raise Refused(word)
        _room_for_more(by)
        if Joining.objects.open().filter(source=held, kind=Joining.Kind.SPLIT).exists():
            raise Refused(_("Somebody proposed to split this idea already: it waits for its authors."))
        keys = {key for part in parts for key in upload_keys(part["proposal"])}
        if keys - set(map(str, Upload.objects.filter(key__in=keys).visible_to(by).values_list("key", flat=True))):
            raise Refused(_("One of the images is not there, or not for you to show: take it out of the text."))
        texts = [{"title": part["title"], "proposal": str(part["proposal"])} for part in parts]
        made = Joining.objects.create(kind=Joining.Kind.SPLIT, source=held, parts=texts, by=by, why=why)
        around.mark([held])
        UploadUse.objects.sync(made, keys=keys, audience=held.audience, by=by)
        record("idea.split_proposed", by=by, target=made, people=_asked(made))
        _answer_own(made, by)
    made.refresh_from_db()
    return made


def answer(joining: Joining, *, by: "User", accept: bool, word: str = "") -> Joining:
    """Answer for each side that ``by`` may answer for. The last acceptance carries it out, a refusal closes it.

    ``PermissionDenied`` for who has nothing to answer; ``Refused`` when it was settled meanwhile, or cannot be done
    any more (then nothing of the answer is kept, so that it can be given again).
    """
    with transaction.atomic():
        held = hold(joining)
        if not held.is_open:
            raise Refused(_("This was answered or taken back meanwhile: nothing was changed."))
        sides = policies.sides_to_answer(by, held)
        if not sides:
            raise PermissionDenied
        _consent(held, sides, by=by, accept=accept, word=word)
        record("idea.join_answered", by=by, target=held, accepted=accept)
        if accept:
            _carry_out_if_all_agree(held, by=by)
        else:
            _settle(held, Joining.State.DECLINED)
    joining.refresh_from_db()
    return joining


def take_back(joining: Joining, *, by: "User") -> None:
    """Withdraw a proposal of one's own that waits."""
    with transaction.atomic():
        held = hold(joining)
        if not policies.can_take_back(by, held):
            raise Refused(_("This was answered or taken back meanwhile: nothing was changed."))
        _settle(held, Joining.State.WITHDRAWN)
        record("idea.join_taken_back", by=by, target=held)
    joining.refresh_from_db()


def undo(joining: Joining, *, by: "User", why: str) -> None:
    """Undo what was carried out: each idea has its own supports again. ``Refused`` says why it cannot be."""
    with transaction.atomic():
        held = hold(joining)
        if not policies.can_undo(by, held):
            raise Refused(_("This was undone meanwhile: nothing was changed."))
        (merging.unmerge if held.is_merge else splitting.unsplit)(held, by=by, why=why)
    joining.refresh_from_db()


def hold(joining: Joining) -> Joining:
    """Return it as it is now, its row locked. Before the rows of ideas, always."""
    rows = Joining.objects.select_for_update(no_key=True, of=("self",)).select_related("by")
    held = rows.get(pk=joining.pk)
    held.source = Idea.objects.select_related("campaign__rulebook").get(pk=held.source_id)
    if held.target_id:
        held.target = Idea.objects.select_related("campaign__rulebook").get(pk=held.target_id)
    return held


def held_ideas(*ideas: Idea) -> dict[int, Idea]:
    """Return {id: idea}, their rows locked in the order of ids, so that two never wait for each other."""
    ids = {idea.pk for idea in ideas}
    list(Idea.objects.locked().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return {idea.pk: idea for idea in Idea.objects.select_related("campaign__rulebook", "author").filter(pk__in=ids)}


def overtake(ideas: "list[Idea]", *, but: Joining) -> None:
    """Close the proposals that cannot be carried out any more, now that ``ideas`` stand elsewhere."""
    _overtake(Q(source__in=ideas) | Q(target__in=ideas), ~Q(pk=but.pk))


def overtaken_by(activity: "Activity") -> None:
    """Handle an idea that was withdrawn or decided: nobody is asked any more about what cannot be done with it."""
    idea = activity.target
    if idea is not None and idea.pipeline_status not in policies.UNCOMMITTED:
        _overtake(Q(source=idea))
    if idea is not None and idea.pipeline_status not in OPEN_TO_SUPPORT:
        _overtake(Q(target=idea))


def _overtake(*which: Q) -> None:
    Joining.objects.open().filter(*which).update(state=Joining.State.OVERTAKEN, settled_at=timezone.now())


def _room_for_more(by: "User") -> None:
    if Joining.objects.open().filter(by=by).count() >= MOST_OPEN:
        raise Refused(
            _("You have proposed as much as can wait at once. Take one back, or come back when it was answered.")
        )


def _asked(joining: Joining) -> list[int]:
    return sorted({pk for side in joining.sides for pk in policies.writers_there(joining.idea_of(side))})


def _answer_own(joining: Joining, by: "User") -> None:
    """Who proposes for an idea of their own agrees with it."""
    own = [side for side in joining.sides if joining.idea_of(side).is_by(by)]
    if own:
        _consent(joining, own, by=by, accept=True)
        _carry_out_if_all_agree(joining, by=by)


def _consent(joining: Joining, sides: list[Side], *, by: "User", accept: bool, word: str = "") -> None:
    for side in sides:
        absent = not joining.idea_of(side).is_by(by)
        Consent.objects.create(joining=joining, side=side, by=by, accepted=accept, for_absent=absent, word=word)


def _carry_out_if_all_agree(joining: Joining, *, by: "User") -> None:
    if not joining.open_sides():
        (merging.merge if joining.is_merge else splitting.split)(joining, by=by)


def _settle(joining: Joining, state: Joining.State) -> None:
    joining.state, joining.settled_at = state, timezone.now()
    joining.save(update_fields=["state", "settled_at"])
