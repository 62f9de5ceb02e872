from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed, or open to the e-mail domains of ``PARVIS_SIGNUP_DOMAINS``."""

    # In our own voice, in both languages; the same answer whether the account exists or not.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This address is already yours."),
        "email_taken": _("An account already has this e-mail address."),
        "email_password_mismatch": _("This name and this password do not go together. Check both, then try again."),
        "username_password_mismatch": _("This name and this password do not go together. Check both, then try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This is not the code we sent."),
        "invalid_login": _("This name cannot be used to sign in."),
        "invalid_or_expired_key": _("This link is too old or was already used."),
        "invalid_password_reset": _("This link is too old or was already used."),
        "max_email_addresses": _("%d addresses at the most."),
        "rate_limited": _("That is a lot at once. Wait a moment, then try again."),
        "same_as_current": _("This is what it was already: give something new."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "unknown_email": _("No account has this address."),
        "username_blacklisted": _("This username cannot be used. Choose another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.PARVIS_SIGNUP_DOMAINS)

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> Any:
        """Sign with the name of the site: allauth only knows the host that was asked."""
        return super().render_mail(template_prefix, email, context | {"site_name": settings.WAGTAIL_SITE_NAME}, headers)

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
        from intranet.accounts.signals import joined

        user = super().save_user(request, user, form, commit=False)
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        if commit:
            user.save()
            user.groups.add(Group.objects.get(name=roles.EMPLOYEE))
            joined.send(type(user), person=user)
        return user
