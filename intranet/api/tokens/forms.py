from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("0", _("Until you revoke it"))]


class TokenForm(forms.Form):
    """A new token: what for, what it may do, how long."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    can_write = forms.BooleanField(
        label=_("It may also write in your name"),
        required=False,
        help_text=_("Without this it reads what you can read, and changes nothing."),
    )
    lifetime = forms.ChoiceField(label=_("How long"), choices=LIFETIMES, initial="90")

    @property
    def expires_at(self) -> datetime | None:
        days = int(self.cleaned_data["lifetime"])
        return timezone.now() + timedelta(days=days) if days else None
