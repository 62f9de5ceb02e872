"""The forms of the sign-in library, asking in the words of the site."""

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

_OURS = {"email": _("E-mail address"), "remember": _("Stay signed in")}


class InOurWords:
    """Goes before a form of allauth and gives its fields the labels that the rest of the site uses."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in _OURS.items():
            if name in self.fields:
                self.fields[name].label = label


class LoginForm(InOurWords, allauth.LoginForm):
    pass


class SignupForm(InOurWords, allauth.SignupForm):
    pass


class AddEmailForm(InOurWords, allauth.AddEmailForm):
    pass


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    pass
