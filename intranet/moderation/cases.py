"""The queue: what waits for a decision, grouped by contribution, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404

from intranet.contributions.registry import Kind, Text, registry
from intranet.core.richtext import to_text
from intranet.moderation.models import Decision, Report
from intranet.moderation.policies import moderated_kind

if TYPE_CHECKING:
    from intranet.accounts.models import User

Key = tuple[int, int]


@dataclass
class Case:
    """A contribution and the open reports about it. ``people`` is how many reported it, ``since`` when the first did."""

    kind: Kind
    target: Any
    reports: list[Report] = field(default_factory=list)
    people: int = 0
    since: datetime | None = None

    @property
    def title(self) -> str:
        return self.kind.title(self.target)

    @property
    def heading(self) -> str:
        """The title, unless it is only the beginning of the text (a message has no title of its own)."""
        start = " ".join(self.title.rstrip("…").split())
        return "" if " ".join(self.text.split()).startswith(start) else self.title

    @property
    def url(self) -> str:
        return self.kind.url(self.target)

    @property
    def text(self) -> str:
        return text_of(self.kind, self.target)


def text_of(kind: Kind, target: Any) -> str:
    """Return the words in question as plain text; of a hidden contribution too, which has no document."""
    document = kind.document(target) if kind.document else None
    return document.body if document else to_text(getattr(target, "body", ""))


def waiting_rows() -> QuerySet[Any, Any]:
    """Return the reported contributions as rows of ids: most people first, then oldest."""
    return (
        Report.objects.open()
        .values("target_type", "target_id")
        .annotate(people=Count("id"), since=Min("at"))
        .order_by("-people", "since", "target_type", "target_id")
    )


def cases_of(rows: Iterable[dict[str, Any]]) -> list[Case]:
    """Turn a page of ``waiting_rows`` into cases; what has no contribution any more is left out."""
    rows = list(rows)
    targets = load_targets((row["target_type"], row["target_id"]) for row in rows)
    reports: dict[Key, list[Report]] = defaultdict(list)
    wanted = Q(pk__in=[])
    for type_id, target_id in targets:
        wanted |= Q(target_type=type_id, target_id=target_id)
    for report in Report.objects.open().filter(wanted).select_related("reporter__department").order_by("at", "pk"):
        reports[report.target_type_id, report.target_id].append(report)
    cases = []
    for row in rows:
        key = row["target_type"], row["target_id"]
        if key in targets:
            kind, target = targets[key]
            cases.append(Case(kind, target, reports[key], row["people"], row["since"]))
    return cases


def load_targets(keys: Iterable[Key], *, addressed_to: "User | None" = None) -> dict[Key, tuple[Kind, Any]]:
    """Load contributions by (content type, id), hidden ones too: one query a kind.

    With ``addressed_to`` only those whose audience this person belongs to.
    """
    by_type: dict[int, set[int]] = defaultdict(set)
    for type_id, target_id in keys:
        by_type[type_id].add(target_id)
    found: dict[Key, tuple[Kind, Any]] = {}
    for type_id, ids in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        kind = registry.kind_of(model) if model else None
        if kind is None or not kind.moderated:
            continue
        rows: QuerySet[Any] = kind.model._default_manager.filter(pk__in=ids)
        for target in rows.select_related(*kind.select):
            if addressed_to is None or addressed_to.belongs_to(target.audience_id):
                found[type_id, target.pk] = kind, target
    return found


def case_or_404(user: "User", kind_name: str, pk: int) -> Case:
    """Return one contribution as a case, for a moderator: what they may see, what was reported, what was decided before."""
    kind = moderated_kind(kind_name)
    if kind is None:
        raise Http404
    content_type = ContentType.objects.get_for_model(kind.model)
    concerned = {"target_type": content_type, "target_id": pk}
    queryset = kind.model._default_manager.select_related(*kind.select).filter(pk=pk)
    target = queryset.first()
    if target is None or not (
        kind.visible(user).filter(pk=pk).exists()
        or Report.objects.filter(**concerned).exists()
        or Decision.objects.filter(**concerned).exists()
    ):
        raise Http404
    reports = list(Report.objects.open().filter(**concerned).select_related("reporter__department").order_by("at"))
    return Case(kind, target, reports, len(reports), reports[0].at if reports else None)


@dataclass(frozen=True)
class MyReport:
    """A report as its author reads it; ``url`` is empty when they may no longer see what they reported."""

    report: Report
    kind_label: Text
    url: str


def my_entries(user: "User", reports: Iterable[Report]) -> list[MyReport]:
    reports = list(reports)
    targets = load_targets([(r.target_type_id, r.target_id) for r in reports], addressed_to=user)
    shown = []
    for report in reports:
        kind = moderated_kind(report.kind)
        found = targets.get((report.target_type_id, report.target_id))
        shown.append(MyReport(report, kind.label if kind else report.kind, found[0].url(found[1]) if found else ""))
    return shown
