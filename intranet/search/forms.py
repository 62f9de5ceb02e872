from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.contributions.shared import until_something_happens
from intranet.core.forms import offer
from intranet.search.asking import query_for
from intranet.search.query import LONGEST_QUERY, Query

PERIODS = [("", _("Any time")), ("7", _("Last 7 days")), ("30", _("Last 30 days")), ("365", _("Last 12 months"))]


class SearchForm(forms.Form):
    """What is asked and how it is narrowed. A filter that makes no sense is left out rather than refused."""

    # No longest length: what is too long is shortened, and said.
    q = forms.CharField(label=_("Search"), required=False, strip=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    space = forms.TypedChoiceField(label=_("Space"), required=False, coerce=int, empty_value=None)
    author = forms.CharField(label=_("By"), required=False, max_length=150)
    period = forms.ChoiceField(label=_("Date"), required=False, choices=PERIODS)
    since = forms.DateField(
        label=pgettext_lazy("a date", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("a date", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        kinds = [kind for kind in registry.kinds() if kind.indexable is not None]
        offer(self, "kind", [("", _("Everything")), *((k.name, k.label_plural) for k in kinds)])
        spaces = until_something_happens("search.spaces", user, lambda: _spaces(user))
        offer(self, "space", [("", _("Every space")), *spaces])

    def clean_author(self) -> User | None:
        name = self.cleaned_data["author"].strip().lstrip("@")
        if not name:
            return None
        person = (
            User.objects.filter(username__iexact=name).first() or User.objects.filter(display_name__iexact=name).first()
        )
        if person is None:
            raise forms.ValidationError(_("Nobody is called “%(name)s”."), params={"name": name})
        return person

    def query(self) -> Query:
        """Return the query asked, without the filters that are not valid."""
        self.full_clean()
        kept: dict[str, Any] = self.cleaned_data
        author, kind = kept.get("author"), kept.get("kind")
        since, until = kept.get("since"), kept.get("until")
        start = _moment(since) if since else None
        if kept.get("period") and start is None:
            start = timezone.now() - timedelta(days=int(kept["period"]))
        return query_for(
            self.user,
            kept.get("q") or str(self.data.get("q", ""))[: 2 * LONGEST_QUERY],
            kinds=(kind,) if kind else (),
            space_id=kept.get("space"),
            author_id=author.pk if author else None,
            since=start,
            until=_moment(_day_after(until)) if until else None,
        )

    @property
    def shown_key(self) -> tuple[Any, ...]:
        """Everything that the filters show: the choices offered, what was asked, what was wrong with it."""
        offered = tuple(self.fields["space"].choices), len(self.fields["kind"].choices)  # type: ignore[attr-defined]  # the stubs know a field, not which
        asked = tuple(str(self.data.get(name, "")) for name in self.fields if name != "q")
        return (*offered, asked, str(self.errors.as_json()))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words is asked."""
        return any(self.data.get(name) for name in ("space", "author", "period", "since", "until"))


def _spaces(user: User) -> list[tuple[int, str]]:
    return [space for answer in registry.ask("search.spaces", user) for space in answer]


def _day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _moment(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
