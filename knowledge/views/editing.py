from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import policies
from knowledge.forms import ArticleForm, KeptText, NewArticleForm
from knowledge.models import ArticlePage, SpacePage, StaleEdit
from knowledge.parts import begun, kept_of, new_key, opened_for_editing, received, saved_by
from knowledge.presenting import said_of_publishing
from knowledge.views.merging import answered, bring_together, edit_context


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new article; ``?space=`` chooses its space beforehand, ``?title=`` its title, ``?template=`` its beginning."""
    wanted = request.GET.get("space", "")
    space = SpacePage.objects.visible_to(request.user).filter(pk=int(wanted) if _is_id(wanted) else None).first()
    title = request.GET.get("title", "").replace("\x00", "")[:200]
    about = " ".join(
        filter(None, [title, "template " * ("template" in request.GET) + request.GET.get("template", "")[:20]])
    )
    beginnings = begun(request.user, space, request.GET.dict())
    parts = opened_for_editing(request.user, None, about=about, beginnings=beginnings)
    initial = {"space": space.pk if space else None, "language": space.language if space else request.user.language}
    initial |= {"title": title} | parts.initial
    form = NewArticleForm(request.POST or None, user=request.user, initial=initial)
    taken = received(request, parts.initial)
    for error in (error for one in taken for error in one.errors):
        form.add_error(None, error)
    if request.method == "POST" and form.is_valid():
        publish = "publish" in request.POST
        article = form.chosen_space.add_article(by=request.user, publish=publish, **form.text)
        for one in taken:
            one.finish(article)
        for key in {new_key(about), request.POST.get("draft_key", "")[:120]}:
            saved_by(request.user, key)
        draft_saved = _("Draft saved. Only you can see it until you publish it.")
        messages.success(request, said_of_publishing(article) if publish else draft_saved)
        return redirect(article)
    context = {"form": form, "space": space, "has_spaces": bool(form.spaces)}
    context["parts"] = parts.with_received(taken)
    context["draft_key"] = new_key(about)
    return render(request, "knowledge/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an article on the version that is the latest; whoever saves on an older one has both brought together."""
    article = ArticlePage.objects.editable_by(request.user).filter(pk=pk).first()
    if article is None:
        return _gone(request, pk)
    if "current" in request.POST:
        return answered(request, article)
    form = ArticleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, article, form)
        except StaleEdit:
            article.refresh_from_db()
            return bring_together(request, article, form)
    context = edit_context(request, article, form)
    form.initial = ArticleForm.initial_of(article.working_version()) | context["parts"].initial
    return render(request, "knowledge/edit.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, article: ArticlePage, form: ArticleForm) -> HttpResponse:
    publish = "publish" in request.POST
    base = form.cleaned_data["base_revision"]
    if base == article.latest_revision_id and form.says_the_same_as(article.working_version()):
        saved_by(request.user, f"article:{article.pk}")
        if publish and (article.has_unpublished_changes or not article.live):
            article.publish_latest(by=request.user, base_revision=base)
            messages.success(request, said_of_publishing(article))
        else:
            messages.info(request, _("Nothing was changed, so nothing was saved."))
        return redirect(article)
    article.revise(by=request.user, base_revision=base, publish=publish, **form.text, **form.note)
    saved_by(request.user, f"article:{article.pk}")
    if publish:
        messages.success(request, said_of_publishing(article))
    elif article.live:
        messages.success(request, _("Saved. Readers see the published version until you publish yours."))
    else:
        messages.success(request, _("Draft saved."))
    return redirect(article)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest version to the readers."""
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    article.publish_latest(by=request.user)
    messages.success(request, said_of_publishing(article))
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


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """The article is not there (any more) for this person: give back what they wrote, sent now or kept before."""
    names = ("title", "summary", "body", "tags", "language")
    written = {name: request.POST.get(name, "") for name in names} | KeptText.unpack(request.POST.get("kept", ""))
    if not written["body"].strip():
        written = kept_of(request.user, pk)
    if not written.get("body", "").strip():
        return get_object_or_404(ArticlePage.objects.none())
    context = {"written": written, "draft_key": f"article:{pk}"}
    return render(request, "knowledge/gone.html", context, status=404)


def _is_id(raw: str) -> bool:
    return raw.isascii() and raw.isdecimal() and len(raw) < 19
