"""Who a program acts for, and how often it may ask."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer

from intranet.api.errors import Denied
from intranet.api.models import ApiToken

_READING = {"GET", "HEAD", "OPTIONS"}


class TokenAuth(HttpBearer):
    """``Authorization: Bearer parvis_…``. The request then is that person's, in that person's language."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = ApiToken.objects.for_key(token)
        if found is None:
            return None
        _count(found)
        if request.method not in _READING and not found.can_write:
            raise Denied(403, "This token may only read.")
        request.user = found.user
        translation.activate(found.user.language)
        return found.user


def _count(token: ApiToken) -> None:
    """Refuse a token that asked more than ``PARVIS_API_PER_MINUTE`` times within this minute."""
    key = f"api.asked.{token.pk}.{int(time.time() // 60)}"
    cache.add(key, 0, 120)
    try:
        asked = cache.incr(key)
    except ValueError:  # it fell out of the cache in between
        asked = 1
    if asked > settings.PARVIS_API_PER_MINUTE:
        raise Denied(429, "Too many requests: wait a minute.")
