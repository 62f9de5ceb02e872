from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from intranet.contributions import uploads
from intranet.contributions.models import Upload

# What other parts of the site keep under MEDIA_ROOT, and may show: pictures only.
SHOWN_FOLDERS = ("photos/", "images/", "original_images/", "charter/")
SHOWN_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@csrf_exempt
def files(request: HttpRequest) -> HttpResponse:
    """Take a file, or show one's own.

    A file far too big is refused by its announced length, before a byte of it is read. Checking the CSRF token reads
    the form, so the check comes after (``_files``); nothing happens without it.
    """
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > uploads.MAX_REQUEST_BYTES:
        limit = filesizeformat(uploads.MAX_FILE_BYTES)
        return _refused(request, _("This file is too big: %(limit)s at the most.") % {"limit": limit}, status=413)
    return _files(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _files(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _refused(request, _("Choose a file."))
    try:
        upload = Upload.objects.store(file, by=request.user)
    except ValidationError as error:
        status = 429 if isinstance(error, uploads.TooMuch) else 400
        return _refused(request, " ".join(error.messages), status)
    return JsonResponse(_described(upload), status=201) if _wants_json(request) else redirect("uploads:files")


@require_GET
def file(request: HttpRequest, key: UUID, size: str = "") -> HttpResponse | FileResponse:
    """Give an upload to whoever may read a text that shows it. ``size="small"``: the picture for phones, if there is one."""
    upload = Upload.objects.visible_to(request.user).filter(key=key).first()
    if upload is None:
        raise Http404
    etag = f'"{upload.key.hex}{size}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _private(HttpResponseNotModified(), etag)
    small = size == "small" and upload.is_image and default_storage.exists(upload.small_name)
    path = upload.small_name if small else upload.file.name
    return _private(
        _stream(path or "", upload.content_type, name=upload.served_name, attached=not upload.is_image), etag
    )


@require_GET
def shown(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """Give a picture that another part of the site keeps (portraits, pictures of the pages) to anybody signed in."""
    ending = path[path.rfind(".") :].lower()
    if not path.startswith(SHOWN_FOLDERS) or ending not in SHOWN_TYPES or ".." in path or "\\" in path or "\0" in path:
        raise Http404
    return _private(_stream(path, SHOWN_TYPES[ending]), "")


def _stream(path: str, content_type: str, *, name: str = "", attached: bool = False) -> FileResponse:
    try:
        handle = default_storage.open(path)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return FileResponse(handle, as_attachment=attached, filename=name, content_type=content_type)


def _private(response: HttpResponse | FileResponse, etag: str) -> HttpResponse | FileResponse:
    """Kept by the person's own browser only; and should somebody open the file itself, it is a page that may do nothing."""
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Vary"] = "Cookie"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'self'"
    if etag:
        response.headers["ETag"] = etag
    return response


def _described(upload: Upload) -> dict[str, Any]:
    return {
        "url": upload.get_absolute_url(),
        "name": upload.name,
        "image": upload.is_image,
        "width": upload.width,
        "height": upload.height,
        "size": filesizeformat(upload.size),
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _refused(request: HttpRequest, message: str, status: int = 400) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": message}, status=status)
    return _page(request, error=message, status=status)


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    mine = Upload.objects.filter(owner=request.user).order_by("-pk")[:30]
    return render(request, "contributions/uploads.html", {"uploads": mine, "error": error}, status=status)
