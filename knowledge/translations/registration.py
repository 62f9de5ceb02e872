"""What the rest of the site knows of translations."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify
from knowledge.models import ArticlePage
from knowledge.translations import parts
from knowledge.translations.models import Pairing

VERBS = {
    "article.paired": _("linked an article to its translation"),
    "article.separated": _("separated an article from its translation"),
    "article.translation_outdated": _("has a translation that is out of date"),
    "article.translation_confirmed": _("said that a translation is up to date"),
}


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.provide("knowledge.paired", paired)
    registry.provide("knowledge.translations", translations_of)
    registry.provide("article.select", lambda: "pairing__other")
    for name in ("body", "headings", "summary"):
        registry.provide("article.defer", lambda name=name: f"pairing__other__{name}")
    registry.provide("article.parts", parts.of_article)
    registry.provide("article.carded", parts.carded)
    registry.provide("search.twins", parts.twins)
    registry.provide("articles.doubled", parts.shown_in_other_language)
    registry.handle("article.updated", new_version)
    notify("article.translation_outdated", to=who_looks_after)


def paired(one: ArticlePage, other: ArticlePage) -> None:
    """Answer ``knowledge.paired``: an import found that the two say the same. What people linked otherwise stays."""
    try:
        Pairing.objects.pair(one, other, by=None)
    except ValidationError:
        return


def translations_of(article: ArticlePage) -> list[ArticlePage]:
    """Answer ``knowledge.translations``: the article that says the same in the other language, if there is one."""
    side = Pairing.objects.of(article)
    return [side.other] if side is not None else []


def new_version(activity: Activity) -> None:
    """A major change of an article makes its translation out of date. May be run twice."""
    article = activity.target
    if not isinstance(article, ArticlePage):
        return
    side = Pairing.objects.of(article)
    if side is None:
        return
    if side.other.language == article.language:
        Pairing.objects.separate(article, by=None)
    elif activity.data.get("major"):
        Pairing.objects.outdate(article)


def who_looks_after(activity: Activity) -> dict[int, str]:
    """Who owns the translation; its author when nobody does."""
    article = activity.target
    if not isinstance(article, ArticlePage):
        return {}
    owners = [person.pk for answer in registry.ask("article.owners", article) for person in answer]
    return dict.fromkeys(owners or [article.author_id or 0], Reason.OWNER)
