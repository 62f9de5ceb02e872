"""Taking the files that a page sends, the same for every room that lets people attach some."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _


def attach_sent(request: HttpRequest, attach: Callable[[UploadedFile], object], *, at_once: int) -> list[str]:
    """``attach`` each of the first ``at_once`` files sent as "file"; return what is wrong with those that were refused."""
    sent = request.FILES.getlist("file")[:at_once]
    errors = [] if sent else [_("Choose a file.")]
    for file in sent:
        try:
            attach(file)
        except ValidationError as error:
            errors.append(f"{(file.name or '')[:80]}: {' '.join(error.messages)}")
    return errors
