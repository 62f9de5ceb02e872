"""The tokens of one person: make, see when each was used, revoke."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from intranet.api.models import ApiToken
from intranet.api.tokens.forms import TokenForm

MOST = 20


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List them and make one; a new key is shown on this answer only."""
    form = TokenForm(request.POST or None)
    mine = ApiToken.objects.filter(user=request.user).order_by("-created_at", "-pk")
    key = ""
    if request.method == "POST" and form.is_valid():
        if mine.count() >= MOST:
            form.add_error(None, _("You have %(most)d tokens already: revoke one first.") % {"most": MOST})
        else:
            data = form.cleaned_data
            _token, key = ApiToken.objects.issue(
                user=request.user, name=data["name"], can_write=data["can_write"], expires_at=form.expires_at
            )
            form = TokenForm()
    context = {"form": form, "tokens": mine, "key": key}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    get_object_or_404(ApiToken, user=request.user, pk=pk).delete()
    messages.success(request, _("The token is revoked: what used it is refused from now on."))
    return redirect("api:tokens")
