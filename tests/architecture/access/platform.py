"""Health, and the pages of allauth."""

from tests.architecture.access import EVERYONE, PUBLIC, Arguments, Entry

HOME = {"employee": 302, "cm": 302, "leader": 302, "administrator": 302}


def confirmation() -> Arguments:
    return ("unknown",), {}


def reset_key() -> Arguments:
    return (), {"uidb36": "1", "key": "unknown-key"}


ACCESS = {
    "core:healthz": PUBLIC,
    "core:readyz": PUBLIC,
    # Who is signed in already goes home.
    "account_login": Entry(public=True, **HOME),
    "account_signup": Entry(public=True, **HOME),
    "account_logout": Entry(public=True, anonymous=302),
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": Entry(public=True, args=reset_key),
    "account_reset_password_from_key_done": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": Entry(public=True, args=confirmation),
    "account_inactive": PUBLIC,
    "account_confirm_login_code": Entry(public=True, anonymous=302, **HOME),
    "account_email": EVERYONE,
    "account_change_password": EVERYONE,
    # Who has a password changes it.
    "account_set_password": Entry(**HOME),
    "account_reauthenticate": EVERYONE,
}
