from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Permission, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.accounts import roles
from intranet.accounts.models.audience import Audience
from intranet.accounts.models.department import Department
from intranet.core.compiled import Compiled, filled_up
from intranet.core.time_zones import time_zones

_audiences_of = Compiled(
    lambda paths: Audience.objects.filter(departments__path__in=paths).values_list("pk", flat=True)
)

_audiences_at = Compiled(
    lambda paths: Audience.objects.filter(departments__path__in=paths).values_list("pk", "departments__path")
)

_SEES_EVERYTHING = "accounts.see_every_space"


def _who_see_everything(ids: tuple[int, ...]) -> "models.QuerySet[User, int]":
    app, _dot, codename = _SEES_EVERYTHING.partition(".")
    granted = Permission.objects.filter(content_type__app_label=app, codename=codename)
    allowed = Q(is_superuser=True) | Q(groups__permissions__in=granted) | Q(user_permissions__in=granted)
    return User.objects.active().filter(allowed, pk__in=ids).values_list("pk", flat=True)


_seers = Compiled(_who_see_everything)


class UsernameValidator(UnicodeUsernameValidator):
    """Letters, digits and ``@ . + _ -``; not beginning with ``-`` or ``.``, which would read as a place of ours."""

    regex = r"^(?![-.])[\w.@+-]+\Z"


def validate_time_zone(value: str) -> None:
    if value not in time_zones():
        raise ValidationError(_("“%(zone)s” is not a time zone."), params={"zone": value})


class People(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def create_superuser(self, *args: Any, **kwargs: Any) -> "User":
        """Make an administrator; whoever has the command line vouches for the address."""
        person = super().create_superuser(*args, **kwargs)
        person.vouch_for_email()
        return person

    def active(self) -> models.QuerySet["User"]:
        return self.filter(is_active=True)

    def know_audiences(self, people: Collection["User"]) -> None:
        """Fill ``audience_ids`` and ``sees_everything`` of all of ``people`` (``department`` loaded) in two queries."""
        paths = {path for person in people if person.department for path in person.department.lineage_paths}
        audiences = defaultdict(set)
        for pk, path in _audiences_at(filled_up(sorted(paths))) if paths else ():
            audiences[path].add(pk)
        seer_ids = set(_seers(filled_up(sorted(person.pk for person in people)))) if people else set()
        for person in people:
            lineage = person.department.lineage_paths if person.department else []
            person.audience_ids = frozenset().union(*(audiences[path] for path in lineage))
            person.sees_everything = person.pk in seer_ids


class User(AbstractUser):
    """A person of the company: who they are here, how they read (language, time zone), and what they may do."""

    first_name = None  # type: ignore[assignment]  # one name, as the person writes it
    last_name = None  # type: ignore[assignment]  # one name, as the person writes it

    username = models.CharField(
        _("username"),
        max_length=60,
        unique=True,
        validators=[UsernameValidator()],
        help_text=_("At most 60 characters: letters, digits and @ . + - _"),
        error_messages={"unique": _("This username is already taken.")},
    )
    display_name = models.CharField(_("display name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    department = models.ForeignKey(
        Department,
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    job_title = models.CharField(_("role in the company"), max_length=120, blank=True)
    photo = models.ImageField(_("photo"), upload_to="photos/", blank=True)
    bio = models.TextField(_("about me"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=settings.TIME_ZONE, validators=[validate_time_zone]
    )

    objects = People()

    # Whether the row was active when it was read: what tells a deactivation from another change.
    _was_active = False

    REQUIRED_FIELDS = ["email", "display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_ci",
                violation_error_message=_("This username is already taken."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_ci",
                violation_error_message=_("An account already has this e-mail address."),
            ),
        ]
        permissions = [("see_every_space", "Can see every space, restricted ones included")]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.username])

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> "User":
        person = super().from_db(db, field_names, values, **kwargs)
        person._was_active = "is_active" in field_names and person.is_active
        return person

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an account that stops being active, from whatever page, is announced (``signals.deactivated``)."""
        from intranet.accounts.signals import deactivated

        self.display_name = self.display_name or self.username
        super().save(*args, **kwargs)
        if self._was_active and not self.is_active:
            deactivated.send(User, person=self)
        self._was_active = self.is_active

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The roles of this person (see ``accounts.roles``); one query, then kept on the instance."""
        return frozenset(self.groups.values_list("name", flat=True)) & roles.LABELS.keys()

    @cached_property
    def sees_everything(self) -> bool:
        return self.has_perm(_SEES_EVERYTHING)

    @cached_property
    def audience_ids(self) -> frozenset[int]:
        """The audiences this person belongs to; at most one query, then kept on the instance."""
        if self.department is None:
            return frozenset()
        return frozenset(_audiences_of(tuple(self.department.lineage_paths)))

    def belongs_to(self, audience_id: int | None) -> bool:
        """Say whether this person is among ``audience_id`` (``None``: everyone)."""
        return audience_id is None or self.sees_everything or audience_id in self.audience_ids

    def deactivate(self) -> None:
        """Close this account: signed out everywhere at once, sockets included; what they wrote stays.

        Pages: the backend refuses inactive people at each request. Sockets: whoever listens to
        ``accounts.signals.deactivated`` (the live room does) drops them.
        """
        self.is_active = False
        self.save(update_fields=["is_active"])

    def vouch_for_email(self) -> None:
        """Take the address as proved: an administrator or an identity provider says that it is this person's."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email__iexact=self.email).update(primary=False)
        EmailAddress.objects.update_or_create(
            user=self, email=self.email.lower(), defaults={"verified": True, "primary": True}
        )
