from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.core.pagination import page_of
from intranet.moderation.clauses import CitedClause
from intranet.moderation.notices import notice_for
from knowledge.diff import compare_html
from knowledge.glossary import policies
from knowledge.glossary.models import Term
from knowledge.presenting import Crumb
from knowledge.text import fold

PAGE_SIZE = 60
HISTORY = 30
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Asked:
    """What a list of terms is narrowed to. Anything else in the address counts for nothing."""

    words: str
    letter: str
    language: str
    show: str

    @classmethod
    def of(cls, query: Any) -> "Asked":
        letter, language, show = (query.get(name, "") for name in ("letter", "language", "show"))
        return cls(
            query.get("q", "").replace("\x00", "").strip()[:100],
            letter if len(letter) == 1 and letter in LETTERS else "",
            language if language in dict(settings.LANGUAGES) else "",
            show if show in ("preferred", "avoid", "proposed") else "",
        )


def crumbs(term: Term | None = None) -> list[Crumb]:
    found = [Crumb(_("Knowledge"), reverse("knowledge:index")), Crumb(_("Glossary"), reverse("glossary:index"))]
    return [*found, Crumb(term.term, term.get_absolute_url())] if term else found


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The glossary from A to Z; ``?q=``, ``?letter=``, ``?language=``, ``?show=`` narrow it."""
    asked = Asked.of(request.GET)
    rows = narrowed(request, asked).for_cards()
    context = {
        "asked": asked,
        "page": page_of(request, rows.order_by("term_folded", "pk"), size=PAGE_SIZE),
        "crumbs": crumbs()[:1],
        "letters": LETTERS,
        "languages": settings.LANGUAGES,
        "tabs": tabs(request, asked),
    }
    return render(request, "knowledge/glossary/index.html", context)


def narrowed(request: HttpRequest, asked: Asked) -> Any:
    if asked.show == "proposed":
        everything = Term.objects.addressed_to(request.user).filter(state=Term.State.PROPOSED)
        mine = everything.filter(author=request.user)
        rows: Any = Term.objects.filter(
            Q(pk__in=mine.values("pk")) | Q(pk__in=Term.objects.waiting_for(request.user).values("pk"))
        )
    else:
        rows = Term.objects.visible_to(request.user)
        if asked.show:
            rows = rows.filter(standing=asked.show)
    if asked.words:
        rows = rows.filter(Q(term_folded__contains=fold(asked.words)) | Q(summary__icontains=asked.words))
    if asked.letter:
        rows = rows.filter(term_folded__startswith=asked.letter)
    return rows.filter(language=asked.language) if asked.language else rows


def tabs(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    names = {
        "": _("All the terms"),
        "preferred": _("Preferred words"),
        "avoid": _("Words to avoid"),
        "proposed": _("Proposals"),
    }
    return [
        {"url": f"?show={name}" if name else request.path, "label": label, "current": name == asked.show}
        for name, label in names.items()
    ]


@require_GET
def detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One term: what it means, its pair, what the charter holds of it, its history."""
    rows = Term.objects.readable_by(request.user).select_related("author__department", "space", "pair", "replaces")
    term = get_object_or_404(rows, pk=pk)
    reads = policies.can_read_text(request.user, term)
    if reads and slug != term.slug:
        return HttpResponsePermanentRedirect(term.get_absolute_url()) if slug else redirect(term)
    if not reads and not term.is_published:
        raise Http404
    decides = policies.can_decide(request.user, term) and not term.is_hidden
    pair = term.pair if term.pair is not None and term.pair.is_visible_to(request.user) else None
    clause = term.clause
    context = {
        "term": term,
        "reads": reads,
        "notice": notice_for(term),
        "crumbs": crumbs(),
        "pair": pair,
        "clause": CitedClause(clause["key"], clause["url"], clause["labels"]) if clause else None,
        "can_edit": policies.can_edit(request.user, term) and not term.is_hidden,
        "decides": decides,
        "can_set_standing": decides and policies.can_set_standing(request.user) and term.is_published,
        "can_propose": term.is_published and not policies.can_edit(request.user, term),
        "compared": compare_html(term.replaces.definition, term.definition) if term.replaces and reads else None,
        "proposals": term.proposals.filter(state=Term.State.PROPOSED, is_hidden=False)[:10] if decides else [],
        "history": history(term) if reads else [],
    }
    return render(request, "knowledge/glossary/detail.html", context)


def history(term: Term) -> list[dict[str, Any]]:
    """Return what happened to a term, the latest first; one query, and the people in another."""
    verbs = registry.verbs()
    lines = Activity.objects.of(term).filter(verb__startswith="term.").select_related("actor").order_by("-pk")[:HISTORY]
    return [
        {
            "actor": line.actor,
            "what": verbs[line.verb],
            "at": line.at,
            "why": line.data.get("why", ""),
            "before": line.data.get("before"),
        }
        for line in lines
        if line.verb in verbs
    ]
