import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from intranet.accounts.models import User

PREFIX = "parvis_"
# How long "last used" may lag, so that reading by a token writes at most once in that time.
NOTED_EVERY = timedelta(minutes=5)


def digest_of(key: str) -> str:
    """Return what is kept of a token. It has 256 random bits: a plain hash is enough, there is nothing to guess."""
    return hashlib.sha256(key.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self) -> Self:
        """Keep the tokens that open something now: not expired, of an active account."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), user__is_active=True)

    def issue(self, *, user: "User", name: str, can_write: bool, expires_at: datetime | None) -> "tuple[ApiToken, str]":
        """Make a token; return it with its key, which is shown this once and kept nowhere."""
        key = PREFIX + secrets.token_urlsafe(32)
        token = self.create(
            user=user, name=name, digest=digest_of(key), hint=key[-4:], can_write=can_write, expires_at=expires_at
        )
        return token, key

    def for_key(self, key: str) -> "ApiToken | None":
        """Return the valid token whose key this is, with its person; notes that it was used."""
        if not key.startswith(PREFIX) or len(key) > 100:
            return None
        token = self.valid().select_related("user").filter(digest=digest_of(key)).first()
        now = timezone.now()
        if token is not None and (token.used_at is None or token.used_at < now - NOTED_EVERY):
            self.filter(pk=token.pk).update(used_at=now)
        return token


class ApiToken(models.Model):
    """What a program shows to act for a person: with the person's rights, or only to read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="program_tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    can_write = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()
