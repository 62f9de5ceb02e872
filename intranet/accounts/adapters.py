from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed, or open to the e-mail domains of ``PARVIS_SIGNUP_DOMAINS``."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.PARVIS_SIGNUP_DOMAINS)

    def clean_email(self, email: str) -> str:
        email = super().clean_email(email).strip().lower()
        request = self.request
        signing_up = (
            request is not None and request.resolver_match and request.resolver_match.url_name == "account_signup"
        )
        if signing_up and email.rpartition("@")[2] not in settings.PARVIS_SIGNUP_DOMAINS:
            raise ValidationError(_("Accounts are for addresses of the company. Use your work e-mail address."))
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        from django.contrib.auth.models import Group

        from intranet.accounts import roles

        user = super().save_user(request, user, form, commit=False)
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        if commit:
            user.save()
            user.groups.add(Group.objects.get(name=roles.EMPLOYEE))
        return user
