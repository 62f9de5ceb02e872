"""Comparing readerships: whether all who may read one place may read another."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intranet.accounts.models import Audience


def all_may_read(readers: "Audience | None", material: "Audience | None") -> bool:
    """Say whether everybody of ``readers`` may already read what is addressed to ``material`` (``None``: everyone).

    Both are sets of departments, each with those under it. Threat: what was said to few is copied to a place that
    more people read.
    """
    if material is None or (readers is not None and readers.pk == material.pk):
        return True
    if readers is None:
        return False
    allowed = [department.path for department in material.departments.all()]
    return all(any(one.path.startswith(path) for path in allowed) for one in readers.departments.all())
