import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.recognition.models import Highlight

LONGEST_DAYS = 90
USUAL_DAYS = 7


def usual_end() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=USUAL_DAYS)


class HighlightForm(forms.ModelForm[Highlight]):
    class Meta:
        model = Highlight
        fields = ["why", "until"]
        widgets = {
            "why": forms.Textarea(attrs={"rows": 3}),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"why": _("Why this one?"), "until": _("Last day on the home page")}
        help_texts = {"why": _("One or two sentences that everyone reads under its title. The author gets them too.")}

    def clean_until(self) -> datetime.date:
        until: datetime.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise ValidationError(_("This day is past: choose today or later."))
        if until > today + datetime.timedelta(days=LONGEST_DAYS):
            raise ValidationError(
                ngettext("At most %(count)s day from now.", "At most %(count)s days from now.", LONGEST_DAYS)
                % {"count": LONGEST_DAYS}
            )
        return until
