"""What the page of an idea shows of merging and splitting. One query where there is something, none elsewhere."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from ideas.joining import policies
from ideas.joining.around import FLAG
from ideas.joining.models import Choice, Joining
from ideas.models import Idea
from ideas.parts import IdeaPart

if TYPE_CHECKING:
    from intranet.accounts.models import User


def of_idea(idea: Idea, user: "User") -> Iterable[tuple[str, IdeaPart]]:
    """Answer ``idea.parts``: where it stands, what waits for this person, what came from where; how to propose."""
    if policies.can_propose(user, idea):
        yield "menu", IdeaPart("ideas/joining/_menu.html", {}, 40)
    if not idea.parts.get(FLAG):
        return
    rows = _around(idea, user)
    waits = [row for row in rows if row.is_done and row.chosen == Choice.Answer.WAITING]
    standing = next((row for row in rows if row.is_done and row.source_id == idea.pk), None)
    proposed = [row for row in rows if row.is_open]
    if standing or waits or proposed:
        context = {"standing": standing, "waits": waits, "proposed": proposed}
        yield "head", IdeaPart("ideas/joining/_head.html", context, 10)
    lines = [row for row in rows if row.done_at]
    if lines:
        yield "aside", IdeaPart("ideas/joining/_aside.html", {"lines": lines}, 40)


def titles_merged_into(idea: Idea) -> list[str]:
    """Answer ``idea.former_titles``: what is looked for under the title of a merged idea finds the one it stands in."""
    from ideas.joining.carrying import members_of

    if not idea.parts.get(FLAG):
        return []
    others = members_of(idea) - {idea.pk}
    return list(Idea.objects.filter(pk__in=others, is_hidden=False).order_by("pk").values_list("title", flat=True))


def _around(idea: Idea, user: "User") -> list[Any]:
    """Return the joinings around ``idea`` that ``user`` may know of, newest first, each with its ideas and ``chosen``."""
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
