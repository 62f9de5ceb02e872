from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.accounts.forms import PersonField
from intranet.search.measuring.models import Judgement
from intranet.search.measuring.sameness import LONGEST_TEXT


class HeardForm(forms.Form):
    """What the palette says of itself when it is left."""

    q = forms.CharField(max_length=300)
    results = forms.IntegerField(min_value=0, max_value=50, required=False)
    hit = forms.CharField(max_length=60, required=False)
    rank = forms.IntegerField(min_value=1, max_value=200, required=False)


class AssignForm(forms.Form):
    person = PersonField(label=_("Who writes it"))
    subject = forms.CharField(
        label=_("What is to be written"),
        max_length=LONGEST_TEXT,
        help_text=_("In your words: they read this, not what single colleagues typed."),
    )


class JudgementForm(forms.Form):
    q = forms.CharField(max_length=LONGEST_TEXT)
    page = forms.CharField(max_length=60)
    grade = forms.TypedChoiceField(choices=Judgement.GRADES, coerce=int)
    source = forms.ChoiceField(choices=Judgement.Source.choices, required=False)
