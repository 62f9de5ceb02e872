from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ideas.digests.models import DigestChoice, Every
from ideas.digests.stopping import read_token
from ideas.models import Campaign
from intranet.accounts.models import User


@require_POST
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how often one wants the digest of a campaign."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    every = request.POST.get("every", "")
    if every not in Every.values:
        messages.error(request, _("Choose how often."))
    else:
        DigestChoice.objects.update_or_create(person=request.user, campaign=campaign, defaults={"every": every})
        messages.success(request, _("Your choice is kept."))
    return redirect(campaign)


@login_not_required
@csrf_exempt  # the signed address is the proof, and mail programs post to it (RFC 8058)
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a digest without signing in. Opening the address does nothing yet: mail scanners open addresses."""
    found = read_token(token)
    person = User.objects.active().filter(pk=found[0]).first() if found else None
    campaign = Campaign.objects.filter(pk=found[1]).first() if found else None
    if person is None or campaign is None:
        raise Http404
    if request.method == "POST":
        DigestChoice.objects.update_or_create(person=person, campaign=campaign, defaults={"every": Every.NEVER})
    # Whoever is signed in keeps the language of the page around it.
    language = translation.get_language() if request.user.is_authenticated else person.language
    with translation.override(language):
        return render(request, "ideas/digests/stop.html", {"campaign": campaign, "is_done": request.method == "POST"})
