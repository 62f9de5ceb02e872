from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """The root of the site's pages in the Wagtail admin. What the home page itself shows is the home view's affair;
    the words of welcome above it are edited here."""

    intro = models.TextField(_("words of welcome"), max_length=600, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    promote_panels: list[Any] = []
    preview_modes: list[Any] = []

    class Meta:
        verbose_name = _("home page")

    def get_absolute_url(self) -> str:
        return "/"

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Tell Wagtail that the home view serves this page."""
        sites = self._get_relevant_site_root_paths(request)
        return (sites[0].site_id, sites[0].root_url, "/") if sites else None
