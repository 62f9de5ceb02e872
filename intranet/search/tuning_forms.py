from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.contributions.registry import registry
from intranet.search.models import BestBet, KindBoost, SynonymGroup, lines_of
from intranet.search.text import words

_MOST_EXPRESSIONS = 50


def _expressions(text: str) -> tuple[str, ...]:
    """Return the expressions of a field; refuse what has no word, and too many."""
    found = lines_of(text)
    wordless = next((expression for expression in found if not any(words(expression))), None)
    if wordless is not None:
        raise ValidationError(_("“%(text)s” has no word."), params={"text": wordless})
    if len(found) > _MOST_EXPRESSIONS:
        raise ValidationError(_("At most %(count)s expressions."), params={"count": _MOST_EXPRESSIONS})
    return found


class SynonymForm(forms.ModelForm[SynonymGroup]):
    class Meta:
        model = SynonymGroup
        fields = ["expressions", "leads_to", "language"]
        labels = {
            "expressions": _("Words and expressions"),
            "leads_to": _("Also find (one way)"),
            "language": _("In which language"),
        }
        help_texts = {
            "expressions": _("One a line, or separated by commas: they find one another."),
            "leads_to": _(
                "Leave empty unless it goes one way only: whoever asks for the words above also finds these, but not the reverse."
            ),
            "language": _("How their endings are understood."),
        }
        widgets = {"expressions": forms.Textarea(attrs={"rows": 4}), "leads_to": forms.Textarea(attrs={"rows": 3})}

    def clean_expressions(self) -> str:
        return "\n".join(_expressions(self.cleaned_data["expressions"]))

    def clean_leads_to(self) -> str:
        return "\n".join(_expressions(self.cleaned_data["leads_to"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["leads_to"] and len(lines_of(cleaned["expressions"])) < 2:
            self.add_error("expressions", _("Give at least two, or say what else is to be found."))
        return cleaned


class BestBetForm(forms.ModelForm[BestBet]):
    class Meta:
        model = BestBet
        fields = ["patterns", "anywhere", "note", "starts", "ends"]
        labels = {
            "patterns": _("When somebody asks"),
            "anywhere": _("Also when these words stand among others"),
            "note": _("A word on it"),
            "starts": _("From (if it is not for always)"),
            "ends": _("Last day"),
        }
        help_texts = {
            "patterns": _("One a line, or separated by commas. Order, accents and endings do not matter."),
            "note": _("Shown under the result: why this one."),
        }
        widgets = {
            "patterns": forms.Textarea(attrs={"rows": 3}),
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_patterns(self) -> str:
        return "\n".join(_expressions(self.cleaned_data["patterns"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day is before the first."))
        return cleaned


class WeightsForm(forms.Form):
    """A factor for each kind; 1 is neutral."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        current = dict(KindBoost.objects.values_list("kind", "factor"))
        for kind in (kind for kind in registry.kinds() if kind.indexable is not None):
            self.fields[kind.name] = forms.FloatField(
                label=str(kind.label_plural),
                min_value=KindBoost.LEAST,
                max_value=KindBoost.MOST,
                initial=current.get(kind.name, 1.0),
                widget=forms.NumberInput(attrs={"step": "0.05"}),
            )

    def boosts(self) -> list[KindBoost]:
        """Return the rows of the kinds whose factor changes, with it; not saved. A row of factor 1 is to be removed."""
        current = {boost.kind: boost for boost in KindBoost.objects.all()}
        changed = []
        for name, factor in self.cleaned_data.items():
            boost = current.get(name) or KindBoost(kind=name)
            if boost.factor != factor:
                boost.factor = factor
                changed.append(boost)
        return changed
