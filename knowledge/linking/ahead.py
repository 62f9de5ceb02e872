"""Files chosen for an article that is not saved yet: stored at once, attached when it is, and there again meanwhile."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.contributions.models import Upload
from intranet.contributions.uploads import MAX_FILE_BYTES
from knowledge.linking.files import MOST_FILES, attach_stored
from knowledge.parts import EditorPart, Received

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models import ArticlePage

AT_ONCE = 20


def received(request: HttpRequest, kept: Mapping[str, Any]) -> Received:
    """Answer ``editor.received``: the files of a new article.

    ``attached`` names those stored already (of this person only), ``attach`` brings others. Sent back with an error or
    left unsaved (``kept``), the form still has them.
    """
    posted = request.method == "POST"
    named = request.POST.getlist("attached") if posted else [str(kept.get("attached", ""))]
    uploads = _own(request.user, " ".join(named))
    errors: list[str] = []
    for file in request.FILES.getlist("attach")[:AT_ONCE] if posted else ():
        try:
            stored = Upload.objects.store(file, by=request.user)
        except ValidationError as error:
            errors.append(f"{(file.name or '')[:80]}: {' '.join(error.messages)}")
        else:
            uploads += [stored] if stored not in uploads else []
    if len(uploads) > MOST_FILES:
        errors.append(_("An article has at most %(limit)d files.") % {"limit": MOST_FILES})
    context = {"uploads": uploads, "most": MAX_FILE_BYTES, "url": reverse("uploads:files")}
    part = EditorPart("knowledge/linking/_new_files.html", context, order=200, below=True)
    return Received(part, errors, partial(_attach, uploads, request.user))


def _attach(uploads: list[Upload], by: "User", article: "ArticlePage") -> None:
    for upload in uploads:
        attach_stored(article, upload, by=by)


def _own(user: "User", named: str) -> list[Upload]:
    """Return the uploads of ``user`` among these keys, in their order; what is no key of theirs falls."""
    keys: list[UUID] = []
    for word in named.split()[: 2 * MOST_FILES]:
        try:
            keys.append(UUID(word))
        except ValueError:
            continue
    found = {upload.key: upload for upload in Upload.objects.filter(owner=user, key__in=keys)} if keys else {}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
