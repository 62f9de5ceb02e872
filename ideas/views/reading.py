from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from ideas import policies
from ideas.diff import changes
from ideas.models import Idea
from ideas.page import idea_page
from intranet.accounts.reader import Reader
from intranet.core.compiled import Compiled

_addressed = Compiled(lambda reader, pk: Idea.objects.addressed_to(reader).for_page(reader).filter(pk=pk))


@require_GET
def detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One idea, all of it. A hidden one says that it was hidden and why; its author still reads it."""
    idea = _addressed.first(Reader.of(request.user), pk)
    if idea is None:
        raise Http404
    # The slug is the title: whoever may not read a hidden idea is not led to it.
    if slug != idea.slug and policies.can_read_text(request.user, idea):
        return HttpResponsePermanentRedirect(idea.get_absolute_url()) if slug else redirect(idea)
    if idea.author_has_news and idea.author_id == request.user.pk:
        idea.author_saw_news()
    return render(request, "ideas/detail.html", idea_page(idea, request.user))


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What the idea said before, each revision against the one it replaced; and every decision."""
    ideas = Idea.objects.visible_to(request.user).select_related("author__department", "campaign")
    idea = get_object_or_404(ideas, pk=pk)
    context = {
        "idea": idea,
        "changes": changes(idea),
        "decisions": idea.decisions.select_related("by__department", "reason").order_by("-pk"),
        "can_edit": policies.can_edit(request.user, idea),
    }
    return render(request, "ideas/history.html", context)
