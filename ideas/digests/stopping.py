"""The way out of a digest: an address that proves by its signature whose it is, so that it works signed out."""

from typing import TYPE_CHECKING

from django.core import signing

if TYPE_CHECKING:
    from ideas.models import Campaign
    from intranet.accounts.models import User

_SALT = "ideas.digests.stop"
# The address in an old mail still works; it can do nothing but stop that digest.
_AGE = 400 * 24 * 3600


def token_of(person: "User", campaign: "Campaign") -> str:
    return signing.dumps([person.pk, campaign.pk], salt=_SALT)


def read_token(token: str) -> tuple[int, int] | None:
    """Return (person id, campaign id), or ``None`` if we did not sign it."""
    try:
        person, campaign = signing.loads(token, salt=_SALT, max_age=_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person, campaign
