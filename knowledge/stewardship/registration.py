"""What the rest of the site knows of trust in articles."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.accounts.reader import Reader
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.contributions.waiting import Waiting
from intranet.contributions.worker import Periodic
from intranet.core.compiled import Compiled
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify
from intranet.search.measuring.gathering import Also
from intranet.ui.places import add_menu_entry
from knowledge.models import ArticlePage
from knowledge.stewardship import actions, parts, policies, triggers
from knowledge.stewardship.models import HandOver, Opinion, Stewardship
from knowledge.stewardship.models.opinion import COUNTED, FEWEST

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "article.verified": _("said that an article is right"),
    "article.to_check": _("marked an article as to check"),
    "article.concern_settled": _("settled a reason to check an article"),
    "article.entrusted": _("entrusted an article to somebody"),
    "article.archived": _("archived an article"),
    "article.brought_back": _("brought an article back from the archive"),
    "article.judged": _("said whether an article helped"),
    "articles.to_check": _("has articles to check"),
    "articles.unowned": _("could look after articles"),
    "articles.entrusted": _("was entrusted several articles"),
}
DAY = 24 * 3600
# How much being trusted counts in search: see ``Document.standing``.
STANDING = {Stewardship.State.VERIFIED: 1.1, Stewardship.State.TO_CHECK: 0.9}
ARCHIVED = 0.3


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    for verb, handler in triggers.HANDLERS.items():
        registry.handle(verb, handler)
    registry.provide("article.parts", parts.of_article)
    registry.provide("article.standing", standing)
    registry.provide("article.reviewers", reviewers)
    registry.provide("article.owners", owners_of)
    registry.provide("article.answers_for", answers_for)
    registry.provide("article.archive", actions.keep_aside)
    registry.provide("article.take_on", actions.take_on)
    registry.provide("home.waiting", to_check)
    registry.provide("search.gaps_also", unhelpful)
    registry.provide("search.minds_gaps", policies.stewards_a_space)
    registry.provide("home.waiting", handed_over)
    registry.provide("periodic", lambda: Periodic("articles-overdue", DAY, actions.raise_overdue))
    registry.provide("periodic", lambda: Periodic("articles-reminders", DAY / 4, actions.remind_owners))
    registry.provide("periodic", lambda: Periodic("articles-unowned", DAY, actions.offer_unowned))
    add_menu_entry("stewardship:mine", _("What I look after"), "badge-check")
    add_menu_entry("stewardship:hand_overs", _("Hand-overs"), "users", "knowledge.manage_knowledge")
    notify("articles.to_check", to=the_person)
    notify("articles.unowned", to=the_person)
    notify("articles.entrusted", to=the_person)
    notify("article.entrusted", to=who_was_entrusted)


def the_person(activity: Activity) -> dict[int, str]:
    return {activity.target_id: Reason.OWNER}


def who_was_entrusted(activity: Activity) -> dict[int, str]:
    if activity.data.get("among"):
        return {}
    named = (activity.data.get("owner"), activity.data.get("reviewer"))
    return {pk: Reason.OWNER for pk in named if pk}


def standing(articles: list[ArticlePage]) -> dict[int, float]:
    """Answer ``article.standing``: how much each article's trust counts in search; one query."""
    states = Stewardship.objects.filter(article__in=articles).values_list("article_id", "state")
    factors = {article: STANDING.get(Stewardship.State(state), 1.0) for article, state in states}
    return factors | {article.pk: ARCHIVED for article in articles if article.archived_at}


def reviewers(articles: list[int]) -> dict[int, list[int]]:
    """Answer ``article.reviewers``: who reviews each article or said last that it is right; one query."""
    rows = Stewardship.objects.filter(article__in=articles).values_list("article_id", "reviewer_id", "verified_by_id")
    return {article: [pk for pk in dict.fromkeys(people) if pk] for article, *people in rows}


def owners_of(article: ArticlePage) -> "list[User]":
    """Answer ``article.owners``: the people who own and review ``article``, who are still here."""
    row = Stewardship.objects.of(article)
    people = (row.owner, row.reviewer)
    return [person for person in people if person is not None and person.is_active]


def answers_for(user: "User", article: ArticlePage) -> bool:
    """Answer ``article.answers_for``: whether ``user`` may say what ``article`` should say."""
    row = Stewardship.objects.of(article)
    row.article = article
    return policies.can_verify(user, row)


def unhelpful() -> list[Also]:
    """Answer ``search.gaps_also``: the articles that do not help those who read them. One query."""
    rows = Opinion.objects.unhelpful().filter(article__live=True, article__is_hidden=False, article__archived_at=None)
    said = rows.filter(at__gte=timezone.now() - COUNTED).values("article_id", "article__title")
    counted = (
        said.annotate(people=Count("pk"), first=Min("at")).filter(people__gte=FEWEST).order_by("-people", "article_id")
    )
    return [
        Also(row["article__title"], "article", row["article_id"], row["people"], row["first"]) for row in counted[:100]
    ]


_to_check = Compiled(
    lambda reader: (
        Stewardship.objects.filter(owner=reader.pk, state=Stewardship.State.TO_CHECK, article__archived_at=None)
        .for_user(reader)
        .order_by("pk")
        .values_list("article__title", "reasons")[:100]
    )
)


def to_check(user: "User") -> list[Waiting]:
    """One line for all the articles that wait for ``user``: one query, however many there are."""
    waiting = _to_check(Reader.of(user))
    if not waiting:
        return []
    since = min(reason["at"] for _title, reasons in waiting for reason in reasons)
    count = len(waiting)
    title = ngettext("%(n)d of your articles is to check", "%(n)d of your articles are to check", count) % {"n": count}
    url = reverse("stewardship:mine")
    return [Waiting(title, waiting[0][0], url, "badge-check", datetime.fromisoformat(since))]


def handed_over(user: "User") -> list[Waiting]:
    """Somebody left: what they looked after waits for those who may give it to others."""
    if not policies.can_hand_over(user):
        return []
    rows = HandOver.objects.open().select_related("person").order_by("opened_at")[:5]
    return [
        Waiting(
            _("Find who takes over"),
            str(row.person),
            reverse("stewardship:hand_over", args=[row.pk]),
            "users",
            row.opened_at,
        )
        for row in rows
    ]
