"""What wraps every page of the site: its request id, its content policy, the bound on its size."""

from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from intranet.core.errors import bad_request, forbidden

DRAIN = 64 * 1024


class RequestLogMiddleware(RequestMiddleware):
    """One id for all the log lines of a request; it is also in ``request.request_id`` and the ``X-Request-ID`` header.

    The id is always ours: one that the client sends could be made to look like another request's.
    """

    def prepare(self, request: HttpRequest) -> None:
        super().prepare(request)
        request.request_id = structlog.contextvars.get_contextvars()["request_id"]  # type: ignore[attr-defined]  # set by this middleware

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]  # set by this middleware
        super().handle_response(request, response)


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, and under ``/cms/`` the one that Wagtail's admin can work with."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and request.path_info.startswith("/cms/"):
            parts.config = settings.PARVIS_ADMIN_CONTENT_POLICY
        return parts


class AdminDoorMiddleware:
    """Who is signed in but may not use the admin gets our 403 page under ``/cms/``.

    Wagtail would send them to sign in, which sends who is signed in back to ``/cms/``: a circle.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        knocks = request.path_info.startswith("/cms/") and request.user.is_authenticated
        if knocks and not request.user.has_perm("wagtailadmin.access_admin"):
            return forbidden(request)
        return self.get_response(request)


class RequestSizeMiddleware:
    """Answer 413 to what is larger than ``PARVIS_MAX_REQUEST_MB``, in words, before anything reads it.

    The body is read to its end (a browser that cannot finish sending shows a broken connection instead of the page).
    Under ASGI ``config.pages`` has done that already and says so in the environ.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("parvis.body_too_large"):
            return too_large(request)
        announced = str(request.META.get("CONTENT_LENGTH") or 0)
        if not (announced.isascii() and announced.isdecimal()):
            return bad_request(request)  # Django would raise where the body is first read
        size = int(announced[:20])
        if size > settings.PARVIS_MAX_REQUEST_BYTES:
            while request.read(DRAIN):
                pass
            return too_large(request)
        return self.get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    megabytes = settings.PARVIS_MAX_REQUEST_BYTES // (1024 * 1024)
    if request.accepts("text/html"):
        return render(request, "errors/413.html", {"megabytes": megabytes}, status=413)
    message = _("This is too large: the site takes up to %(size)s MB at once.") % {"size": megabytes}
    return JsonResponse({"error": message}, status=413)


class CompressPagesMiddleware(GZipMiddleware):
    """Send pages and JSON compressed, with random padding against BREACH; files are compressed already, or not at all."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in {"text/html", "application/json", "text/css", "image/svg+xml"}:
            return response
        return super().process_response(request, response)
