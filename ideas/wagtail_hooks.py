"""Ideas in the community manager's back office: what one sorts and mends there. Votes and decisions are not edited."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ideas.models import Campaign, DeclineReason, Idea


class IdeaFilterSet(WagtailFilterSet):
    class Meta:
        model = Idea
        fields = ["status", "campaign", "departments", "language", "is_hidden"]


class NeitherAddedNorDeleted(ModelPermissionPolicy):
    """Ideas come from the site, by their authors; what should not be read is hidden by moderation, never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("change", "view") and super().user_has_permission(user, action)


class IdeaViewSet(SnippetViewSet):
    """List, filter, sort into departments and tags. The text stays the author's, the count the supporters'."""

    model = Idea
    icon = "pick"
    menu_label = _("Ideas")
    list_display = ["title", "author", "status", "campaign", "created_at"]
    filterset_class = IdeaFilterSet
    search_fields = ["title"]
    ordering = ["-created_at"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["title", "author", "imported_author", "status", "campaign", "departments", "created_at"]
    panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("departments"),
        FieldPanel("tags"),
        FieldPanel("language"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Idea.objects.addressed_to(request.user).select_related("author", "campaign")


class CampaignViewSet(SnippetViewSet):
    model = Campaign
    icon = "date"
    menu_label = _("Campaigns")
    list_display = ["__str__", "slug", "created_at"]
    copy_view_enabled = False
    panels = [FieldPanel("title"), FieldPanel("slug")]


class DeclineReasonViewSet(SnippetViewSet):
    """The list that those who decline an idea choose from, in both languages."""

    model = DeclineReason
    icon = "clipboard-list"
    menu_label = _("Reasons to decline")
    list_display = ["label_en", "label_fr", "order", "is_offered"]
    ordering = ["order"]
    copy_view_enabled = False
    panels = [
        FieldPanel("label_en"),
        FieldPanel("label_fr"),
        FieldPanel("slug"),
        FieldPanel("order"),
        FieldPanel("is_offered"),
    ]


class IdeasGroup(SnippetViewSetGroup):
    items = (IdeaViewSet, CampaignViewSet, DeclineReasonViewSet)
    menu_label = _("Ideas")
    menu_icon = "pick"
    menu_name = "ideas"


register_permission_policy(Idea, NeitherAddedNorDeleted(Idea))
register_snippet(IdeasGroup)
