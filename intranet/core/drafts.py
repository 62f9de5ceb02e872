"""Telling the browser that the server has what was typed, so that it forgets the copy it keeps.

``{% draft key %}`` keeps a form in the browser and sends ``key`` with it. A view that took the form redirects, as
every view here does after a POST; this middleware then sets a short-lived cookie with the key, which the next page
reads. A form with errors, a refused CSRF token, an expired session (the redirect to sign-in is made outside of
this middleware) or no answer at all set none, so nothing is lost. A view that redirects without having taken the
text says ``request.draft_kept = True``.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FIELD = "draft_key"
COOKIE = "parvis_sent"
KEY = re.compile(r"[\w:.-]{1,120}")


class DraftMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code not in (302, 303) or not request.user.is_authenticated:
            return response
        key = request.POST.get(FIELD, "")
        if KEY.fullmatch(key) and not getattr(request, "draft_kept", False):
            response.set_cookie(COOKIE, key, max_age=120, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response
