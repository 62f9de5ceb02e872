from functools import cache
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import User
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from intranet.core.time_zones import time_zones
from intranet.people.models import Expertise
from intranet.people.photos import portrait

_MOST_TOPICS = 12


@cache
def _zones() -> list[tuple[str, str]]:
    names = sorted(name for name in time_zones() if "/" in name and not name.startswith(("Etc", "posix")))
    return [(name, name.replace("_", " ")) for name in [*names, "UTC"]]


class ProfileForm(forms.ModelForm[User]):
    """A person's own page, as they write it. The topics are typed separated by commas.

    The department is not among the fields: it decides which restricted spaces one sees, so an administrator sets it.
    """

    expertise = forms.CharField(
        label=_("What I know about"),
        required=False,
        max_length=800,
        help_text=_("Separate the topics with commas. Colleagues find you by them."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)

    class Meta:
        model = User
        fields = ["display_name", "photo", "job_title", "bio", "expertise", "language", "time_zone"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 6}), "photo": forms.FileInput(attrs={"accept": "image/*"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expertise"].initial = ", ".join(topic.name for topic in self.instance.expertise.all())
        self.switches = [one for offered in registry.ask("profile.switches", self.instance) for one in offered]
        for switch in self.switches:
            self.fields[switch.name] = forms.BooleanField(
                label=switch.label, help_text=switch.help_text, initial=switch.is_on, required=False
            )

    def clean_photo(self) -> Any:
        """Refuse what is no picture; keep a square, re-encoded copy without the camera's data."""
        photo = self.cleaned_data["photo"]
        return portrait(photo) if isinstance(photo, UploadedFile) else photo

    def clean_expertise(self) -> list[str]:
        topics = [topic.strip() for topic in self.cleaned_data["expertise"].split(",")]
        distinct = list({topic.lower(): topic for topic in topics if topic}.values())
        if len(distinct) > _MOST_TOPICS:
            raise forms.ValidationError(_("Name at most %(number)d topics."), params={"number": _MOST_TOPICS})
        if any(len(topic) > 60 for topic in distinct):
            raise forms.ValidationError(_("A topic has at most 60 characters."))
        return distinct

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            person = super().save()
            person.expertise.all().delete()
            Expertise.objects.bulk_create(
                [Expertise(person=person, name=name) for name in self.cleaned_data["expertise"]]
            )
            for switch in self.switches:
                if self.cleaned_data[switch.name] != switch.is_on:
                    switch.set(self.cleaned_data[switch.name])
            record("person.updated", by=person, target=person)
        return person
