"""The forms of an idea's life."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.answering import end_of
from ideas.living.parts import article_titled
from intranet.accounts.forms import PeopleField, PersonField
from intranet.core.forms import RichTextFormField

if TYPE_CHECKING:
    from datetime import date, datetime

    from intranet.accounts.models import User

MOST_CO_AUTHORS = 8
_DIGITS: dict[str, Any] = {"max_digits": 18, "decimal_places": 4, "localize": True}


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


class InviteForm(forms.Form):
    people = PeopleField(
        label=gettext_lazy("Who writes it with you"),
        most=MOST_CO_AUTHORS,
        help_text=gettext_lazy(
            "They are asked first. As co-authors they edit the idea, stand beside your name, and hear what you hear."
        ),
    )


class WordsForm(forms.Form):
    """Words of the author, or of those who carry an idea out."""

    words = RichTextFormField(label=gettext_lazy("Your words"), profile="post")

    def __init__(self, *args: Any, label: str = "", help_text: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text, field.required = label or field.label, help_text, required


class HandOverForm(forms.Form):
    owner = PersonField(
        label=gettext_lazy("Who sees to what comes next"),
        required=False,
        help_text=gettext_lazy("They are told. Empty: nobody in particular."),
    )
    due = day_field(gettext_lazy("Until"), help_text=gettext_lazy("Empty: the date stays as it is."))

    def clean_due(self) -> "datetime | None":
        return end_of(self.cleaned_data["due"])


class MilestoneForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What will be reached"), max_length=160, help_text=gettext_lazy("“First ten racks stand”.")
    )
    due_on = day_field(gettext_lazy("Planned for"))
    owner = PersonField(label=gettext_lazy("By whom"), required=False)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_due_on(self) -> "date | None":
        day: date | None = self.cleaned_data["due_on"]
        end_of(day)
        return day


class ExpectedForm(forms.Form):
    """What is expected of an accepted idea."""

    measure = forms.CharField(
        label=gettext_lazy("What will be measured"),
        max_length=160,
        help_text=gettext_lazy(
            "“Bicycles parked outside the racks”. One thing that will show whether it was worth it."
        ),
    )
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False)
    baseline = forms.DecimalField(label=gettext_lazy("Today"), required=False, **_DIGITS)
    target = forms.DecimalField(label=gettext_lazy("Expected"), **_DIGITS)
    measure_on = day_field(gettext_lazy("To be measured on"))

    def clean_measure_on(self) -> "date | None":
        day: date | None = self.cleaned_data["measure_on"]
        end_of(day)
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("target") is not None and said.get("target") == said.get("baseline"):
            raise ValidationError(_("What is expected is what is there today: say what should change."))
        return said


class MeasureForm(forms.Form):
    value = forms.DecimalField(label=gettext_lazy("Measured"), **_DIGITS)
    on = day_field(gettext_lazy("On"), help_text=gettext_lazy("Empty: today."))
    note = forms.CharField(
        label=gettext_lazy("How"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who counted, what else changed."),
    )

    def clean_on(self) -> "date":
        day: date = self.cleaned_data["on"] or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        if day.year < 1990:
            raise ValidationError(_("This day is too far back."))
        return day


class CloseForm(forms.Form):
    """What was learned: in words, or as an article of the knowledge base. One of the two at least."""

    article = forms.CharField(
        label=gettext_lazy("The article that says it"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Its title, as in the knowledge base."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "articles-found"}),
    )
    learned = RichTextFormField(
        label=gettext_lazy("What was learned"),
        profile="post",
        required=False,
        help_text=gettext_lazy(
            "What worked, what did not, what one would do otherwise. Whoever has the same idea reads it."
        ),
    )

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_article(self) -> int | None:
        title = " ".join(self.cleaned_data["article"].split())
        if not title:
            return None
        found = article_titled(self.user, title)
        if found is None:
            raise ValidationError(
                _("No article that you can read is called “%(title)s”."), params={"title": title[:80]}
            )
        return found
