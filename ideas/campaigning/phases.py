"""The form of a campaign's phases: hours of the campaign's own place, no overlap, gaps confirmed."""

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.campaigning.local_time import FIRST, SECOND, TwiceHour, instant, wall_of
from ideas.models.acts import Act
from ideas.models.managed import Planned
from ideas.rules import HIDDEN_UNTIL_CLOSE, nothing_to_vote_on, votes_on_nothing

if TYPE_CHECKING:
    from ideas.models import Campaign, Phase

MOST = 20
_FIRST_ROWS = 3
_EMPTY_ROWS = 1
_WALL = "%Y-%m-%dT%H:%M"
_FORMATS = (_WALL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")


class WallField(forms.DateTimeField):
    """An hour as the clocks of the campaign's place show it: naive, whatever the reader's own time zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_WALL)
        super().__init__(input_formats=_FORMATS, widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):  # of a phase that has begun: what it says already, not what was sent
            return value
        for known in _FORMATS:
            try:
                return datetime.strptime(str(value).strip(), known)
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return value


_WHICH = [
    ("", gettext_lazy("Which of the two?")),
    (FIRST, gettext_lazy("The first")),
    (SECOND, gettext_lazy("The second")),
]


class PhaseForm(forms.Form):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    opens = WallField(label=gettext_lazy("Opens"))
    opens_which = forms.ChoiceField(label=gettext_lazy("Opens, of the two hours"), choices=_WHICH, required=False)
    closes = WallField(label=gettext_lazy("Closes"), required=False, help_text=gettext_lazy("Empty: it has no end."))
    closes_which = forms.ChoiceField(label=gettext_lazy("Closes, of the two hours"), choices=_WHICH, required=False)
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("What is open"),
        choices=Act.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say what this phase opens.")},
    )

    def __init__(self, *args: Any, campaign: "Campaign", known: "dict[int, Phase]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = campaign.zone
        number = str(self["pk"].value() or "")
        self.phase = known.get(int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else None
        self.asked = {name for name in ("opens", "closes") if self[f"{name}_which"].value()}
        if self.phase and self.phase.opened_at:
            self.fields["opens"].disabled = self.fields["opens_which"].disabled = True
        if self.phase and self.phase.closed_at:
            self.fields["closes"].disabled = self.fields["closes_which"].disabled = True

    @property
    def asks_opens(self) -> bool:
        """Whether to ask which of two hours is meant."""
        return "opens" in self.asked

    @property
    def asks_closes(self) -> bool:
        return "closes" in self.asked

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in ("opens", "closes"):
            data[f"{name}_at"] = None
            if data.get(name):
                try:
                    data[f"{name}_at"] = instant(data[name], self.zone, data.get(f"{name}_which", ""))
                except ValidationError as error:
                    if isinstance(error, TwiceHour):
                        self.asked.add(name)
                    self.add_error(name, error)
        if self.phase and self.phase.opened_at:
            data["opens_at"] = self.phase.opens_at
        if self.phase and self.phase.closed_at:
            data["closes_at"] = self.phase.closes_at
        opens, closes = data["opens_at"], data["closes_at"]
        if opens and closes and closes <= opens:
            self.add_error("closes", _("This phase closes before it opens."))
        elif closes and self.phase is None and closes <= timezone.now():
            self.add_error("closes", _("This phase is over already: choose a later hour."))
        return data

    def planned(self) -> Planned:
        data = self.cleaned_data
        pk = self.phase.pk if self.phase else None
        return Planned(pk, data["title"], data["opens_at"], data["closes_at"], tuple(data["acts"]))

    @property
    def is_left_out(self) -> bool:
        return bool(self.cleaned_data.get("DELETE")) or not self.cleaned_data.get("opens_at")


class BasePhases(forms.BaseFormSet):
    """All phases of a campaign. A gap must be confirmed: ``gaps`` then holds the words, and the page a box to tick."""

    def __init__(self, *args: Any, campaign: "Campaign", **kwargs: Any) -> None:
        self.campaign = campaign
        known = {phase.pk: phase for phase in campaign.phases.all()}
        self.gaps: list[str] = []
        kwargs.setdefault("initial", [_initial(phase, campaign) for phase in known.values()])
        super().__init__(*args, form_kwargs={"campaign": campaign, "known": known}, prefix="phase", **kwargs)

    @property
    def confirmed(self) -> bool:
        return bool(self.data.get("gaps_confirmed"))

    def clean(self) -> None:
        if any(self.errors):
            return
        planned = self.planned
        for one, two in pairwise(planned):
            self._look_between(one, two)
        hides = self.campaign.visible_rules()["hidden"] == HIDDEN_UNTIL_CLOSE
        for phase in planned:
            if hides and Act.SUPPORT in phase.acts and phase.closes_at is None:
                raise ValidationError(
                    _("The tally is hidden until the vote closes, so “%(title)s” needs an end."),
                    params={"title": phase.title},
                )
        if votes_on_nothing(self.campaign, self.campaign.method, [(one.opens_at, one.acts) for one in planned]):
            raise ValidationError(nothing_to_vote_on())
        if self.gaps and not self.confirmed:
            raise ValidationError([*self.gaps, _("If that is meant, tick the box below and save again.")])

    def _look_between(self, one: Planned, two: Planned) -> None:
        words = {"one": one.title, "two": two.title, "from": "", "to": self._words(two.opens_at)}
        if one.closes_at is None:
            raise ValidationError(
                _("“%(one)s” has no end, so “%(two)s” cannot open after it. Give it an end, or make it the last one."),
                params=words,
            )
        words["from"] = self._words(one.closes_at)
        if one.closes_at > two.opens_at:
            raise ValidationError(
                _("“%(one)s” and “%(two)s” overlap: the first closes on %(from)s, the second opens on %(to)s."),
                params=words,
            )
        if one.closes_at < two.opens_at:
            self.gaps.append(_("Nothing is open from %(from)s to %(to)s, between “%(one)s” and “%(two)s”.") % words)

    def _words(self, at: datetime) -> str:
        return date_format(at.astimezone(self.campaign.zone), "DATETIME_FORMAT")

    @property
    def planned(self) -> list[Planned]:
        kept = [form.planned() for form in self.forms if form.has_changed() or form.phase if not form.is_left_out]
        return sorted(kept, key=lambda phase: phase.opens_at)


def phases_form(campaign: "Campaign", data: Any = None) -> BasePhases:
    """Return the form, filled with the phases there are and empty rows for more: three to begin with, one after that."""
    rows = _EMPTY_ROWS if campaign.schedule else _FIRST_ROWS
    made = forms.formset_factory(
        PhaseForm,
        formset=BasePhases,
        extra=rows,
        can_delete=True,
        max_num=MOST,
        validate_max=True,
        absolute_max=MOST + _FIRST_ROWS,  # what is sent says how many rows it has: no more are drawn, whatever it says
    )
    return cast("type[BasePhases]", made)(data, campaign=campaign)  # a class made of this one


def _initial(phase: "Phase", campaign: "Campaign") -> dict[str, Any]:
    opens, opens_which = wall_of(phase.opens_at, campaign.zone)
    closes, closes_which = wall_of(phase.closes_at, campaign.zone) if phase.closes_at else (None, "")
    said = {"pk": phase.pk, "title": phase.title, "acts": phase.acts}
    return said | {"opens": opens, "opens_which": opens_which, "closes": closes, "closes_which": closes_which}
