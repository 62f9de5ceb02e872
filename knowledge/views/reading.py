from dataclasses import dataclass, field

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect

from intranet.accounts.reader import Reader
from intranet.contributions.registry import registry
from intranet.contributions.shared import new_stamp, until_something_happens
from intranet.core.compiled import Compiled
from intranet.core.pagination import page_of
from knowledge import policies
from knowledge.models import ArticlePage, SpacePage
from knowledge.models.placing import SITE_ROOT, TREE_ROOT
from knowledge.presenting import Branch, Crumb, article_context, branches, crumbs_to, recent_for, without_doubles

PAGE_SIZE = 40
DRAFTS_SHOWN = 6
ORDERS = {"title": ("title_folded", "pk"), "tree": ("path",), "recent": ("-last_published_at", "-pk")}


_article_at = Compiled(
    lambda reader, slug, url_path: (
        ArticlePage.objects.readable_by(reader)
        .with_following(reader)
        .annotate(**{name: of for answer in registry.ask("article.annotated", reader) for name, of in answer.items()})
        .select_related("author__department", "discussion", "live_revision__user", *registry.ask("article.select"))
        .defer("live_revision__content", *registry.ask("article.defer"))
        .filter(slug=slug, url_path=url_path)
    )
)


_with_drafts = Compiled(
    lambda author_id, writer_id: ArticlePage.objects.filter(
        Q(live=False, author=author_id) | Q(live=True, has_unpublished_changes=True, latest_revision__user=writer_id)
    ).values_list("pk")[:1]
)


@dataclass(frozen=True)
class Overview:
    """What everybody of a readership sees alike of the knowledge base; rendered once under its ``stamp``."""

    branches: list[Branch]
    recent: list[ArticlePage]
    stamp: int = field(default_factory=new_stamp)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The knowledge base: its spaces, what is new in them, and the reader's own drafts."""
    user = request.user
    writes = bool(_with_drafts(user.pk, user.pk))
    drafts = list(ArticlePage.objects.drafts_of(user).for_cards()[: DRAFTS_SHOWN + 1]) if writes else []
    context = {
        "shared": until_something_happens(
            f"knowledge.index.{user.language}", user, lambda: Overview(branches(user), recent_for(user))
        ),
        "drafts": drafts[:DRAFTS_SHOWN],
        "more_drafts": len(drafts) > DRAFTS_SHOWN,
        "can_manage": policies.can_manage_knowledge(user),
    }
    return render(request, "knowledge/index.html", context)


@require_GET
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Whatever stands at this address: an article, a space, or what stood here before it moved."""
    url_path = f"{TREE_ROOT}{path.rstrip('/')}/"
    if "\x00" in path:
        raise Http404
    slug = url_path.rsplit("/", 2)[1]
    article = _article_at.first(Reader.of(request.user), slug, url_path)
    if article is not None:
        return render(request, "knowledge/article.html", article_context(article, request.user))
    space = SpacePage.objects.visible_to(request.user).filter(slug=slug, url_path=url_path).first()
    return space_page(request, space) if space is not None else moved(request, path)


def space_page(request: HttpRequest, space: SpacePage) -> HttpResponse:
    order = request.GET.get("order", "")
    order = order if order in ORDERS else space.article_order
    everything = ArticlePage.objects.visible_to(request.user).in_space(space)
    archived = "archived" in request.GET
    articles = everything.exclude(archived_at=None) if archived else everything.current()
    if not archived:
        articles = without_doubles(articles, request.user, space)
    context = {
        "space": space,
        "crumbs": crumbs_to(space),
        "branches": branches(request.user, under=space),
        "page": page_of(request, articles.for_cards().order_by(*ORDERS[order]), size=PAGE_SIZE),
        "order": "" if archived else order,
        "shows_archived": archived,
        "has_archived": archived or everything.exclude(archived_at=None).exists(),
        "write_url": f"{reverse('knowledge:new')}?space={space.pk}",
        "orders": SpacePage.Order.choices,
        "departments": space.departments.all() if space.audience_id else [],
        "can_manage": policies.can_manage_knowledge(request.user),
        "tabs": [tab for answer in registry.ask("space.tabs", space, request.user) for tab in answer],
    }
    return render(request, "knowledge/space.html", context)


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """Lead from an old address to where its page is now, whoever may see it there; a 404 for everyone else."""
    old = Redirect.normalise_path(SITE_ROOT + path)
    redirect = Redirect.objects.filter(old_path=old).exclude(redirect_page=None).select_related("redirect_page").first()
    if redirect is not None:
        found = (
            ArticlePage.objects.readable_by(request.user).filter(pk=redirect.redirect_page_id).first()
            or SpacePage.objects.visible_to(request.user).filter(pk=redirect.redirect_page_id).first()
        )
        if found is not None:
            return HttpResponseRedirect(found.get_absolute_url())
    raise Http404


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    rows = ArticlePage.objects.drafts_of(request.user).for_cards()
    page = page_of(request, rows, size=PAGE_SIZE)
    unsaved = [text for texts in registry.ask("knowledge.unsaved", request.user) for text in texts]
    return render(request, "knowledge/drafts.html", {"page": page, "unsaved": unsaved if page.number == 1 else []})


@require_GET
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles under one tag that the reader may see; a tag none of them carries does not exist for the reader."""
    found = get_object_or_404(Tag, slug=slug.replace("\x00", ""))
    rows = ArticlePage.objects.visible_to(request.user).filter(tagged_items__tag=found).for_cards()
    page = page_of(request, rows.order_by("title_folded", "pk"), size=PAGE_SIZE)
    if not page and page.number == 1:
        raise Http404
    crumbs = [Crumb(_("Knowledge"), reverse("knowledge:index"))]
    return render(request, "knowledge/tag.html", {"tag": found, "page": page, "crumbs": crumbs})
