from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.core.fields import RichTextField
from intranet.core.richtext import upload_keys
from knowledge import policies
from knowledge.models import SpacePage
from knowledge.models.writing import without_foreign_files

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class TemplateQuerySet(models.QuerySet["ArticleTemplate"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(Q(space=None) | Q(space__in=SpacePage.objects.visible_to(user)))

    def offered_in(self, space: SpacePage | None) -> Self:
        """Keep those for whoever writes in ``space``: its own, those of the spaces around it, and everybody's. One query."""
        if space is None:
            return self.filter(space=None)
        return self.filter(Q(space=None) | Q(space__in=SpacePage.objects.around(space)))

    @transaction.atomic
    def make(self, *, by: "User", space: SpacePage | None, **text: Any) -> "ArticleTemplate":
        text["body"] = without_foreign_files(text["body"], before="", by=by)
        made = self.create(space=space, **text)
        made.follow_readers()
        record("template.made", by=by, target=space or by, template=made.pk, title=made.title)
        return made


class ArticleTemplate(models.Model):
    """What an article begins with: headings, and under each what to write there. Of one space, or for all (``space=None``)."""

    class Form(models.TextChoices):
        PROCEDURE = "procedure", _("Procedure")
        DECISION = "decision", _("Decision")
        HOW_TO = "how_to", _("How-to")
        MEETING = "meeting", _("Meeting")
        GLOSSARY = "glossary", _("Glossary entry")
        OTHER = "other", _("Other")

    ICONS = {
        Form.PROCEDURE: "list-ordered",
        Form.DECISION: "gavel",
        Form.HOW_TO: "list-checks",
        Form.MEETING: "calendar-days",
        Form.GLOSSARY: "book-marked",
        Form.OTHER: "file-text",
    }

    space = models.ForeignKey(SpacePage, null=True, blank=True, on_delete=models.CASCADE, related_name="templates")
    kind = models.CharField(max_length=12, choices=Form, default=Form.OTHER)
    title = models.CharField(_("name"), max_length=80)
    description = models.CharField(max_length=200, blank=True)
    body = RichTextField(profile="article")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "language"], name="template_offered")]

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        return self.ICONS[self.Form(self.kind)]

    @transaction.atomic
    def revise(self, *, by: "User", **text: Any) -> None:
        text["body"] = without_foreign_files(text["body"], before=self.body, by=by)
        for name, value in text.items():
            setattr(self, name, value)
        self.save()
        self.follow_readers()
        record("template.changed", by=by, target=self.space or by, template=self.pk, title=self.title)

    @transaction.atomic
    def remove(self, *, by: "User") -> None:
        """Take it away; articles begun with it stay as they are."""
        UploadUse.objects.sync(self, keys=set(), audience=None)
        record("template.removed", by=by, target=self.space or by, title=self.title)
        self.delete()

    def follow_readers(self) -> None:
        audience = self.space.audience if self.space else None
        UploadUse.objects.sync(self, keys=upload_keys(self.body), audience=audience)


def can_edit_templates(user: "User | AnonymousUser", space: SpacePage | None) -> bool:
    """Change the templates of ``space``: its stewards. Those for all: who manages the knowledge base."""
    if space is None:
        return policies.can_manage_knowledge(user)
    return policies.can_steward(user, space)
