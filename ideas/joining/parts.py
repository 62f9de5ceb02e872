"""What the page of an idea shows of merging and splitting. One query where there is something, none elsewhere."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from ideas.joining import policies
from ideas.joining.around import FLAG
from ideas.joining.models import Choice, Joining
from ideas.models import Idea
from ideas.parts import IdeaPart, LifePoint

if TYPE_CHECKING:
    from intranet.accounts.models import User


def of_idea(idea: Idea, user: "User") -> Iterable[tuple[str, IdeaPart]]:
    """Answer ``idea.parts``: where it stands, what waits for this person; how to propose."""
    if policies.can_propose(user, idea):
        yield "menu", IdeaPart("ideas/joining/_menu.html", {}, 40)
    if not idea.parts.get(FLAG):
        return
    rows = _known_around(idea, user)
    waits = [row for row in rows if row.is_done and row.chosen == Choice.Answer.WAITING]
    standing = next((row for row in rows if row.is_done and row.source_id == idea.pk), None)
    proposed = [row for row in rows if row.is_open]
    # What it was merged into may be hidden, or for others: then that it stands elsewhere is all that is said.
    unseen = idea.stands_elsewhere and standing is None
    if standing or unseen or waits or proposed:
        context = {"standing": standing, "unseen": unseen, "waits": waits, "proposed": proposed}
        yield "head", IdeaPart("ideas/joining/_head.html", context, 10)


def life_of(idea: Idea, user: "User") -> list[LifePoint]:
    """Answer ``idea.life``: each merge, split and separation that ``user`` may know of, when it was done."""
    if not idea.parts.get(FLAG):
        return []
    points = []
    for row in _known_around(idea, user):
        if row.done_at:
            points.append(LifePoint(row.done_at, _done(row), row.get_absolute_url()))
        if row.undone_at:
            points.append(LifePoint(row.undone_at, _undone(row), row.get_absolute_url()))
    return points


def _done(row: Any) -> str:
    if not row.is_merge:
        whole = _("Split out of “%(title)s”") % {"title": row.source.title}
        return _("Split into parts") if row.is_source else whole
    if row.is_source:
        return _("Merged into “%(title)s”") % {"title": row.target.title}
    return _("“%(title)s” was merged into it") % {"title": row.source.title}


def _undone(row: Any) -> str:
    if not row.is_merge:
        return _("Made whole again")
    if row.is_source:
        return _("Separated from “%(title)s”") % {"title": row.target.title}
    return _("“%(title)s” was separated from it") % {"title": row.source.title}


def titles_merged_into(idea: Idea) -> list[str]:
    """Answer ``idea.former_titles``: what is looked for under the title of a merged idea finds the one it stands in."""
    from ideas.joining.carrying import members_of

    if not idea.parts.get(FLAG):
        return []
    others = members_of(idea) - {idea.pk}
    return list(Idea.objects.filter(pk__in=others, is_hidden=False).order_by("pk").values_list("title", flat=True))


def _known_around(idea: Idea, user: "User") -> list[Any]:
    """Return the joinings around ``idea`` that ``user`` may know of, newest first, each with its ideas and ``chosen``.

    One query a page, however many parts of it ask.
    """
    kept = idea.__dict__.setdefault("_joinings_around", {})
    if user.pk not in kept:
        kept[user.pk] = _around(idea, user)
    found: list[Any] = kept[user.pk]
    return found


def _around(idea: Idea, user: "User") -> list[Any]:
    answer = Choice.objects.filter(joining=OuterRef("pk"), user=user.pk).values("answer")
    rows = Joining.objects.around(idea).filter(state__in=["proposed", "done", "undone"])
    known: Any = rows.select_related("source", "target", "by").annotate(chosen=Subquery(answer))
    seen = [row for row in known.order_by("-pk")[:30] if _may_know(row, user)]
    for row in seen:
        row.is_source = row.source_id == idea.pk
        row.is_part = idea.pk in row.made
    return seen


def _may_know(row: Joining, user: "User") -> bool:
    ideas = [row.source, *([row.target] if row.target else [])]
    return all(idea.is_visible_to(user) for idea in ideas)
