"""What each supporter makes of a merge or a split: keep, withdraw or only follow; kept when nothing is said for a week."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.errors import Refused
from ideas.joining.carrying import root_of
from ideas.joining.models import Choice, Joining
from ideas.joining.models.joining import TIME_TO_CHOOSE
from ideas.models import Idea
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from intranet.accounts.models import User


def choose(joining: Joining, *, by: "User", answer: str, parts: "list[int] | None" = None) -> None:
    """Say what becomes of one's support: of a merge ``kept``, ``withdrew`` or ``follows``; of a split, which ``parts``.

    Raises ``Refused`` when it was undone or counted meanwhile, ``NotOpenToSupport`` or ``ActNotOpen`` when supports
    cannot be taken back any more: nothing was changed then.
    """
    with transaction.atomic():
        rows = Choice.objects.select_for_update(no_key=True, of=("self",)).select_related("joining")
        choice = rows.filter(joining=joining, user=by).first()
        if choice is None or not choice.joining.is_done:
            raise Refused(_("This was undone meanwhile: your support is where you gave it."))
        if choice.answer != Choice.Answer.WAITING:
            raise Refused(_("This is settled already. You can still give or take back a support on the idea's page."))
        if joining.is_merge:
            _of_merge(choice, by, Choice.Answer(answer))
        else:
            _of_split(choice, by, set(parts or ()))
        choice.at = timezone.now()
        choice.save(update_fields=["answer", "kept_parts", "at"])


def settle() -> int:
    """Count as kept what was not answered for seven days; return how many. Once each, whoever runs it when.

    Periodic work. Nothing moves: the support was carried along when the ideas were merged or split.
    """
    now = timezone.now()
    due = Joining.objects.filter(state=Joining.State.DONE, done_at__lte=now - TIME_TO_CHOOSE)
    waiting = Choice.objects.filter(answer=Choice.Answer.WAITING, joining__in=due.values("pk"))
    return waiting.update(answer=Choice.Answer.KEPT, by_clock=True, at=now)


def _of_merge(choice: Choice, by: "User", answer: Choice.Answer) -> None:
    if answer != Choice.Answer.KEPT:
        idea = root_of(Idea.objects.select_related("campaign").get(pk=choice.joining.source_id))
        idea.withdraw_support(by=by)
        if answer == Choice.Answer.FOLLOWS:
            Follow.objects.follow(by, idea)
    choice.answer = answer


def _of_split(choice: Choice, by: "User", kept: set[int]) -> None:
    made = list(Idea.objects.select_related("campaign").filter(pk__in=choice.joining.made).order_by("pk"))
    stands = {part.pk: root_of(part) for part in made}
    staying = {stands[part.pk].pk for part in made if part.pk in kept}
    for idea in {idea.pk: idea for idea in stands.values()}.values():
        if idea.pk not in staying:
            idea.withdraw_support(by=by)
    choice.kept_parts = sorted(kept & {part.pk for part in made})
    choice.answer = Choice.Answer.KEPT if choice.kept_parts else Choice.Answer.WITHDREW
