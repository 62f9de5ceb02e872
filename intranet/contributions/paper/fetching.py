"""What a PDF may show: our own fonts, and the pictures that the reader may see. Everything else is refused.

The threat: a text, or whatever passes for one, names an address that the server can reach and the reader cannot: a file of
the machine (``file:``), a service of the network (``http:``). WeasyPrint would fetch both. Nothing is fetched here over
any network, nor from any path that is not asked of the storage by the key of an upload that the reader may see.
"""

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import default_storage

from intranet.contributions.models import Upload
from intranet.contributions.views import SHOWN_FOLDERS, SHOWN_TYPES

if TYPE_CHECKING:
    from intranet.accounts.models import User

# Where relative addresses of the document lead: to a name that no network has (RFC 2606), and to this fetcher before.
BASE = "https://parvis.invalid/"
FONTS = frozenset({"source-serif.woff2", "source-serif-italic.woff2", "public-sans.woff2"})
LARGEST = 12 * 1024 * 1024
_UPLOAD = re.compile(r"media/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Refused(ValueError):
    """The document asks for something that is not given to it; it is drawn without."""


def given(url: str, user: "User | None") -> tuple[bytes, str]:
    """Return the bytes and the type of what the address ``url`` of a document names, for ``user`` (``None``: an administrator)."""
    if not url.startswith(BASE):
        raise Refused(url)
    path = url.removeprefix(BASE)
    if path.startswith("fonts/") and path.removeprefix("fonts/") in FONTS:
        return _unpacked(path), "font/ttf"
    key = _UPLOAD.fullmatch(path)
    if key:
        return _upload(key[1], user)
    ending = path[path.rfind(".") :].lower()
    shown = path.removeprefix("media/")
    if path.startswith("media/") and shown.startswith(SHOWN_FOLDERS) and ending in SHOWN_TYPES and ".." not in path:
        return _stored(shown), SHOWN_TYPES[ending]
    raise Refused(url)


@lru_cache(maxsize=len(FONTS))
def _unpacked(path: str) -> bytes:
    """Return a font as it is drawn with. Unpacking takes as long as drawing a page: it is done once in a process."""
    from fontTools.ttLib import woff2

    unpacked = io.BytesIO()
    woff2.decompress(settings.BASE_DIR / "intranet" / "static" / path, unpacked)
    return unpacked.getvalue()


def _upload(key: str, user: "User | None") -> tuple[bytes, str]:
    rows = Upload.objects.all() if user is None else Upload.objects.visible_to(user)
    upload = rows.filter(key=key).first()
    if upload is None or not upload.is_image:
        raise Refused(key)
    return _stored(upload.file.name or ""), upload.content_type


def _stored(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            data: bytes = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Refused(name) from error
    if len(data) > LARGEST:
        raise Refused(name)
    return data


def fetcher_for(user: "User | None") -> Any:
    """Return the fetcher that WeasyPrint asks: an object of its own class, whose every way in is ``given``."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=frozenset(), allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            data, content_type = given(url, user)
            return URLFetcherResponse(url, data, {"Content-Type": content_type})

    return Fetcher()
