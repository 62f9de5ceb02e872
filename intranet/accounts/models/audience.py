from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models.department import Department


class AudienceQuerySet(models.QuerySet["Audience"]):
    def for_departments(self, departments: Iterable[Department]) -> "Audience":
        """Return the one audience made of ``departments`` and all under them; made if new.

        Audiences are never edited: the same set is the same row, so what is addressed to it can be
        compared by id. The unique key makes two concurrent makers agree.
        """
        kept = _topmost(departments)
        if not kept:
            raise ValueError("an audience needs a department")
        key = ",".join(str(department.pk) for department in sorted(kept, key=lambda d: d.pk))
        audience, created = self.get_or_create(key=key)
        if created or not audience.departments.exists():
            audience.departments.set(kept)
        return audience


class Audience(models.Model):
    """Who may see something: the people of these departments and of those under them.

    Whatever a person can read carries an ``audience`` (null: everyone who is signed in), copied from where it
    stands: an article and its thread take the space's. So one condition, ``audience_id in user.audience_ids``,
    decides in lists, search, counts, notifications and sockets alike.
    """

    key = models.CharField(max_length=255, unique=True, editable=False)
    departments = models.ManyToManyField(Department, related_name="audiences", verbose_name=_("departments"))

    objects = AudienceQuerySet.as_manager()

    def __str__(self) -> str:
        return ", ".join(department.name for department in self.departments.all())

    def narrowed_to(self, other: "Audience | None") -> "Audience | None":
        """Return the audience of what needs both: the part that ``self`` and ``other`` share.

        ``None`` stands for everyone. Two audiences without a common department give an audience of nobody,
        which raises ``ValueError``: a space inside a restricted space must share somebody with it.
        """
        if other is None or other.pk == self.pk:
            return self
        mine, theirs = list(self.departments.all()), list(other.departments.all())
        shared = [d for d in mine if any(d.path.startswith(t.path) for t in theirs)]
        shared += [t for t in theirs if any(t.path.startswith(d.path) for d in mine)]
        return Audience.objects.for_departments(shared)


def _topmost(departments: Iterable[Department]) -> list[Department]:
    """Drop the departments that stand under another of the same set."""
    every = {department.path: department for department in departments}
    return [d for path, d in every.items() if not any(path != p and path.startswith(p) for p in every)]
