"""How the rest of the site meets the glossary: the kind, search, who is told, what articles and their editor show."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.contributions.models import Activity
from intranet.contributions.registry import Document, Kind, registry
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled
from intranet.core.richtext import to_text
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify
from knowledge.dressing import Dress
from knowledge.glossary.explaining import explained
from knowledge.glossary.kept import Entry, matcher_for, terms_for
from knowledge.glossary.models import Term, readdress
from knowledge.models import ArticlePage, SpacePage
from knowledge.parts import ArticlePart, EditorPart
from knowledge.policies import can_manage_knowledge

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "term.proposed": _("proposed a term"),
    "term.published": _("took a term into the glossary"),
    "term.changed": _("changed a term"),
    "term.accepted": _("accepted a change of a term"),
    "term.declined": _("did not retain a term"),
    "term.withdrawn": _("took a term out of the glossary"),
    "term.standing_set": _("said what the charter holds of a term"),
}
MOST_HINTS = 200

_stewards = Compiled(lambda user: SpacePage.objects.filter(stewards=user).values_list("pk")[:1])
_proposed = Compiled(lambda: Term.objects.filter(state="proposed", is_hidden=False).values_list("pk")[:1])


def _terms() -> "QuerySet[Term]":
    return Term.objects.published().filter(is_hidden=False).select_related("author")


def _document(term: Term) -> Document | None:
    if not term.is_published or term.is_hidden:
        return None
    return Document(
        title=term.term,
        body=to_text(term.definition),
        headings="\n".join(term.variants),
        summary=term.summary,
        language=term.language,
        url=term.get_absolute_url(),
        audience_id=term.audience_id,
        author_id=term.author_id,
        space_id=term.space_id,
        at=term.edited_at or term.created_at,
    )


TERM = Kind(
    model=Term,
    name="term",
    label=_("Term"),
    label_plural=_("Terms"),
    icon="book-marked",
    card="knowledge/glossary/_card.html",
    visible_to=lambda rows, user: rows.findable_by(user),  # type: ignore[attr-defined]  # the queryset of this kind has it
    addressed=False,
    indexable=_terms,
    document=_document,
    moderated=True,
    select=("author__department", "space", "pair"),
    order=17,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(TERM)
    registry.provide("space.readdressed", follow_space)
    registry.provide("search.also", touched_by)
    registry.provide("article.text", in_text)
    registry.provide("article.parts", in_article)
    registry.provide("editor.parts", in_editor)
    registry.provide("home.waiting", to_decide)
    notify("term.published", to=author)
    notify("term.declined", to=author)
    notify("term.accepted", to=whose_change)


def follow_space(space: SpacePage) -> None:
    """Answer ``space.readdressed``: the terms of a space are for whoever may see it, in the same transaction."""
    readdress(Term.objects.filter(space=space.pk).exclude(audience=space.audience_id), space.audience_id)
    if space.audience_id is not None:
        readdress(Term.objects.filter(space=space.pk, audience=None), space.audience_id)


def touched_by(activity: Activity) -> list[tuple[str, list[int]]]:
    """Answer ``search.also``: who may see a space changed, and with it who may see its terms."""
    if activity.verb != "space.audience_changed":
        return []
    return [("term", list(Term.objects.filter(space=activity.target_id).values_list("pk", flat=True)))]


def in_text(article: ArticlePage, user: "User") -> Dress | None:
    """Answer ``article.text``: the first use of each term explained. No query but every few seconds (see ``kept``)."""
    matcher = matcher_for(user, article.language, article.parent_path)
    if matcher is None:
        return None
    return Dress(("glossary", matcher.number), lambda html: explained(html, matcher), 20)


def in_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: what shows the meaning of a word, where there are words to explain."""
    if matcher_for(user, article.language, article.parent_path) is not None:
        yield "foot", ArticlePart("knowledge/glossary/_tooltip.html", {}, 200)


def in_editor(user: "User", article: ArticlePage | None, key: str) -> list[EditorPart]:
    """Answer ``editor.parts``: the words to avoid and what to say instead, listed while one writes. Never in the way."""
    avoided = [entry for entry in terms_for(user, article.parent_path if article else "") if entry.standing == "avoid"][
        :MOST_HINTS
    ]
    if not avoided:
        return []
    return [EditorPart("knowledge/glossary/_wording.html", {"hints": [_hint(entry) for entry in avoided]}, order=200)]


def _hint(entry: Entry) -> dict[str, object]:
    return {
        "term": entry.term,
        "instead": entry.instead,
        "forms": list(entry.forms),
        "language": entry.language,
        "url": entry.url,
    }


def to_decide(user: "User") -> list[Waiting]:
    """Proposals that wait for ``user`` to decide, in one line: one small query when there are none."""
    if not _proposed() or not (can_manage_knowledge(user) or _stewards(user.pk)):
        return []
    waiting = list(Term.objects.waiting_for(user).order_by("created_at").values_list("term", "created_at")[:100])
    if not waiting:
        return []
    count = len(waiting)
    title = ngettext("%(n)d term is proposed to the glossary", "%(n)d terms are proposed to the glossary", count)
    return [
        Waiting(
            title % {"n": count},
            ", ".join(term for term, _at in waiting[:3]),
            f"{reverse('glossary:index')}?show=proposed",
            "book-marked",
            waiting[0][1],
        )
    ]


def author(activity: Activity) -> dict[int, str]:
    term = activity.target
    return {term.author_id: Reason.AUTHOR} if isinstance(term, Term) and term.author_id else {}


def whose_change(activity: Activity) -> dict[int, str]:
    who = activity.data.get("author")
    return {who: Reason.AUTHOR} if who else {}
