"""Decide about contributions: the only place that sets ``is_hidden``. Nothing is ever deleted here."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.contributions.models.activity import record
from intranet.contributions.registry import Kind, registry
from intranet.moderation.clauses import CitedClause, citable_clauses
from intranet.moderation.models import Decision, Report

REPORTS_PER_HOUR = 10


class AlreadyDecided(ValidationError):
    """Somebody decided the same before: hidden already, visible already, no open report left."""


@transaction.atomic
def report(contribution: models.Model, *, by: User, category: str, words: str) -> Report:
    """File a report. Locks the row of ``by``, so their reports are counted one after the other.

    Raises ``ValidationError`` for one's own contribution, for a second open report of the same, and beyond
    ``REPORTS_PER_HOUR``. Whether ``by`` may see the contribution is for the caller to ask.
    """
    kind, locked = _locked(contribution)
    User.objects.select_for_update().get(pk=by.pk)
    if locked.is_by(by):
        raise ValidationError(_("You wrote this: you can change it or take it back yourself."))
    if Report.objects.open().of(locked).filter(reporter=by).exists():
        raise ValidationError(_("You reported this already. The community manager has yet to answer."))
    lately = timezone.now() - timedelta(hours=1)
    if Report.objects.filter(reporter=by, at__gt=lately).count() >= REPORTS_PER_HOUR:
        raise ValidationError(
            _("You have reported a lot in the last hour. Wait a little, or write to the community manager.")
        )
    filed = Report.objects.create(
        kind=kind.name,
        target_type=ContentType.objects.get_for_model(locked),
        target_id=locked.pk,
        reporter=by,
        category=category,
        words=words,
    )
    record("report.filed", by=by, target=filed)
    return filed


@transaction.atomic
def hide(contribution: models.Model, *, by: User, reason: str, clause: str | CitedClause | None) -> Decision:
    """Hide ``contribution`` from everyone, saying why. Its author goes on reading it, with the reason.

    ``clause`` is the key of a clause in force (or the clause). It may be left out only while no charter is published.
    Locks the contribution's row; settles its open reports; raises ``AlreadyDecided`` when it is hidden already and
    ``ValidationError`` for an empty reason or an unknown clause. Does not ask whether ``by`` may: views do.
    """
    kind, locked = _locked(contribution)
    if locked.is_hidden:
        raise AlreadyDecided(_("This was hidden already: somebody decided before you."))
    decision = _decide(Decision.Action.HIDE, kind, locked, by=by, reason=reason, clause=_cited(clause))
    _set_hidden(contribution, locked, True, by=by)
    record("contribution.hidden", by=by, target=locked, role=decision.role, reason=_brief(decision.reason))
    return decision


@transaction.atomic
def restore(contribution: models.Model, *, by: User, reason: str) -> Decision:
    """Show ``contribution`` again, saying why. Locks its row; ``AlreadyDecided`` when it is not hidden."""
    kind, locked = _locked(contribution)
    if not locked.is_hidden:
        raise AlreadyDecided(_("This is visible already: somebody decided before you."))
    decision = _decide(Decision.Action.RESTORE, kind, locked, by=by, reason=reason, clause=None)
    _set_hidden(contribution, locked, False, by=by)
    record("contribution.restored", by=by, target=locked, role=decision.role, reason=_brief(decision.reason))
    return decision


@transaction.atomic
def dismiss(contribution: models.Model, *, by: User, reason: str) -> Decision:
    """Close the open reports of ``contribution``, which stays, with a word that their authors will read."""
    kind, locked = _locked(contribution)
    if not Report.objects.open().of(locked).exists():
        raise AlreadyDecided(_("No report is open here: somebody decided before you."))
    return _decide(Decision.Action.DISMISS, kind, locked, by=by, reason=reason, clause=None)


def _locked(contribution: models.Model) -> tuple[Kind, Any]:
    """Return the kind of ``contribution`` and its row, locked until the end of the transaction and freshly read."""
    kind = registry.kind_of(contribution)
    if kind is None or not kind.moderated:
        raise TypeError(f"{type(contribution).__name__} is not a moderated kind")
    return kind, type(contribution)._base_manager.select_for_update(of=("self",)).get(pk=contribution.pk)


def _decide(
    action: Decision.Action, kind: Kind, target: models.Model, *, by: User, reason: str, clause: CitedClause | None
) -> Decision:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ValidationError(_("Say why: everyone concerned will read it."))
    decision = Decision.objects.append(
        action=action, kind=kind.name, target=target, by=by, reason=reason, clause=clause
    )
    if action != Decision.Action.RESTORE:
        for report in Report.objects.open().of(target):
            report.decision = decision
            report.save(update_fields=["decision"])
            record("report.settled", by=by, target=report, role=decision.role, reason=_brief(decision.reason))
    return decision


def _cited(clause: str | CitedClause | None) -> CitedClause | None:
    if isinstance(clause, CitedClause):
        return clause
    in_force = citable_clauses()
    if not clause and not in_force:
        return None
    for candidate in in_force:
        if candidate.key == clause:
            return candidate
    raise ValidationError(_("Choose the charter clause that this goes against."))


def _set_hidden(contribution: Any, locked: Any, hidden: bool, *, by: User) -> None:
    type(locked)._base_manager.filter(pk=locked.pk).update(is_hidden=hidden)
    contribution.is_hidden = locked.is_hidden = hidden
    if hasattr(locked, "on_hidden_changed"):
        locked.on_hidden_changed(by=by)


def _brief(reason: str) -> str:
    return Truncator(reason).chars(280)
