"""Changes of the settings as values: what a row says, what the settings would be, applying and undoing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from intranet.search import tuned
from intranet.search.measuring.models import Change
from intranet.search.models import BestBet, KindBoost, SynonymGroup, Tuned
from intranet.search.settings import Settings

if TYPE_CHECKING:
    from intranet.accounts.models import User

MODELS: dict[str, type[Tuned]] = {"synonyms": SynonymGroup, "bet": BestBet, "boost": KindBoost}
_FIELDS = {
    "synonyms": ("expressions", "leads_to", "language"),
    "bet": ("patterns", "anywhere", "kind", "target_type_id", "target_id", "note", "starts", "ends"),
    "boost": ("kind", "factor"),
}
_DATES = ("starts", "ends")

Edit = dict[str, Any]


class StaleError(Exception):
    """Something of it was changed by somebody else since: it has to be tried again."""


def edit_of(row: Tuned, *, removed: bool = False) -> Edit:
    """Return the edit that saves ``row`` as it now is, or removes it."""
    name = _name_of(row)
    stored = MODELS[name]._default_manager.filter(pk=row.pk).first() if row.pk else None
    return {
        "model": name,
        "pk": row.pk,
        "before": _state(name, stored) if stored else None,
        "after": None if removed else _state(name, row),
    }


def settings_after(settings: Settings, edits: Iterable[Edit]) -> Settings:
    """Return ``settings`` with ``edits`` made: what is in force stays as it is."""
    for edit in edits:
        old = _row(edit["model"], edit["before"]) if edit["before"] else None
        new = _row(edit["model"], edit["after"]) if edit["after"] else None
        match old or new:
            case SynonymGroup():
                settings = replace(settings, synonyms=_swapped(settings.synonyms, old, new))
            case BestBet():
                settings = replace(settings, bets=_swapped(settings.bets, old, new))
            case KindBoost():
                settings = replace(settings, boosts=_swapped_boosts(settings.boosts, old, new))
    return settings


@transaction.atomic
def apply(change: Change, *, by: "User") -> None:
    """Make ``change`` hold for everyone. Once; ``StaleError`` when a row is no longer what it was when it was proposed."""
    change = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.state == Change.State.APPLIED:
        return
    for edit in change.edits:
        _apply(edit, by)
    change.state, change.applied_by, change.applied_at = Change.State.APPLIED, by, timezone.now()
    change.save()
    transaction.on_commit(tuned.forget)


def _apply(edit: Edit, by: "User") -> None:
    model = MODELS[edit["model"]]
    row = model._default_manager.select_for_update().filter(pk=edit["pk"]).first() if edit["pk"] else None
    if (_state(edit["model"], row) if row else None) != edit["before"] or _taken(edit):
        raise StaleError
    if edit["after"] is None:
        if row is not None:
            row.remove(by=by)
        return
    new = _row(edit["model"], edit["after"], row)
    new.change(by=by)
    edit["pk"] = new.pk


def _taken(edit: Edit) -> bool:
    """Say whether a kind that had no weight got one meanwhile."""
    is_new = edit["model"] == "boost" and edit["before"] is None
    return is_new and KindBoost.objects.filter(kind=edit["after"]["kind"]).exists()


def undoing(change: Change) -> list[Edit]:
    """Return the edits that bring back what was before ``change``; ``StaleError`` if it was changed again since."""
    edits = []
    for edit in reversed(change.edits):
        row = MODELS[edit["model"]]._default_manager.filter(pk=edit["pk"]).first() if edit["after"] else None
        if (_state(edit["model"], row) if row else None) != edit["after"]:
            raise StaleError
        pk = edit["pk"] if edit["after"] else None
        edits.append({"model": edit["model"], "pk": pk, "before": edit["after"], "after": edit["before"]})
    return edits


def _name_of(row: Tuned) -> str:
    return next(name for name, model in MODELS.items() if isinstance(row, model))


def _state(name: str, row: Tuned) -> dict[str, Any]:
    state = {field: getattr(row, field) for field in _FIELDS[name]}
    return {field: value.isoformat() if isinstance(value, date) else value for field, value in state.items()}


def _row(name: str, state: dict[str, Any], row: Tuned | None = None) -> Tuned:
    row = row or MODELS[name]()
    for field, value in state.items():
        setattr(row, field, date.fromisoformat(value) if field in _DATES and value else value)
    return row


def _swapped(values: Sequence[Any], old: Any, new: Any) -> tuple[Any, ...]:
    gone = old.as_value() if old else None
    kept = list(values)
    if gone in kept:
        kept.remove(gone)
    return (*kept, new.as_value()) if new else tuple(kept)


def _swapped_boosts(boosts: Sequence[tuple[str, float]], old: Any, new: Any) -> tuple[tuple[str, float], ...]:
    by_kind = dict(boosts)
    if old:
        by_kind.pop(old.kind, None)
    if new:
        by_kind[new.kind] = new.factor
    return tuple(sorted(by_kind.items()))
