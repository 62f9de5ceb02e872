from typing import Any

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from intranet.accounts.models import User
from intranet.accounts.signals import changed, joined

_FIELDS = {"username", "email", "display_name", "job_title", "department", "language", "is_superuser", "groups"}


class PersonCreationForm(UserCreationForm):
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = _FIELDS
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def save(self, commit: bool = True) -> User:
        """An administrator who makes an account vouches for its address: no verification mail is asked for."""
        person: User = super().save(commit=commit)
        if commit:
            person.vouch_for_email()
            joined.send(User, person=person)
        return person


class PersonEditForm(UserEditForm):
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields = _FIELDS | {"is_active"}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def save(self, commit: bool = True) -> User:
        person: User = super().save(commit=commit)
        if commit:
            if "email" in self.changed_data:
                person.vouch_for_email()
            changed.send(User, person=person)
        return person


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm
