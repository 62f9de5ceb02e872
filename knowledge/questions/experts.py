"""Who is known to know: the people whose writing on the site shows it, with what shows it.

A person's worth for a text is the sum of what they did near it, each weighted and multiplied by how near it is (the
share of the text's telling words that it has, see ``similar``):

    accepted answer to a near question  4      author of a near article       3
    reviewer of a near article          2.5    other answer to a near question 1 (and ½ for each vote, to 2 more)
    other version of a near article     1.5    topic of one's profile          2 (when the text names it)

Reviewers come from the service ``article.reviewers``: ``fn(ids of articles) -> {article id: [person ids]}``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Revision

from intranet.accounts.models import Audience, User
from intranet.contributions.registry import registry
from knowledge.models import ArticlePage
from knowledge.questions.models import Answer, Question
from knowledge.questions.similar import Near, near_to, telling_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACCEPTED, WROTE, REVIEWED, REVISED, ANSWERED, TOPIC = 4.0, 3.0, 2.5, 1.5, 1.0, 2.0
LOOKED_AT = 12
_MOST_TOPICS = 400
_MOST_WORDS = 20
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Evidence:
    """One line of why: words for people, and where it leads ("" when nowhere)."""

    label: str
    url: str = ""


@dataclass
class Expert:
    """A person who probably knows. ``found`` is what shows it, as a ``Routing`` keeps it; ``evidence`` is for reading."""

    person: User
    score: float
    found: dict[str, list[Any]]
    evidence: list[Evidence] = field(default_factory=list)


@dataclass
class _Signs:
    score: float = 0.0
    found: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, what: Any, worth: float) -> None:
        if what not in self.found[kind]:
            self.found[kind].append(what)
            self.score += worth


def experts(user: User, text: str, tags: Iterable[str] = (), limit: int = 5) -> list[Expert]:
    """Return who probably knows about ``text``, best first; the service ``knowledge.experts``.

    Judged by what ``user`` may see, and shown with nothing else: neither names nor evidence tell of a place that
    ``user`` does not know. ``user`` is not among them. A bounded number of queries.
    """
    ranked = _ranked(user, text, tags, ())[:limit]
    _read(user, ranked)
    return ranked


def candidates(question: Question, *, seen_by: User) -> list[Expert]:
    """Return who could be asked ``question``, best first: they may read it, and did not write it."""
    text = f"{question.title} {question.summary}"
    return _ranked(seen_by, text, question.tags.names(), [question.pk], readers=question.audience)


def read_evidence(user: User, found: dict[str, list[Any]], titles: "Titles") -> list[Evidence]:
    """Return what of ``found`` ``user`` may see, as lines: articles, then answers, then topics."""
    lines = [
        Evidence(_("wrote “%(title)s”") % {"title": titles.articles[pk].title}, titles.articles[pk].get_absolute_url())
        for pk in found.get("article", ())
        if pk in titles.articles
    ]
    lines += [
        Evidence(
            _("answered “%(title)s”") % {"title": titles.answers[pk].question.title},
            titles.answers[pk].get_absolute_url(),
        )
        for pk in found.get("answer", ())
        if pk in titles.answers
    ]
    return lines + [Evidence(_("knows about “%(topic)s”") % {"topic": topic}) for topic in found.get("topic", ())]


class Titles:
    """The articles and answers among several findings that ``user`` may see; two queries, whatever their number."""

    def __init__(self, user: User, findings: Iterable[dict[str, list[Any]]]) -> None:
        every = list(findings)
        articles = {pk for found in every for pk in found.get("article", ())}
        answers = {pk for found in every for pk in found.get("answer", ())}
        fields = ("title", "url_path", "path", "depth", "numchild", "content_type")
        shown = ArticlePage.objects.visible_to(user).filter(pk__in=articles).only(*fields) if articles else ()
        self.articles = {article.pk: article for article in shown}
        given = Answer.objects.visible_to(user).filter(pk__in=answers).select_related("question") if answers else ()
        self.answers = {answer.pk: answer for answer in given}


def _read(user: User, ranked: list[Expert]) -> None:
    titles = Titles(user, (expert.found for expert in ranked))
    for expert in ranked:
        expert.evidence = read_evidence(user, expert.found, titles)


def _ranked(
    user: User, text: str, tags: Iterable[str], besides: Iterable[int], readers: Audience | None = None
) -> list[Expert]:
    text = f"{text} {' '.join(tags)}"
    signs: dict[int, _Signs] = defaultdict(_Signs)
    near = near_to(user, text, limit=LOOKED_AT, besides=next(iter(besides), None))
    _from_articles({one.object.pk: one for one in near if one.kind == "article"}, signs)
    _from_questions(user, {one.object.pk: one for one in near if one.kind == "question"}, signs)
    _from_topics(text, signs)
    people = _people(readers).exclude(pk=user.pk).filter(pk__in=signs)
    ranked = [Expert(person, signs[person.pk].score, dict(signs[person.pk].found)) for person in people]
    return sorted(ranked, key=lambda expert: (-expert.score, expert.person.pk))


def _from_articles(near: dict[int, Near], signs: dict[int, _Signs]) -> None:
    if not near:
        return
    kind = ContentType.objects.get_for_model(ArticlePage)
    revised = Revision.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in near], user__isnull=False)
    wrote = [(one.object.author_id, pk, WROTE) for pk, one in near.items() if one.object.author_id]
    for service in registry.ask("article.reviewers", list(near)):
        wrote += [(person, pk, REVIEWED) for pk, people in service.items() if pk in near for person in people]
    revisers = revised.order_by().values_list("user_id", "object_id").distinct()
    wrote += [(person, int(pk), REVISED) for person, pk in revisers]
    for person, pk, worth in wrote:
        signs[person].add("article", pk, worth * near[pk].closeness)


def _from_questions(user: User, near: dict[int, Near], signs: dict[int, _Signs]) -> None:
    answers = Answer.objects.visible_to(user).filter(question__in=near, author__isnull=False) if near else ()
    for answer in answers:
        one = near[answer.question_id]
        accepted = one.object.accepted_answer_id == answer.pk
        worth = ACCEPTED if accepted else ANSWERED + min(answer.vote_count / 2, 2.0)
        signs[answer.author_id].add("answer", answer.pk, worth * one.closeness)


def _from_topics(text: str, signs: dict[int, _Signs]) -> None:
    """Add those who say in their profile that they know about something that the text names with all its words."""
    asked = telling_words(text, most=_MOST_WORDS)
    if not asked:
        return
    # Folded words cannot be looked up: no database folds accents alike. Their beginnings as typed can.
    typed = list(dict.fromkeys(word[:5] for word in _WORD.findall(text.lower())))[: 3 * _MOST_WORDS]
    if not typed:  # only figures: everybody would be wanted
        return
    wanted = Q()
    for beginning in typed:
        wanted |= Q(expertise__name__icontains=beginning)
    named = User.objects.active().filter(wanted).values_list("pk", "expertise__name")[:_MOST_TOPICS]
    for person, topic in named:
        said = telling_words(topic)
        if said and all(any(word & one for one in asked) for word in said):
            signs[person].add("topic", topic, TOPIC)


def _people(readers: Audience | None) -> "QuerySet[User]":
    """Return the active people of an audience (``None``: all)."""
    people = User.objects.active().select_related("department")
    if readers is None:
        return people
    inside = Q()
    for department in readers.departments.all():
        inside |= Q(department__path__startswith=department.path)
    return people.filter(inside)
