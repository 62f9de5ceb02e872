"""What happens elsewhere and makes an article worth a second look. Handlers of activities: each bears being run twice."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from knowledge.models import ArticlePage
from knowledge.stewardship.models import Concern, HandOver, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern

# Of these, what cites them learns only that they are gone.
ENDED = {"article.unpublished", "article.archived", "article.deleted", "clause.withdrawn"}


def _citing(kind: str, pk: int) -> set[int]:
    """Return the ids of the articles that link to this object (asked of the part that keeps links)."""
    answers: Iterable[Iterable[int]] = registry.ask("knowledge.citing", kind, pk)
    return {article for answer in answers for article in answer}


def what_is_cited_changed(activity: Activity) -> None:
    """Raise a concern on what cites the target, when it changed in substance or is gone.

    An article: versions marked as major. A clause: each publication that changes it. An idea: each official answer
    or new status.
    """
    if activity.verb == "article.updated" and not activity.data.get("major"):
        return
    model = ContentType.objects.get_for_id(activity.target_type_id).model_class()
    kind = registry.kind_of(model) if model else None
    if kind is None:
        return
    raised = Concern.Kind.GONE if activity.verb in ENDED else Concern.Kind.CITED
    citing = _citing(kind.name, activity.target_id) - {activity.target_id if kind.name == "article" else 0}
    raise_concern(citing, raised, cause=f"{kind.name}:{activity.target_id}")


def article_was_published(activity: Activity) -> None:
    """Begin to look after a new article: its author owns it and, having just published it, says that it is right."""
    article = ArticlePage.objects.filter(pk=activity.target_id).first()
    if article is None or Stewardship.objects.filter(article=article).exists():
        return
    author = article.author
    with transaction.atomic():
        row = Stewardship.objects.of(article).hold()
        if author is not None and activity.actor_id == author.pk:
            row.owner_worked_in = author.department
            row.verified_at, row.verified_by, row.state = activity.at, author, row.State.VERIFIED
            row.save()


def owner_left(activity: Activity) -> None:
    """Open a hand-over for who left, and mark what they owned."""
    person = User.objects.filter(pk=activity.target_id, is_active=False).first()
    if person is None:
        return
    owned = list(Stewardship.objects.filter(owner=person).values_list("article_id", flat=True))
    raise_concern(owned, Concern.Kind.OWNER_LEFT, cause=f"person:{person.pk}")
    HandOver.objects.get_or_create(person=person)


def owner_changed_department(activity: Activity) -> None:
    """Mark what a person took on while working elsewhere in the company."""
    person = User.objects.filter(pk=activity.target_id, is_active=True).first()
    if person is None:
        return
    elsewhere = Stewardship.objects.filter(owner=person).exclude(owner_worked_in=None)
    moved = elsewhere.exclude(owner_worked_in=person.department_id) if person.department_id else elsewhere
    articles = list(moved.values_list("article_id", flat=True))
    raise_concern(articles, Concern.Kind.OWNER_MOVED, cause=f"person:{person.pk}")
    Stewardship.objects.filter(article__in=articles).update(owner_worked_in=person.department_id)


HANDLERS = {
    "article.updated": what_is_cited_changed,
    "article.unpublished": what_is_cited_changed,
    "article.archived": what_is_cited_changed,
    "article.deleted": what_is_cited_changed,
    "clause.published": what_is_cited_changed,
    "clause.withdrawn": what_is_cited_changed,
    "idea.answered": what_is_cited_changed,
    "idea.status_changed": what_is_cited_changed,
    "idea.appeal_answered": what_is_cited_changed,
    "idea.withdrawn": what_is_cited_changed,
    "article.published": article_was_published,
    "person.left": owner_left,
    "person.updated": owner_changed_department,
}
