from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.discussions.models import Discussion
from knowledge.questions import harvesting
from knowledge.questions.credits import became
from knowledge.questions.errors import Refused
from knowledge.questions.forms import HarvestForm

WINDOW = 100


@require_http_methods(["GET", "POST"])
def harvest(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose messages of a discussion and make an article draft of them. Works without scripts.

    ``?before=`` a number shows earlier messages; those chosen on another page are carried along.
    """
    discussion = get_object_or_404(Discussion.objects.visible_to(request.user).select_related("audience"), pk=pk)
    spaces = harvesting.spaces_for(request.user, discussion.audience)
    data = request.POST if request.method == "POST" else None
    form = HarvestForm(data, spaces=spaces, initial={"title": discussion.subject_title[:160]})
    if request.method == "POST" and "before" not in request.POST and form.is_valid():
        posts = list(discussion.posts.visible_to(request.user).filter(number__in=form.numbers)[: harvesting.MOST_POSTS])
        try:
            article = harvesting.article_of_posts(
                discussion,
                posts,
                by=request.user,
                space=form.cleaned_data["space"],
                title=form.cleaned_data["title"],
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Here is the draft. Work on it, then publish it: those you quote are credited.")
            )
            return redirect("knowledge:edit", pk=article.pk)
    return _page(request, discussion, form, bool(spaces))


def _page(request: HttpRequest, discussion: Discussion, form: HarvestForm, has_spaces: bool) -> HttpResponse:
    raw = request.POST.get("before", "")
    before = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else discussion.last_number + 1
    shown = discussion.posts.visible_to(request.user).filter(number__lt=before).select_related("author__department")
    rows = list(shown.order_by("-number")[: WINDOW + 1])
    posts = rows[:WINDOW][::-1]
    turning = "before" in request.POST
    for post in posts:
        post.is_chosen = post.number in form.numbers
    context: dict[str, Any] = {
        "discussion": discussion,
        "subject_url": discussion.subject.get_absolute_url(),
        "subject_title": discussion.subject_title,
        "form": form if not turning else HarvestForm(spaces=form.spaces, initial=request.POST.dict()),
        "posts": posts,
        "earlier": posts[0].number if len(rows) > WINDOW else None,
        "carried": sorted(form.numbers - {post.number for post in posts}),
        "became": became(request.user, discussion=discussion),
        "has_spaces": has_spaces,
    }
    status = 422 if form.errors and not turning else 200
    return render(request, "knowledge/questions/harvest.html", context, status=status)
