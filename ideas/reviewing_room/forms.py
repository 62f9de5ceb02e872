"""What people type in the room. Each form refuses in words, and keeps what was typed."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from ideas.errors import AnswerRequired
from ideas.forms import DecisionForm
from ideas.models import Status
from ideas.reviewing_room.models import (
    BEST,
    HEAVIEST,
    LONGEST,
    MOST_CRITERIA,
    WORST,
    Criterion,
    Forecast,
    Measure,
    Rule,
    Scorecard,
)
from ideas.reviewing_room.models.forecast import MONTHS
from intranet.accounts.forms import PeopleField

# What the panel decides in the room; the other steps are on the idea's own page.
IN_THE_ROOM = (Status.PLANNED, Status.PILOT, Status.NEEDS_MORE, Status.DECLINED)
SCALE = (
    (1, _("1, very weak")),
    (2, _("2, weak")),
    (3, _("3, fair")),
    (4, _("4, strong")),
    (5, _("5, very strong")),
)


class OpenForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("As the committee will know it: “Spring review”, “Second sitting”."),
        error_messages={"required": _("Give the review a title.")},
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class DrawForm(forms.Form):
    rule = forms.ChoiceField(label=_("Order by"), choices=Rule.choices)
    top = forms.IntegerField(
        label=_("How many ideas"),
        min_value=1,
        max_value=LONGEST,
        error_messages={"max_value": _("%(limit_value)s ideas at the most: beyond, it is a list.")},
    )
    minimum_breadth = forms.IntegerField(label=_("Departments at least"), min_value=0, max_value=1000, required=False)

    def clean_minimum_breadth(self) -> int:
        return self.cleaned_data["minimum_breadth"] or 0


class AddForm(forms.Form):
    idea = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        error_messages={"required": _("Say in a line why this idea should be looked at too.")},
    )


class CriterionForm(forms.Form):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    label = forms.CharField(label=_("Criterion"), max_length=80, required=False)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=HEAVIEST,
        required=False,
        error_messages={
            "min_value": _("A weight is 1 at the least."),
            "max_value": _("A weight is %(limit_value)s at the most."),
            "invalid": _("A weight is a whole number."),
        },
    )
    about = forms.CharField(label=_("What it means"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("label") and "weight" in said and said["weight"] is None:
            self.add_error("weight", _("Give it a weight: 1 if all count alike."))
        return said


class CriteriaForms(BaseFormSet):
    """The grid, one form a line; a line without a name is left out."""

    def clean(self) -> None:
        if any(self.errors):
            return
        if not self.wanted:
            raise forms.ValidationError(_("A grid needs one criterion at least."))

    @property
    def wanted(self) -> list[dict[str, Any]]:
        lines = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]
        return [
            {"pk": line.get("pk"), "label": line["label"], "about": line["about"], "weight": line["weight"]}
            for line in lines
        ]


_CriteriaFormSet = formset_factory(
    CriterionForm,
    formset=CriteriaForms,
    extra=0,
    max_num=MOST_CRITERIA,
    validate_max=True,
    absolute_max=MOST_CRITERIA + 4,
)


def criteria_forms(criteria: list[Criterion], data: Any = None) -> CriteriaForms:
    """Return the forms of the grid: each line that is there, and two more while there is room."""
    initial: list[dict[str, Any]] = [
        {"pk": line.pk, "label": line.label, "weight": line.weight, "about": line.about} for line in criteria
    ]
    initial += [{}] * max(min(2, MOST_CRITERIA - len(initial)), 0)
    made = cast("type[CriteriaForms]", _CriteriaFormSet)  # a class made of that one
    return made(data, initial=initial, prefix="grid")


class InviteForm(forms.Form):
    people = PeopleField(
        label=_("Who evaluates"),
        most=20,
        help_text=_("Names, separated by commas. They hear of it, and see only this room."),
        error_messages={"required": _("Name somebody.")},
    )


class ScoreForm(forms.Form):
    """One evaluator's scores: a field for each criterion, named ``c<id>``. ``version``: what the form was opened on."""

    comment = forms.CharField(
        label=_("Your comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2, required=False)

    def __init__(self, criteria: list[Criterion], data: Any = None, *, card: Scorecard | None = None) -> None:
        initial: dict[str, Any] = {"version": card.version if card else 0, "comment": card.comment if card else ""}
        for criterion in criteria:
            initial[f"c{criterion.pk}"] = card.score_of(criterion) if card else None
        super().__init__(data, initial=initial, auto_id="score_%s")
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"c{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.label,
                choices=SCALE,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={
                    "invalid_choice": _("A score is a whole number from %(worst)d to %(best)d.")
                    % {"worst": WORST, "best": BEST}
                },
            )

    def lines(self) -> list[tuple[Criterion, forms.BoundField]]:
        return [(criterion, self[f"c{criterion.pk}"]) for criterion in self.criteria]

    @property
    def scores(self) -> dict[int, int]:
        given = {criterion.pk: self.cleaned_data.get(f"c{criterion.pk}") for criterion in self.criteria}
        return {pk: score for pk, score in given.items() if score is not None}


class RoomDecisionForm(DecisionForm):
    """The decision as the room takes it: four ways, each a button of a group."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            Status.PLANNED: _("Plan it"),
            Status.PILOT: _("Try it first"),
            Status.NEEDS_MORE: _("Ask for more"),
            Status.DECLINED: _("Decline"),
        }
        self.fields["status"] = forms.ChoiceField(
            label=_("Decision"),
            choices=[(status, labels[status]) for status in IN_THE_ROOM],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose what is decided."),
                "invalid_choice": _("Choose one of the four decisions."),
            },
        )
        answer = self.fields["answer"]
        answer.required = True
        answer.help_text = _("The author and all who support the idea will read it.")
        answer.error_messages["required"] = AnswerRequired().messages[0]
        self.order_fields(["status"])


class Quantity(forms.DecimalField):
    """A measured number, with a point or a comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_digits=15, decimal_places=3, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # to Django, decimals are integers
        if isinstance(value, str):
            value = "".join(value.split()).replace("\u202f", "").replace("\xa0", "").replace(",", ".")
        found: Decimal | None = super().to_python(value)
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class MeasureForm(forms.Form):
    label = forms.CharField(
        label=_("What is measured"),
        max_length=120,
        help_text=_("Something that is counted anyway: “bicycles parked on a Tuesday”."),
        error_messages={"required": _("Say what will be counted.")},
    )
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    at_least = forms.TypedChoiceField(
        label=_("Goal"),
        choices=[("1", _("at least")), ("0", _("at most"))],
        coerce=lambda value: value == "1",
        initial="1",
    )
    target = Quantity(label=_("Number to reach"), error_messages={"required": _("Give the number to reach.")})
    months = forms.TypedChoiceField(
        label=_("Within"),
        choices=[(months, _("%(months)d months") % {"months": months}) for months in MONTHS],
        coerce=int,
        initial=12,
    )

    @classmethod
    def of(cls, measure: Measure | None, expected: dict[str, Any] | None = None) -> "MeasureForm":
        """``expected``: what the idea's page says is expected, to begin with."""
        initial = None
        if expected:
            initial = {"label": expected["measure"][:120], "unit": expected["unit"], "target": expected["target"]}
        if measure:
            initial = {name: getattr(measure, name) for name in ("label", "unit", "target", "months")}
            initial["at_least"] = "1" if measure.at_least else "0"
        return cls(initial=initial, auto_id="measure_%s")


class ForecastForm(forms.Form):
    probability = forms.IntegerField(
        label=_("Chance of reaching it, in %"),
        min_value=0,
        max_value=100,
        error_messages={
            "required": _("Give a chance from 0 to 100."),
            "min_value": _("A chance is from 0 to 100."),
            "max_value": _("A chance is from 0 to 100."),
        },
    )
    low = Quantity(label=_("Hardly less than"))
    expected = Quantity(label=_("Most probably"))
    high = Quantity(label=_("Hardly more than"))

    @classmethod
    def of(cls, forecast: Forecast | None) -> "ForecastForm":
        names = ("probability", "low", "expected", "high")
        initial = {name: getattr(forecast, name) for name in names} if forecast else None
        return cls(initial=initial, auto_id="forecast_%s")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"low", "expected", "high"} <= said.keys() and not said["low"] <= said["expected"] <= said["high"]:
            self.add_error("expected", _("The most probable number lies between the other two."))
        return said


class OutcomeForm(forms.Form):
    value = Quantity(label=_("Measured"), error_messages={"required": _("Give the number that was measured.")})
    note = forms.CharField(
        label=_("What explains it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class StanceForm(forms.Form):
    side = forms.ChoiceField(
        label=_("This message"),
        choices=[("for", _("argues for the idea")), ("against", _("argues against it")), ("", _("does neither"))],
        widget=forms.RadioSelect,
        required=False,
    )
