"""The pages people see when something is not there, not theirs, or broken. In both languages, never a stack trace."""

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = structlog.get_logger("parvis.errors")


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
    """The form is too old (signed out meanwhile, cookies refused): say it, and keep the text in the browser's history."""
    return render(request, "errors/csrf.html", status=403)
