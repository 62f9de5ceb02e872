from typing import Any

from intranet.contributions.models import Upload
from knowledge.linking.models import Attachment
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    attached = Attachment.objects.create(
        article=made.article, upload=Upload.objects.store(b"words", by=None, name="a.txt")
    )
    return {
        "knowledge:linking:cited_by": {"pk": made.article.pk},
        "knowledge:linking:files": {"pk": made.article.pk},
        "knowledge:linking:remove_file": {"pk": made.article.pk, "file": attached.pk},
    }


def forms(made: Made) -> list[Form]:
    return [Form("knowledge:linking:files", {"next": "/"}), Form("knowledge:linking:remove_file", {"next": "/"})]
