from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from intranet.ui import theme
from intranet.ui.living import specimens

YEAR = 60 * 60 * 24 * 365


def back(request: HttpRequest) -> HttpResponse:
    """Return to where the person was: the form's ``next``, or the page they came from, if it is one of ours."""
    for address in (request.POST.get("next", ""), request.headers.get("referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            return HttpResponseRedirect(address)
    return HttpResponseRedirect("/")


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of light, dark or the system's, for a year, in this browser."""
    response = back(request)
    choice = request.POST.get("theme", "")
    if choice in theme.THEMES:
        response.set_cookie(
            theme.THEME_COOKIE, choice, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the interface: on the account, and in a cookie for the pages before sign-in."""
    response = back(request)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return response


@login_not_required
@require_GET
def theme_css(request: HttpRequest, version: str) -> HttpResponse:
    """The charter's values as custom properties. The address holds the version, so it may be kept for ever."""
    current = theme.current()
    response = HttpResponse(current.css, content_type="text/css; charset=utf-8")
    is_current = version == current.version
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_current else "no-cache"
    return response


@require_GET
def living_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for whoever runs the site."""
    if not request.user.has_perm("ui.see_design_system"):
        raise PermissionDenied
    return render(request, "ui/living.html", specimens(request))
