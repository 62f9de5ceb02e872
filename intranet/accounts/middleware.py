import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from intranet.core.errors import from_script


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Everything is behind sign-in, but the views marked ``login_not_required`` (sign-in pages, health, files of the theme).

    Whoever sends a form after their session ended comes back to the page of that form, where the browser has kept
    what was typed; the address that it is sent to may take POST only. A script is told 401 in words: it keeps the
    page, where a redirect would hand it the sign-in page as if that were the answer.
    """

    def handle_no_permission(  # type: ignore[override]  # a script is answered, not redirected
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        if request.headers.get("HX-Request"):
            away = redirect_to_login(_path_of(request.headers.get("HX-Current-URL", "")), self.get_login_url(view_func))
            return HttpResponse(_signed_out(), status=401, headers={"HX-Redirect": away.url})
        if from_script(request):
            return JsonResponse({"error": _signed_out()}, status=401)
        origin = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(origin, {request.get_host()}):
            return redirect_to_login(
                _path_of(origin), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
            )
        return super().handle_no_permission(request, view_func)


def _path_of(url: str) -> str:
    """Return the page of this site that ``url`` is, its query included; the home page when there is none."""
    try:
        page = urlsplit(url)
    except ValueError:
        return "/"
    return (page.path or "/") + (f"?{page.query}" if page.query else "")


def _signed_out() -> str:
    return _(
        "You are signed out: nothing was saved. What you typed is still on your page; sign in again, then send it."
    )


class LanguageMiddleware:
    """Read in the person's own language and time zone; before sign-in, by cookie, then browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            language, zone = user.language, user.time_zone
        else:
            language, zone = get_language_from_request(request), settings.TIME_ZONE
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
