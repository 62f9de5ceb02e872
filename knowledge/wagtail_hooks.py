"""In the back office too, what one may not see does not exist: the trees and pickers of the admin are filtered."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page, PageQuerySet

from knowledge.models import ArticlePage, SpacePage


@hooks.register("construct_explorer_page_queryset")
def only_what_one_may_see(parent_page: Any, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return _without_the_unseen(pages, request)


@hooks.register("construct_page_chooser_queryset")
def offer_only_what_one_may_see(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Filter what the picker lists, and refuse to open it inside a page that is not there for this person."""
    inside = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if inside is not None and not _without_the_unseen(Page.objects.filter(pk=inside), request).exists():
        raise Http404
    return _without_the_unseen(pages, request)


def _without_the_unseen(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    user = request.user
    if user.sees_everything:
        return pages
    for model in (SpacePage, ArticlePage):
        unseen = model.objects.exclude(audience=None).exclude(audience__in=user.audience_ids)
        pages = pages.exclude(pk__in=unseen.values("pk"))
    return pages
