"""The best argument for an idea and the best against it, from its thread."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from ideas.reviewing_room.models import Entry, Pick, Side
from intranet.discussions.models import Post, Reaction

if TYPE_CHECKING:
    from intranet.accounts.models import User

# Reactions that say "this is so", not "well said" or "I wonder".
AGREEING = (Reaction.Name.AGREE, Reaction.Name.INSIGHTFUL)
PROPOSED = 4


@dataclass(frozen=True)
class Argument:
    """A message read as an argument: ``picked`` by hand, else proposed because most people agree with it."""

    post: Post
    side: str
    agreed: int
    picked: bool = False


@dataclass
class Case:
    """What the room reads of a thread. ``others``: the messages most agreed with, that somebody may yet choose."""

    best: dict[str, Argument] = field(default_factory=dict)
    others: list[Argument] = field(default_factory=list)

    @property
    def pro(self) -> Argument | None:
        return self.best.get(Side.FOR)

    @property
    def sides(self) -> list[tuple[str, str, Argument | None]]:
        """Each side with its name and its best argument."""
        return [(side.value, str(side.label), self.best.get(side)) for side in Side]

    @property
    def con(self) -> Argument | None:
        return self.best.get(Side.AGAINST)


def _agreed() -> Coalesce:
    """How many people agree with a post, each once."""
    saying = Reaction.objects.filter(post=OuterRef("pk"), name__in=AGREEING).order_by()
    return Coalesce(Subquery(saying.values("post").annotate(n=Count("user", distinct=True)).values("n")), 0)


def cases_of(entries: Iterable[Entry], user: "User") -> dict[int, Case]:
    """Return {entry id: its case} in two queries. Nothing hidden, deleted, or in a thread that ``user`` may not read."""
    by_discussion = {entry.idea.discussion_id: entry.pk for entry in entries}
    cases = {entry.pk: Case() for entry in entries}
    posts = Post.objects.visible_to(user).filter(discussion__in=by_discussion).order_by()
    seen = posts.annotate(agreed=_agreed(), side=F("idea_stance__side")).annotate(
        place=Window(
            RowNumber(), partition_by=[F("discussion"), F("side")], order_by=[F("agreed").desc(), F("pk").asc()]
        )
    )
    chosen = Pick.objects.filter(entry__in=cases, post__in=posts).values_list("entry_id", "side", "post_id")
    picks: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for entry, side, post in chosen:
        picks[post].append((entry, side))
    rows = seen.filter(Q(place__lte=PROPOSED) | Q(pk__in=list(picks))).select_related(
        "author__department", "discussion"
    )
    for post in sorted(rows, key=lambda post: (-post.agreed, post.pk)):
        case = cases[by_discussion[post.discussion_id]]
        for entry, side in picks.get(post.pk, ()):
            cases[entry].best[side] = Argument(post, side, post.agreed, picked=True)
        if post.place <= PROPOSED:
            case.others.append(Argument(post, post.side or "", post.agreed))
    for case in cases.values():
        for argument in case.others:
            if argument.side:
                case.best.setdefault(argument.side, argument)
        shown = {argument.post.pk for argument in case.best.values()}
        case.others = [argument for argument in case.others if argument.post.pk not in shown][:PROPOSED]
    return cases
