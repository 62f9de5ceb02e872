from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas.errors import Refused
from ideas.living.models import Draft
from ideas.living.views.common import idea_or_404
from ideas.policies import can_support
from intranet.contributions.registry import registry
from intranet.core.drafts import KEY

OFFERED = 8


@require_http_methods(["GET", "POST"])
def instead(request: HttpRequest, pk: int) -> HttpResponse:
    """Support an idea that exists instead of the one that is being written: its draft goes, once that is confirmed."""
    idea = idea_or_404(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    key = sent.get("draft", "")
    key = key if KEY.fullmatch(key) and key.startswith("idea:new") else ""
    draft = Draft.objects.of(request.user).filter(key=key).first() if key else None
    if request.method == "POST":
        try:
            idea.support(by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.messages[0])
            request.draft_kept = True  # type: ignore[attr-defined]  # core/drafts.py looks for it
        else:
            if key:
                Draft.objects.saved(request.user, key)
            messages.success(
                request, _("You support this idea now. Say in its discussion what yours would have added.")
            )
        return redirect(idea)
    context = {"idea": idea, "draft": draft, "key": key, "can_support": can_support(request.user, idea)}
    return render(request, "ideas/living/instead.html", context)


@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """The titles of articles like what is being typed, as options of the field."""
    typed = request.GET.get("article", "").replace("\x00", "").strip()[:100]
    found = registry.kind("article").visible(request.user)
    rows = found.filter(title__icontains=typed).order_by("title", "pk")[:OFFERED] if len(typed) > 1 else []
    return render(request, "ideas/living/_articles.html", {"titles": [str(row) for row in rows]})
