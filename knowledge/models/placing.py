"""Where spaces and articles stand: addresses, and who may see what stands there."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from intranet.accounts.models import Audience
from intranet.core.compiled import Compiled
from knowledge.text import ascii_slug

if TYPE_CHECKING:
    from knowledge.models.spaces import SpacePage

# Where Wagtail keeps the knowledge base, and where people read it. Neither page's slug can be edited.
TREE_ROOT = "/home/knowledge/"
SITE_ROOT = "/knowledge/"

# What nobody types: the code sets it, and the database refuses what is not there or is there twice.
NOT_TYPED = frozenset(
    {
        "path", "translation_key", "locale", "content_type", "owner", "locked_by", "alias_of",
        "latest_revision", "live_revision", "author", "audience", "discussion",
    }
)  # fmt: skip
# What belongs to a page and not to one of its versions: it is not restored from them.
NOT_OF_A_VERSION = NOT_TYPED - {"path", "translation_key"}

# Addresses directly under /knowledge/ that belong to views.
RESERVED_SLUGS = frozenset({"-", "new", "questions", "glossary", "reviews", "gaps", "templates", "api", "feed"})
# Redirects keep an address in 255 characters.
ADDRESS_LENGTH = 240


def address(url_path: str) -> str:
    """Return where people read what Wagtail keeps at ``url_path``."""
    return SITE_ROOT + url_path.removeprefix(TREE_ROOT)


class Near(NamedTuple):
    """What a list beside an article shows of another one."""

    pk: int
    title: str
    url_path: str
    space_title: str

    def get_absolute_url(self) -> str:
        return address(self.url_path)


class OwnCopyForm(CopyForm):
    """Copies in the admin are pages of their own: an alias of an article would have its thread, which belongs to one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class Placed:
    """A page of the knowledge base: its address on the site, its slug, the space it stands in."""

    # Wagtail would work through each version for what it refers to; links between texts are followed by ``linking``.
    wagtail_reference_index_ignore = True
    # The admin finds pages by their titles: ``edge`` says when that is work.
    search_auto_update = False
    copy_form_class = OwnCopyForm
    # False while ``making`` writes the entries of its history.
    tells_history = True

    if TYPE_CHECKING:
        pk: Any
        path: str
        depth: int
        slug: str
        title: str
        url_path: str
        steplen: int
        live_revision_id: int | None
        _get_relevant_site_root_paths: Any

    def get_absolute_url(self) -> str:
        return address(self.url_path)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Tell Wagtail (admin, redirects) the address people use; our own views serve it."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites:
            return None
        return sites[0].site_id, sites[0].root_url, self.get_absolute_url()

    def is_site_root(self) -> bool:
        """Tell Wagtail, which asks at each save: sites begin at the home page, none in the knowledge base."""
        return False

    def full_clean(self, exclude: Any = None, **options: Any) -> None:
        """Judge what somebody may have typed; one query for the address, and not one for each thing referred to."""
        super().full_clean(exclude=NOT_TYPED.union(exclude or ()), **options)

    def save(self, **options: Any) -> None:
        if not self.tells_history:
            options.setdefault("log_action", None)
        super().save(**options)

    def update_aliases(self, **options: Any) -> None:
        """Have the copies that follow this page say what it says. There are hardly ever any: one cheap query."""
        if _copies_of(self.pk):
            super().update_aliases(**options)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Read a version back; it is not asked whether what the page keeps itself is still there."""
        of_version = {name: value for name, value in content.items() if name not in NOT_OF_A_VERSION}
        page = super().with_content_json(of_version)
        page.live_revision_id = self.live_revision_id
        return page

    @property
    def parent_path(self) -> str:
        return self.path[: -self.steplen]

    def parent_space(self) -> "SpacePage | None":
        """Return the space that this page stands in (``None`` at the top, or before it is placed)."""
        return space_at(self.parent_path) if self.path else None

    def choose_slug(self, parent: Page | None = None) -> None:
        """Set a free, readable slug from the title, unless one is set already."""
        if self.slug and self.slug not in RESERVED_SLUGS:
            return
        parent = parent or Page.objects.filter(path=self.parent_path).first()
        self.slug = free_slug(self.title, parent=parent, but=self.pk)


def _at(path: str) -> Any:
    from knowledge.models.spaces import SpacePage

    return SpacePage.objects.filter(path=path)


_space_at = Compiled(_at)
_copies_of = Compiled(lambda pk: Page.objects.filter(alias_of=pk).values_list("pk"))


def space_at(path: str) -> "SpacePage | None":
    """Return the space whose place in the tree is ``path``."""
    return _space_at.first(path)


def hold_place(parent: Page) -> Page:
    """Return ``parent`` as a plain page, its row locked: nobody else adds a child or takes an address under it meanwhile."""
    held = _held.first(parent.pk)
    if held is None:
        raise Page.DoesNotExist
    return held


_held = Compiled(lambda pk: Page.objects.filter(pk=pk).select_for_update())


def free_slug(title: str, *, parent: Page | None, but: int | None = None, wish: str = "") -> str:
    """Return a slug for ``title`` that no other child of ``parent`` has, short enough for the whole address.

    ``but`` is the page itself, if it exists; ``wish`` is a slug to keep if it is free.
    """
    room = ADDRESS_LENGTH - len(parent.url_path) if parent else ADDRESS_LENGTH
    if room < 8:
        raise ValidationError(_("This space is nested too deeply to hold another page."))
    base = ascii_slug(wish or title, min(60, room - 5)) or "page"
    taken = set(RESERVED_SLUGS)
    if parent is not None and base not in taken and not _named(*_places_in(parent), base, but or 0):
        return base
    if parent is not None:
        siblings = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1, slug__startswith=base)
        taken |= set(siblings.exclude(pk=but).values_list("slug", flat=True))
    candidate, count = base, 1
    while candidate in taken:
        count += 1
        candidate = f"{base}-{count}"
    return candidate


def _places_in(parent: Page) -> tuple[int, str, str]:
    """Return the depth, the first and the last place of what stands directly in ``parent``."""
    return parent.depth + 1, parent.path + "0" * parent.steplen, parent.path + "Z" * parent.steplen


_named = Compiled(
    lambda depth, first, last, slug, but: (
        Page.objects.filter(depth=depth, path__gte=first, path__lte=last, slug=slug).exclude(pk=but).values_list("pk")
    )
)


def shared_audience(own: Audience | None, parent: Audience | None) -> Audience | None:
    """Return who may see a space that asks for ``own`` inside one for ``parent``; ``ValidationError`` if nobody could."""
    if own is None:
        return parent
    try:
        return own.narrowed_to(parent)
    except ValueError as error:
        raise ValidationError(
            _("Nobody could read this space: its departments and those of the space around it have no one in common.")
        ) from error
