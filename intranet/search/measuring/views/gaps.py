"""What is looked for in vain: seen by who minds it, given to somebody, written, and asked back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.pagination import page_of
from intranet.search import offers
from intranet.search.finding import find, query_for
from intranet.search.measuring import policies
from intranet.search.measuring.forms import AssignForm
from intranet.search.measuring.models import Gap, GapAnswer, GapItem, Judgement
from intranet.search.measuring.models.counts import FEWEST_PEOPLE
from intranet.search.measuring.showing import Page, instance_of, read_key, visible
from intranet.search.measuring.tabs import tabs

_SHOWN = 50
_HITS = 10


@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """The gaps, those of most people first. A gap of which the reader may see nothing is not there."""
    if not policies.may_mind_gaps(request.user):
        raise PermissionDenied
    state = request.GET.get("state", "")
    state = state if state in Gap.State.values else Gap.State.OPEN
    rows = Gap.objects.shown_to(request.user, all_texts=policies.may_read_all_texts(request.user)).filter(state=state)
    page = page_of(request, rows.select_related("assignee").prefetch_related("items"), size=20)
    seen = visible(request.user, [(item.kind, item.target_id) for gap in page for item in gap.items.all()])
    lines = [(gap, title, items) for gap in page for title, items in [_told(request, gap, seen)] if title]
    states = [
        {"url": f"?state={value}", "label": label, "current": value == state} for value, label in Gap.State.choices
    ]
    context = {"page": page, "lines": lines, "tabs": tabs(request.user, "gaps"), "states": states}
    return render(request, "search/measuring/gaps.html", context)


def _told(request: HttpRequest, gap: Gap, seen: dict[tuple[str, int], Page]) -> tuple[str, list[tuple[GapItem, Page]]]:
    """Return what ``gap`` is called for this reader, "" if nothing of it is theirs to see, and its pages and questions."""
    items = [(item, seen[key]) for item in gap.items.all() if (key := (item.kind, item.target_id)) in seen]
    if gap.subject and (gap.assignee_id == request.user.pk or policies.may_mind_gaps(request.user)):
        return gap.subject, items
    if policies.may_read_all_texts(request.user) or gap.widest >= FEWEST_PEOPLE:
        return gap.title or (items[0][1].title if items else ""), items
    return (items[0][1].title if items else ""), items


def _gap_or_404(request: HttpRequest, pk: int) -> tuple[Gap, str, list[tuple[GapItem, Page]]]:
    """Return the gap, what it is called and its items; 404 when there is nothing of it that this person may see."""
    gap = get_object_or_404(Gap.objects.select_related("assignee", "closed_by").prefetch_related("items"), pk=pk)
    if not policies.may_see_gap(request.user, gap):
        raise Http404
    title, items = _told(request, gap, visible(request.user, [(i.kind, i.target_id) for i in gap.items.all()]))
    if not title:
        raise Http404
    return gap, title, items


@require_http_methods(["GET", "POST"])
def gap(request: HttpRequest, pk: int) -> HttpResponse:
    """One gap: how it is asked for, who may know, what to do about it. A POST gives it to somebody."""
    found, title, items = _gap_or_404(request, pk)
    minds = policies.may_mind_gaps(request.user)
    if request.method == "POST" and not minds:
        raise PermissionDenied
    form = AssignForm(request.POST or None, initial={"subject": title})
    if request.method == "POST" and form.is_valid():
        found.assign(form.cleaned_data["person"], subject=form.cleaned_data["subject"], by=request.user)
        messages.success(request, _("They are told, and find it on their home page."))
        return redirect(found)
    context = {
        "gap": found,
        "title": title,
        "items": items,
        "form": form,
        "minds": minds,
        **_about(request, found, title),
    }
    return render(request, "search/measuring/gap.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, gap: Gap, title: str) -> dict[str, Any]:
    text = request.GET.get("q", title)[:300]
    page = visible(request.user, [(gap.page_kind, gap.page_id)]) if gap.page_id else {}
    answers = list(gap.answers.values_list("is_solved", flat=True))
    return {
        "queries": _readable(request, gap)[:_SHOWN],
        "experts": offers.experts(request.user, title),
        "write_url": offers.write_url(title),
        "text": text,
        "hits": find(request.user, query_for(request.user, text)).hits()[:_HITS],
        "page": next(iter(page.values()), None),
        "solved": sum(answers),
        "unsolved": len(answers) - sum(answers),
    }


def _readable(request: HttpRequest, gap: Gap) -> QuerySet[Any]:
    """Return how it is asked: all to who tunes, what enough people asked to stewards, nothing to who only writes it."""
    if policies.may_read_all_texts(request.user):
        return gap.queries.all()
    rows = gap.queries.filter(people__gte=FEWEST_PEOPLE)
    return rows if policies.may_mind_gaps(request.user) else rows.none()


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the page that now answers it."""
    found, _title, _items = _gap_or_404(request, pk)
    key = read_key(request.POST.get("page", "")[:60])
    page = instance_of(request.user, *key) if key else None
    if key is None or page is None:
        messages.error(request, _("Choose the page that answers it."))
        return redirect(found)
    found.close(key[0], page, by=request.user)
    messages.success(
        request, _("Everyone who asked in the last 30 days and may read it is told, and asked whether it helps.")
    )
    return redirect(found)


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that nothing is to be written, or (``back``) that it is after all."""
    found, _title, _items = _gap_or_404(request, pk)
    if not policies.may_mind_gaps(request.user):
        raise PermissionDenied
    if "back" in request.POST:
        found.reopen()
    else:
        found.set_aside(by=request.user)
    return redirect(found)


@require_http_methods(["GET", "POST"])
def solved(request: HttpRequest, pk: int) -> HttpResponse:
    """ "We wrote it: does it answer you?" Only for who asked it, while their name is known, and may see the page."""
    found = get_object_or_404(Gap, pk=pk, state=Gap.State.WRITTEN)
    mine = list(found.searches_of_known_people().filter(person=request.user).order_by("-at")[:_SHOWN])
    key = (found.page_kind, found.page_id or 0)
    page = visible(request.user, [key]).get(key)
    if not mine or page is None:
        raise Http404
    if request.method == "POST":
        is_solved = request.POST.get("solved") == "yes"
        GapAnswer.objects.update_or_create(gap=found, person=request.user, defaults={"is_solved": is_solved})
        for text in {asked.key: asked.text for asked in mine}.values() if is_solved else ():
            Judgement.objects.judge(text, *key, by=None, source=Judgement.Source.SOLVED, grade=3)
        messages.success(
            request, _("Thank you. The search learns from it.") if is_solved else _("Thank you for saying so.")
        )
        return redirect(page.url)
    return render(request, "search/measuring/solved.html", {"gap": found, "page": page, "text": mine[0].text})
