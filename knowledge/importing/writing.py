"""How one document of a source becomes an article, the first time and each time after."""

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from intranet.contributions.models import Upload
from intranet.contributions.registry import registry
from intranet.core.richtext import CleanHTML
from knowledge import policies
from knowledge.importing.documents import Parsed
from knowledge.importing.relinking import Planned
from knowledge.importing.report import Report
from knowledge.models import ArticlePage, ImportedDocument, SpacePage

if TYPE_CHECKING:
    from intranet.accounts.models import User


class Writer:
    """Writes the documents of one source into ``space``, inside the transaction of the import.

    ``articles`` has, by their path, those that were written or are there already.
    """

    def __init__(self, space: SpacePage, report: Report, *, by: "User | None", publish: bool) -> None:
        self.space, self.report, self.by, self.publish = space, report, by, publish
        self.articles: dict[PurePosixPath, ArticlePage] = {}

    def write(self, planned: Planned, body: CleanHTML) -> None:
        """Make the article of one document, or bring it up to date; ``report`` says what was done, and what was not."""
        document, record = planned.document, planned.record
        digest = _digest(document, body)
        if record is not None:
            self.articles[document.path] = record.article
        if record is not None and record.digest == digest:
            self.report.unchanged += 1
        elif record is not None and self.by is not None and not policies.can_edit(self.by, record.article):
            self.report.skipped.append((str(document.path), _("its article stands where you may not edit it now")))
        elif record is not None and record.was_edited_here:
            self.report.kept.append(str(document.path))
        elif record is not None:
            self._revise(record, document, body, digest)
        else:
            self._create(planned, body, digest)

    def attach(self, path: PurePosixPath, uploads: list[Upload]) -> None:
        """Put the files beside the text where they were (service ``article.attach``); what is there already stays."""
        article = self.articles[path]
        if uploads and (self.by is None or policies.can_edit(self.by, article)):
            for upload in uploads:
                registry.ask("article.attach", article, upload, by=self.by)

    def _create(self, planned: Planned, body: str, digest: str) -> None:
        document = planned.document
        article = planned.space.add_article(
            by=self.by,
            title=document.title,
            body=body,
            summary=document.summary,
            language=document.language,
            tags=document.tags,
            slug=planned.slug,
            source_key=f"{self.space.pk}:{document.path}"[:255],
            publish=self.publish,
        )
        ImportedDocument.objects.create(
            space=self.space,
            source_key=str(document.path),
            article=article,
            digest=digest,
            revision_id=article.latest_revision_id,
        )
        self.articles[document.path] = article
        self._keep_aside(article, document)
        self.report.articles.append(article)
        self.report.created += 1

    def _revise(self, record: ImportedDocument, document: Parsed, body: str, digest: str) -> None:
        revision = record.article.revise(
            by=self.by,
            base_revision=record.revision_id,
            publish=self.publish,
            tags=document.tags,
            title=document.title,
            body=body,
            summary=document.summary,
            language=document.language,
        )
        record.digest, record.revision_id = digest, revision.pk
        record.save(update_fields=["digest", "revision_id"])
        self._keep_aside(record.article, document)
        self.report.articles.append(record.article)
        self.report.updated += 1

    def _keep_aside(self, article: ArticlePage, document: Parsed) -> None:
        """Archive what was archived where an export of ours comes from (service ``article.archive``), or bring it back."""
        if document.is_ours and article.live:
            why = document.archived_why if document.is_archived else None
            registry.ask("article.archive", article, by=self.by, why=why, at=document.archived_at)


def _digest(document: Parsed, body: str) -> str:
    whole = "\n".join([document.title, document.summary, document.language, *document.tags, body])
    if document.is_archived:
        whole += f"\narchived: {document.archived_why}"
    return hashlib.sha256(whole.encode()).hexdigest()
