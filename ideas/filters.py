"""The list of ideas as its address says: filters and order of ``?status=&department=&tag=&mine=&supported=&order=``."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict
from taggit.models import TaggedItem

from ideas.models import Campaign, Idea, IdeaQuerySet, Status, Support
from ideas.models.status import ELSEWHERE
from ideas.orders import Order, default_order, orders_for
from intranet.accounts.models import Department
from intranet.contributions.shared import latest_activity, until_something_happens

if TYPE_CHECKING:
    from intranet.accounts.models import User

_MOST_TAGS = 30
# What is asked for by status: an idea that stands elsewhere is listed there, and among one's own.
LISTED = {status.value: status.label for status in Status if status not in ELSEWHERE}


@dataclass(frozen=True)
class IdeaFilter:
    """What somebody asks of the list. Values that mean nothing are as if they were not there."""

    user: "User"
    query: QueryDict
    campaign: Campaign | None = None

    @cached_property
    def latest(self) -> int:
        """The latest activity of the site: what is shared of this page, asked once."""
        return latest_activity()

    @property
    def status(self) -> str:
        status = self.query.get("status", "")
        return status if status in LISTED else ""

    @cached_property
    def orders(self) -> dict[str, Order]:
        return orders_for(self.user, self.campaign)

    @cached_property
    def order(self) -> str:
        """The key of the order asked for, or of the one that the list has by itself."""
        order = self.query.get("order", "")
        return order if order in self.orders else default_order(self.user, self.campaign)

    @property
    def order_links(self) -> list[dict[str, Any]]:
        """The orders as links that keep the filters, for ``components/tabs.html``."""
        links = []
        for key, order in self.orders.items():
            query = self.query.copy()
            query.pop("page", None)
            query["order"] = key
            links.append({"url": f"?{query.urlencode()}", "label": order.label, "current": key == self.order})
        return links

    @cached_property
    def departments(self) -> list[Department]:
        return Department.tree()

    @cached_property
    def department(self) -> Department | None:
        slug = self.query.get("department", "")
        return next((department for department in self.departments if department.slug == slug), None)

    @cached_property
    def tag(self) -> str:
        return self.query.get("tag", "").replace("\x00", "")[:100]

    @property
    def mine(self) -> bool:
        return self.query.get("mine") == "1"

    @property
    def supported(self) -> bool:
        return self.query.get("supported") == "1"

    @property
    def shared_key(self) -> tuple[Hashable, ...] | None:
        """What tells this list from others of the same readership; ``None`` if it is one person's, or hardly asked twice."""
        if self.mine or self.supported or (self.tag and self.tag not in self.tags()):
            return None
        place = self.department.path if self.department else ""
        return (self.status, place, self.tag, self.order, self.orders[self.order].shared_by(self.user))

    @property
    def shown_key(self) -> tuple[Any, ...]:
        """Everything that the fields above the list show, but for their own words."""
        offered = tuple((department.slug, department.name) for department in self.departments), tuple(self.tags())
        chosen = self.department.pk if self.department else 0
        return (*offered, self.status, self.order, self.tag, chosen, self.mine, self.supported)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.status or self.department or self.tag or self.mine or self.supported)

    def apply(self, ideas: IdeaQuerySet) -> Any:
        """Return ``ideas`` narrowed and in order, to cut a page of. Exists, not joins: an idea is there once."""
        if self.status:
            ideas = ideas.filter(status=self.status)
        elif not self.mine:
            ideas = ideas.standing()
        if self.department:
            of_it = Idea.departments.through.objects.filter(
                idea=OuterRef("pk"), department__path__startswith=self.department.path
            )
            ideas = ideas.filter(Exists(of_it))
        if self.tag:
            ideas = ideas.filter(pk__in=Idea.objects.filter(tags__name__iexact=self.tag).values("pk"))
        if self.mine:
            ideas = ideas.by(self.user)
        if self.supported:
            ideas = ideas.filter(Exists(Support.objects.filter(idea=OuterRef("pk"), user=self.user)))
        return self.orders[self.order].apply(ideas, self.user, self.campaign)

    def tags(self) -> list[str]:
        """Return the most used tags of the ideas that this person may see, and the chosen one; alphabetical."""
        names = until_something_happens("ideas.tags", self.user, self._most_used_tags, self.latest)
        return sorted(names | ({self.tag} if self.tag else set()), key=str.casefold)

    def _most_used_tags(self) -> frozenset[str]:
        items = TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(Idea),
            object_id__in=Idea.objects.visible_to(self.user).values("pk"),
        )
        used = items.values("tag__name").annotate(used=Count("pk")).order_by("-used", "tag__name")
        return frozenset(row["tag__name"] for row in used[:_MOST_TAGS])
