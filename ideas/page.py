"""What the page of an idea shows, gathered in a bounded number of queries."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from taggit.models import TaggedItem

from ideas import policies
from ideas.breadth import SMALLEST_NAMED, Breadth
from ideas.live import topic_of
from ideas.models import CoAuthor, Idea, Method, Support
from ideas.models.status import way_of
from ideas.parts import idea_parts
from ideas.why_not import why_not_support
from intranet.accounts.models import Department
from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled
from intranet.moderation.notices import notice_for

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass
class Surroundings:
    """What stands around the text: ``departments`` as (name, slug), ``tags``, supporters' breadth, co-authors as (name, username)."""

    departments: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    breadth: Breadth = field(default_factory=Breadth)
    co_authors: list[tuple[str, str]] = field(default_factory=list)


def idea_page(idea: Any, user: "User") -> dict[str, Any]:
    """Return the context of ``ideas/detail.html`` for ``user``; ``idea`` comes from ``Idea.objects.for_page(user)``.

    One query beside the one of the idea itself (and one more when it is hidden).
    """
    around = surroundings_of(idea)
    idea.discussion.subject = idea
    if idea.campaign.rulebook_id:
        policies.know_electorates(user, {idea.campaign.rulebook_id: idea.is_elector})
    sees_tally = policies.can_see_tally(user, idea)
    version = idea.latest_revision or 1
    context = {
        "idea": idea,
        "notice": notice_for(idea),
        "is_author": idea.is_by(user),
        "reads": policies.can_read_text(user, idea),
        "steps": partial(steps_of, idea),
        "support": idea.supported_at,
        "can_support": policies.can_support(user, idea),
        "why_not": why_not_support(user, idea.campaign) if idea.pipeline_status.accepts_support else "",
        "votes_elsewhere": _ballot_of(idea, user),
        "around": around,
        "breadth": around.breadth if sees_tally else None,
        "version": version if version > 1 else None,
        "changed_since": bool(version > 1 and idea.supported_at and idea.revised_at > idea.supported_at),
        "can_edit": policies.can_edit(user, idea),
        "can_decide": policies.can_decide(user, idea) and not idea.is_hidden,
        "topic": topic_of(idea.pk),
        "parts": idea_parts(idea, user) if policies.can_read_text(user, idea) else {},
    }
    return context | {"seen": _seen(context)}


def _ballot_of(idea: Idea, user: "User") -> str:
    """Return where ``user`` votes on ``idea`` now, where that is not done by supporting it: service ``idea.ballot``."""
    if idea.campaign.method == Method.SUPPORT or not idea.pipeline_status.accepts_support:
        return ""
    if not policies.can_vote(user, idea.campaign):
        return ""
    return next((url for url in registry.ask("idea.ballot", idea) if url), "")


def _seen(context: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return, for each frozen piece of the page, everything that it shows."""
    idea, answer = context["idea"], context["idea"].official_answer
    around, breadth = context["around"], context["breadth"]
    return {
        "head": (
            idea.pk,
            idea.title,
            idea.language,
            idea.status,
            idea.campaign.title,
            idea.campaign.slug,
            idea.imported_author,
            _person(idea.author),
            idea.created_at,
            context["version"],
            idea.is_hidden,
            idea.is_following,
            context["can_edit"],
            context["can_decide"],
            *around.co_authors,
        ),
        "support": (
            idea.pk,
            idea.status,
            bool(context["support"]),
            context["can_support"],
            context["why_not"],
            idea.campaign.method,
            idea.campaign.rulebook_id,
            context["votes_elsewhere"],
            breadth.total if breadth else None,
            idea.discussion.post_count,
        ),
        "aside": (
            idea.pk,
            idea.slug,
            idea.created_at,
            *around.departments,
            *around.tags,
            breadth and (*breadth.named, breadth.small),
        ),
        "answer": answer
        and (
            answer.pk,
            answer.to_status,
            answer.at,
            hash(answer.answer),
            _person(answer.by),
            answer.reason and answer.reason.label,
        ),
    }


def _person(person: "User | None") -> tuple[str, ...] | None:
    return (person.username, person.display_name, str(person.department or "")) if person else None


def steps_of(idea: Idea) -> list[dict[str, Any]]:
    """Return the step bar: each step with its label and its state (see ``components/steps.html``).

    An idea that was declined, withdrawn or merged shows where it left the way: the steps before, then its end.
    """
    way, stopped = way_of(idea.pipeline_status)
    here = way.index(idea.pipeline_status)
    states = ["done"] * here + ["stopped" if stopped else "current"] + ["future"] * (len(way) - here - 1)
    return [{"label": step.label, "state": state} for step, state in zip(way, states, strict=True)]


def surroundings_of(idea: Idea) -> Surroundings:
    """Read departments, tags, breadth and co-authors in one query: four short lists, one trip (the page has a budget)."""
    found = Surroundings()
    for kind, text, ref, number in _around(idea.pk):
        if kind == "department":
            found.departments.append((text, ref))
        elif kind == "tag":
            found.tags.append(text)
        elif kind == "co-author":
            found.co_authors.append((text, ref))
        elif number < SMALLEST_NAMED:
            found.breadth.small += 1
        else:
            found.breadth.named.append(text)
    found.departments.sort()
    found.tags.sort(key=str.casefold)
    found.breadth.named.sort()
    found.co_authors.sort()
    return found


def _departments(idea: int) -> "QuerySet[Any, Any]":
    return _row(Department.objects.filter(ideas=idea), "department", text=F("name"), ref=F("slug"))


def _tags(idea: int) -> "QuerySet[Any, Any]":
    kind = ContentType.objects.get_for_model(Idea)
    return _row(TaggedItem.objects.filter(content_type=kind, object_id=idea), "tag", text=F("tag__name"))


def _supporting_departments(idea: int) -> "QuerySet[Any, Any]":
    supporters = Support.objects.filter(idea=idea, user__department=OuterRef("pk"))
    size = Count("people", filter=Q(people__is_active=True))
    return _row(Department.objects.filter(Exists(supporters)), "breadth", text=F("name"), number=size)


def _co_authors(idea: int) -> "QuerySet[Any, Any]":
    rows = CoAuthor.objects.filter(idea=idea, accepted_at__isnull=False, left_at=None)
    return _row(rows, "co-author", text=F("user__display_name"), ref=F("user__username"))


def _row(rows: "QuerySet[Any]", kind: str, **columns: Any) -> "QuerySet[Any, Any]":
    """Return ``rows`` with the four columns of the union, of the same types in each of its parts."""
    columns = {"text": Value(""), "ref": Value(""), "number": Value(0), **columns}
    return (
        rows.order_by()
        .annotate(
            of_kind=Value(kind, output_field=CharField()),
            as_text=Cast(columns["text"], CharField()),
            as_ref=Cast(columns["ref"], CharField()),
            as_number=Cast(columns["number"], IntegerField()),
        )
        .values_list("of_kind", "as_text", "as_ref", "as_number")
    )


_around = Compiled(
    lambda idea: _departments(idea).union(_tags(idea), _supporting_departments(idea), _co_authors(idea), all=True)
)
