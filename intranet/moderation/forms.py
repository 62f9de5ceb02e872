from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import offer
from intranet.moderation.clauses import CitedClause, citable_clauses
from intranet.moderation.models import Report

_LONGEST_REASON = 2000


class ReportForm(forms.ModelForm[Report]):
    """Why a contribution does not belong here. Criticism of the company is not among the reasons, by design."""

    class Meta:
        model = Report
        fields = ["category", "words"]
        widgets = {"category": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", Report.Category.choices)
        self.fields["words"].help_text = _("What would help the community manager understand. Only they will read it.")


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HideForm(DecisionForm):
    """A reason that everyone concerned will read, and the clause of the charter it rests on."""

    clause = forms.ChoiceField(label=_("Charter clause"))
    field_order = ["clause", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {clause.key: clause for clause in citable_clauses()}
        choices = [("", _("Choose a clause")), *((key, str(c)) for key, c in self.clauses.items())]
        offer(self, "clause", choices)
        self.fields["clause"].required = bool(self.clauses)
        self.fields["reason"].help_text = _(
            "The author reads it, and so does everyone in the public log. Quote no one."
        )

    def clean_clause(self) -> CitedClause | None:
        return self.clauses.get(self.cleaned_data["clause"])


class DismissForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("A word to those who reported it")
        self.fields["reason"].help_text = _("Why it stays. It is also in the public log.")


class RestoreForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Why it comes back. The author reads it, and it is in the public log.")
