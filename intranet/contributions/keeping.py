"""Answering the script that keeps what is being written (``elements/autosave.js``): the same for every room."""

import re
from typing import Any

from django.db import models
from django.http import HttpRequest, JsonResponse
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intranet.contributions.devices import device_of
from intranet.contributions.models.kept import Elsewhere, KeptText, TooMuch

_TAB = re.compile(r"[\w-]{1,40}", re.ASCII)


class NotKept(Exception):
    """Nothing was kept; ``answer`` says why, in words."""

    def __init__(self, answer: JsonResponse) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def keep_sent(request: HttpRequest, kind: type[KeptText], *, key: str, **about: models.Model | None) -> Any:
    """Keep what ``request`` sends of the form as a ``kind`` of unsent text; ``NotKept`` has what to answer otherwise."""
    number, tab = request.POST.get("number", ""), request.POST.get("tab", "")
    if not _TAB.fullmatch(tab) or not re.fullmatch(r"\d{1,9}", number, re.ASCII):
        raise NotKept(nameless())
    drafts: Any = kind
    try:
        return drafts.objects.keep(
            by=request.user,
            key=key,
            fields={name: request.POST[name].replace("\0", "") for name in request.POST if kind.takes(name)},
            tab=tab,
            number=int(number),
            device=device_of(request.headers.get("User-Agent", "")),
            over="over" in request.POST,
            **about,
        )
    except Elsewhere as other:
        said = _("You write this text in another tab or on another device too, last on %(at)s.")
        at = format_date(localtime(other.draft.updated_at), get_format("SHORT_DATETIME_FORMAT"))
        answer = {"error": said % {"at": at}, "number": other.draft.number}
        raise NotKept(JsonResponse(answer, status=409)) from other
    except TooMuch as much:
        raise NotKept(too_much(much.length, kind.longest)) from much


def signed_out() -> JsonResponse:
    return JsonResponse({"error": _("You are signed out.")}, status=401)


def nameless(status: int = 400) -> JsonResponse:
    return JsonResponse({"error": _("This text has no name.")}, status=status)


def too_much(length: int, limit: int) -> JsonResponse:
    """Say that a text of ``length`` characters is too long, or (0) that too many are kept."""
    if not length:
        said = _("You keep too many unsaved texts. Save or discard some of them.")
    else:
        said = _("This text is too long: %(length)d characters, where %(limit)d fit. Split it in several.")
        said %= {"length": length, "limit": limit}
    return JsonResponse({"error": said}, status=413)
