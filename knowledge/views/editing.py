from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Revision

from knowledge import policies
from knowledge.diff import compare_versions
from knowledge.forms import ArticleForm, KeptText, NewArticleForm
from knowledge.models import ArticlePage, SpacePage, StaleEdit
from knowledge.presenting import crumbs_to


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new article; ``?space=`` chooses its space beforehand."""
    wanted = request.GET.get("space", "")
    space = SpacePage.objects.visible_to(request.user).filter(pk=int(wanted) if _is_id(wanted) else None).first()
    initial = {"space": space.pk if space else None, "language": space.language if space else request.user.language}
    initial["title"] = request.GET.get("title", "").replace("\x00", "")[:200]
    form = NewArticleForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        publish = "publish" in request.POST
        article = form.chosen_space.add_article(by=request.user, publish=publish, **form.text)
        messages.success(
            request, _("Published.") if publish else _("Draft saved. Only you can see it until you publish it.")
        )
        return redirect(article)
    return render(
        request,
        "knowledge/new.html",
        {"form": form, "space": space, "has_spaces": bool(form.spaces)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an article on the version that is the latest; whoever saves on an older one is shown both."""
    article = ArticlePage.objects.editable_by(request.user).filter(pk=pk).first()
    if article is None:
        return _gone(request)
    if "take" in request.POST:
        return _take(request, article)
    form = ArticleForm(request.POST or None, initial=ArticleForm.initial_of(article.working_version()))
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, article, form)
        except StaleEdit as stale:
            return _show_both(request, article, form, stale.current_revision)
    return render(request, "knowledge/edit.html", _edit_context(article, form), status=422 if form.errors else 200)


def _save(request: HttpRequest, article: ArticlePage, form: ArticleForm) -> HttpResponse:
    publish = "publish" in request.POST
    base = form.cleaned_data["base_revision"]
    if form.says_the_same_as(article.working_version()) and base == article.latest_revision_id:
        if publish and (article.has_unpublished_changes or not article.live):
            article.publish_latest(by=request.user, base_revision=base)
            messages.success(request, _("Published."))
        else:
            messages.info(request, _("Nothing was changed, so nothing was saved."))
        return redirect(article)
    article.revise(by=request.user, base_revision=base, publish=publish, **form.text, **form.note)
    if publish:
        messages.success(request, _("Published."))
    elif article.live:
        messages.success(request, _("Saved. Readers see the published version until you publish yours."))
    else:
        messages.success(request, _("Draft saved."))
    return redirect(article)


def _show_both(request: HttpRequest, article: ArticlePage, form: ArticleForm, current: Revision) -> HttpResponse:
    """Show the version somebody saved meanwhile beside the person's own, which stays in the form, now based on it."""
    theirs = current.as_object()
    data = request.POST.copy()
    data["base_revision"] = str(current.pk)
    mine = ArticlePage(**{name: form.text[name] for name in ("title", "summary", "body", "language")})
    context = _edit_context(article, ArticleForm(data, initial=ArticleForm.initial_of(theirs)))
    context |= {
        "theirs": theirs,
        "current": current,
        "comparison": compare_versions(theirs, mine, old_tags=_tags_of(theirs), new_tags=form.text["tags"]),
        "kept": KeptText.pack(form.data),
        "taken": "mine",
        "fresh": True,
    }
    return render(request, "knowledge/stale.html", context, status=409)


def _take(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    """Put one of the two versions into the form; the person's own text is carried along and can be put back."""
    latest = article.working_version()
    theirs = ArticleForm.initial_of(latest)
    kept = request.POST.get("kept", "")
    mine = KeptText.unpack(kept)
    taken = "mine" if request.POST["take"] == "mine" and mine else "theirs"
    initial = {**theirs, **mine, "base_revision": latest.latest_revision_id} if taken == "mine" else theirs
    context = _edit_context(article, ArticleForm(initial=initial))
    context |= {"theirs": latest, "current": article.latest_revision, "kept": kept, "taken": taken, "fresh": True}
    written = ArticlePage(title=mine.get("title", ""), summary=mine.get("summary", ""), body=mine.get("body", ""))
    tags = [tag.strip() for tag in mine.get("tags", "").split(",") if tag.strip()]
    written.language = mine.get("language", latest.language)
    context["comparison"] = compare_versions(latest, written, old_tags=_tags_of(latest), new_tags=tags)
    return render(request, "knowledge/stale.html", context)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest version to the readers."""
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    article.publish_latest(by=request.user)
    messages.success(request, _("Published."))
    return redirect(article)


@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the article a draft again."""
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    if not policies.can_unpublish(request.user, article):
        raise PermissionDenied
    article.take_back(by=request.user)
    messages.success(
        request, _("It is a draft again: it left the lists and the search, and its discussion is closed to readers.")
    )
    return redirect(article if policies.can_read(request.user, article) else "knowledge:index")


def _gone(request: HttpRequest) -> HttpResponse:
    """The article is not there (any more) for this person: give back what they wrote, if they come with a text."""
    written = {name: request.POST.get(name, "") for name in ("title", "summary", "body")}
    if request.method != "POST" or not written["body"].strip():
        return get_object_or_404(ArticlePage.objects.none())
    return render(request, "knowledge/gone.html", {"written": written}, status=404)


def _edit_context(article: ArticlePage, form: ArticleForm) -> dict[str, Any]:
    crumbs = crumbs_to(article, and_itself=True)
    return {"article": article, "form": form, "crumbs": crumbs, "draft_key": f"article:{article.pk}", "fresh": False}


def _tags_of(version: ArticlePage) -> list[str]:
    return sorted(tag.name for tag in version.tags.all())


def _is_id(raw: str) -> bool:
    return raw.isascii() and raw.isdecimal() and len(raw) < 19
