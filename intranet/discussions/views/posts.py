"""Writing, changing and taking back messages. Each works as a form; asked for JSON, the same view answers JSON."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.discussions import actions, policies, rendering
from intranet.discussions.forms import EditForm, PostForm, ReactionForm
from intranet.discussions.models import Discussion, Post
from intranet.discussions.models.reaction import ICONS, Reaction
from intranet.moderation.notices import notice_for


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in a discussion; ``?to=`` is the number of the message answered. Also where a refused text is kept."""
    discussion = Discussion.objects.visible_to(request.user).filter(pk=pk).first()
    if discussion is None:
        return _gone(request, pk)
    data = request.POST if request.method == "POST" else None
    form = PostForm(data, discussion=discussion, initial={"parent": request.GET.get("to")})
    if data is not None and form.is_valid():
        try:
            written = actions.post(by=request.user, discussion=discussion, **form.message)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if _wants_json(request):
                return JsonResponse({"id": written.pk, "number": written.number, "seq": written.version}, status=201)
            return redirect(written)
    if _wants_json(request):
        return _refusal(form)
    context = {
        "form": form,
        "discussion": discussion,
        "action": request.path,
        "draft_key": f"reply-{pk}",
    }
    return render(request, "discussions/reply.html", context, status=422 if form.errors else 200)


@require_safe
def place(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Go to a message where it stands, on the page of its subject."""
    discussion = get_object_or_404(Discussion.objects.visible_to(request.user), pk=pk)
    url = discussion.subject.get_absolute_url()
    asked = "" if rendering.is_among_latest(number, discussion) else f"?post={number}"
    return redirect(f"{url}{asked}#post-{number}")


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A message on its own, with all that can be done with it."""
    found = _found(request, pk)
    own = set(found.reactions.filter(user=request.user).values_list("name", flat=True))
    reactions = [
        {"name": n, "label": label, "icon": ICONS[n], "count": found.reaction_counts.get(n, 0), "mine": n in own}
        for n, label in Reaction.Name.choices
    ]
    context = {
        "post": found,
        "notice": notice_for(found),
        "readable": policies.may_read_text(request.user, found),
        "reactions": reactions if policies.may_react(request.user, found) else [],
        "may_edit": policies.may_edit(request.user, found),
        "may_delete": policies.may_delete(request.user, found),
        "may_reply": not policies.why_not_post(request.user, found.discussion),
    }
    return render(request, "discussions/post.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if not policies.may_edit(request.user, found):
        raise PermissionDenied
    form = EditForm(request.POST if request.method == "POST" else None, initial={"body": found.body})
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.edit(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return (
                JsonResponse({"id": changed.pk, "seq": changed.version}) if _wants_json(request) else redirect(changed)
            )
    if _wants_json(request):
        return _refusal(form) if form.is_bound else JsonResponse({"id": found.pk, "body": found.body})
    context = {"form": form, "post": found, "draft_key": f"post-{found.pk}-{found.version}"}
    return render(request, "discussions/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, saying what it does; then take the message back."""
    found = _found(request, pk)
    if not policies.may_delete(request.user, found) and not found.is_deleted:
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "discussions/delete.html", {"post": found})
    if not found.is_by(request.user):
        raise PermissionDenied
    try:
        gone = actions.delete(found, by=request.user)
    except ValidationError as refusal:
        raise PermissionDenied from refusal
    return JsonResponse({"id": gone.pk, "seq": gone.version}) if _wants_json(request) else redirect(gone)


@require_POST
def react(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = ReactionForm(request.POST)
    if form.is_valid():
        try:
            found = actions.react(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if not _wants_json(request):
                return redirect("discussions:post", pk=found.pk)
            return JsonResponse({"id": found.pk, "counts": found.reaction_counts, "version": found.version})
    return _refusal(form) if _wants_json(request) else redirect("discussions:post", pk=found.pk)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What the message said before, newest first."""
    found = _found(request, pk)
    if not policies.may_read_history(request.user, found):
        raise Http404
    revisions = found.revisions.select_related("replaced_by")[:100]
    return render(request, "discussions/history.html", {"post": found, "revisions": revisions})


def _found(request: HttpRequest, pk: int) -> Post:
    """The message if its thread is for this person; hidden and deleted ones too, for they leave a trace."""
    posts = Post.objects.addressed_to(request.user).select_related("author__department", "discussion", "parent__author")
    return get_object_or_404(posts, pk=pk)


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the text back. The answer is one for a discussion that never was, was hidden, or is for other people."""
    if request.method == "GET":
        raise Http404
    form = PostForm(request.POST)
    form.errors.clear()
    form.add_error(None, policies.gone())
    if _wants_json(request):
        return _refusal(form, status=404)
    context = {"form": form, "action": request.path, "draft_key": f"reply-{pk}"}
    return render(request, "discussions/reply.html", context, status=404)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _refusal(form: Form, status: int = 422) -> JsonResponse:
    errors: dict[str, Any] = form.errors.get_json_data()
    messages = [error["message"] for field in errors.values() for error in field]
    return JsonResponse({"errors": messages}, status=status)
