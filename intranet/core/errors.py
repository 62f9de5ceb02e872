"""The pages people see when something is not there, not theirs, or broken. In both languages, never a stack trace."""

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _

log = structlog.get_logger("parvis.errors")


def from_script(request: HttpRequest) -> bool:
    """Say whether a script of our pages asks, which can do nothing with a page in answer."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    return wants_json or request.headers.get("X-Requested-With") == "fetch"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the page with the reference under which the log has the failure; bare words if even the page fails."""
    reference = getattr(request, "request_id", "")
    try:
        return render(request, "errors/500.html", {"request_id": reference}, status=500)
    except Exception:
        log.exception("the error page failed too")
        return HttpResponse(f"Something broke on our side. {reference}\n", content_type="text/plain", status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """The form is too old (signed out meanwhile, cookies refused): say it, and keep the text in the browser's history.

    A script is given the new token and whose it is, so that a page goes on after its person signed in again in another
    tab. Another site can make a browser send this, but not read the answer.
    """
    if from_script(request):
        answer = {"error": _("This form had expired"), "csrf": get_token(request), "person": str(request.user.pk or "")}
        return JsonResponse(answer, status=403)
    return render(request, "errors/csrf.html", status=403)
