from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from wagtail.models import Revision

from intranet.core.pagination import page_of
from intranet.moderation.notices import notice_for
from intranet.notifications.models import Follow
from knowledge.models import ArticlePage
from knowledge.passages import policies
from knowledge.passages.models import Passage
from knowledge.presenting import crumbs_to
from knowledge.suggestions.policies import can_see

PAGE_SIZE = 30


def passage_of(request: HttpRequest, pk: int) -> Passage:
    rows = Passage.objects.addressed_to(request.user).for_cards()
    return get_object_or_404(rows, pk=pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One passage: the words, what is said of them, how it was settled."""
    passage = passage_of(request, pk)
    resolved_in = (
        Revision.objects.filter(pk=passage.resolved_in).defer("content").first() if passage.resolved_in else None
    )
    context = {
        "passage": passage,
        "article": passage.article,
        "crumbs": crumbs_to(passage.article, and_itself=True),
        "reads": policies.can_read_text(request.user, passage),
        "notice": notice_for(passage),
        "can_resolve": policies.can_resolve(request.user, passage),
        "is_following": Follow.objects.is_following(request.user, passage),
        "resolved_in": resolved_in,
        "sees_proposal": passage.proposal is not None and can_see(request.user, passage.proposal),
    }
    return render(request, "knowledge/passages/detail.html", context)


@require_GET
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Every passage of an article that was asked about or contested: open, gone from the text, settled."""
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    settled = "settled" in request.GET
    rows = Passage.objects.visible_to(request.user).filter(article=article).for_cards()
    rows = rows.resolved().order_by("-resolved_at", "-pk") if settled else rows.open().order_by("position", "pk")
    context = {
        "article": article,
        "crumbs": crumbs_to(article, and_itself=True),
        "page": page_of(request, rows, size=PAGE_SIZE),
        "settled": settled,
    }
    return render(request, "knowledge/passages/list.html", context)
