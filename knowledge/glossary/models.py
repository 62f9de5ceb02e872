import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.contributions.models import Contribution, ContributionQuerySet, UploadUse
from intranet.contributions.models.activity import record
from intranet.core.fields import RichTextField
from intranet.core.richtext import CleanHTML, clean, excerpt, upload_keys
from knowledge.glossary.kept import forget
from knowledge.models import SpacePage
from knowledge.policies import can_manage_knowledge
from knowledge.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

LONGEST_TERM = 80
SUMMARY_LENGTH = 280
# What of a term its history keeps of each change.
_TEXTS = ("term", "variants", "definition", "language")


class TermQuerySet(ContributionQuerySet):
    def published(self) -> Self:
        return self.filter(state=Term.State.PUBLISHED)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the terms of the glossary that ``user`` may find."""
        return super().visible_to(user).filter(state=Term.State.PUBLISHED)

    def findable_by(self, user: "User | AnonymousUser") -> Self:
        """Keep what may be told of to ``user``: the glossary, and what became of their own proposals."""
        mine = Q(state=Term.State.PUBLISHED) | Q(author=user.pk)
        return self.addressed_to(user).filter(mine, is_hidden=False)

    def readable_by(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` may open: the glossary (even hidden: its page says so), their own proposals, those they decide."""
        kept = self.addressed_to(user)
        if can_manage_knowledge(user):
            return kept
        mine = Q(state=Term.State.PUBLISHED) | Q(author=user.pk)
        return kept.filter(mine | Q(space__in=SpacePage.objects.stewarded_by(user)))

    def waiting_for(self, user: "User") -> Self:
        """Keep the proposals that ``user`` may decide."""
        kept = self.addressed_to(user).filter(state=Term.State.PROPOSED, is_hidden=False)
        return kept if can_manage_knowledge(user) else kept.filter(space__in=SpacePage.objects.stewarded_by(user))

    def for_cards(self) -> Self:
        return self.select_related("author__department", "space", "pair")


class Term(Contribution):
    """A word of the house and what it means here. Anybody proposes; stewards (of its space) and the community manager publish.

    A term with a ``space`` belongs to those who see that space, and is explained in its articles; without one, everywhere.
    ``replaces``: this row proposes how that published term should read; publishing it changes that one and this row
    goes. ``standing`` and ``instead`` are what the charter says of the word, by the clause ``clause``.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("of a term", "Proposed")
        PUBLISHED = "published", pgettext_lazy("of a term", "Published")
        DECLINED = "declined", pgettext_lazy("of a term", "Not retained")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a term", "Withdrawn")

    class Standing(models.TextChoices):
        NONE = "", _("No preference")
        PREFERRED = "preferred", _("Preferred")
        AVOID = "avoid", _("To avoid")

    term = models.CharField(_("term"), max_length=LONGEST_TERM)
    term_folded = models.CharField(max_length=2 * LONGEST_TERM, editable=False, db_index=True)
    slug = models.SlugField(max_length=80, editable=False)
    variants = models.JSONField(_("other forms"), default=list, blank=True)
    definition = RichTextField(_("definition"), profile="post")
    summary = models.CharField(max_length=SUMMARY_LENGTH + 20, blank=True, editable=False)
    space = models.ForeignKey(
        SpacePage, verbose_name=_("space"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pair = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED, editable=False)
    replaces = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="proposals", editable=False)
    standing = models.CharField(max_length=10, choices=Standing, blank=True, default="", editable=False)
    instead = models.CharField(_("say instead"), max_length=LONGEST_TERM, blank=True, editable=False)
    clause = models.JSONField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_why = models.CharField(max_length=300, blank=True, editable=False)
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("name of a record", "term")
        verbose_name_plural = pgettext_lazy("name of a record", "terms")
        ordering = ["term_folded", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="term_sent_once")]
        indexes = [models.Index(fields=["state", "term_folded"], name="term_listed")]

    def __str__(self) -> str:
        return self.term

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self._derive()
        super().save(*args, **kwargs)
        transaction.on_commit(forget)

    def get_absolute_url(self) -> str:
        return reverse("glossary:detail", args=[self.pk, self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        return self.is_published and super().is_visible_to(user)

    @classmethod
    def propose(
        cls,
        *,
        by: "User",
        term: str,
        definition: str,
        variants: "Iterable[str]" = (),
        language: str = "",
        space: SpacePage | None = None,
        pair: "Term | None" = None,
        replaces: "Term | None" = None,
        client_id: uuid.UUID | None = None,
    ) -> "Term":
        """Propose a term, or (``replaces``) another text for a published one; sent twice (``client_id``), it is one."""
        with transaction.atomic():
            proposed, is_new = cls.objects.get_or_create(
                author=by,
                client_id=client_id or uuid.uuid4(),
                defaults={
                    "term": term,
                    "definition": definition,
                    "variants": list(variants),
                    "language": language or by.language,
                    "space": space,
                    "audience_id": space.audience_id if space else None,
                    "replaces": replaces,
                },
            )
            if is_new:
                if pair is not None and replaces is None:
                    proposed._pair_with(pair)
                proposed.share_files(by=by)
                record("term.proposed", by=by, target=proposed, term=term, replaces=replaces.pk if replaces else None)
        return proposed

    def publish(self, *, by: "User") -> "Term":
        """Take a proposal into the glossary; return the term as it stands there. One decided already is left alone."""
        with transaction.atomic():
            mine = Term.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if not mine.is_proposed:
                return mine
            if mine.replaces_id is not None:
                return mine._take_over(by=by)
            mine.state, mine.decided_by, mine.decided_why = self.State.PUBLISHED, by, ""
            mine.save()
            mine.share_files(by=mine.author)
            record("term.published", by=by, target=mine, term=mine.term)
        self.refresh_from_db()
        return mine

    def _take_over(self, *, by: "User") -> "Term":
        kept = Term.objects.select_for_update(of=("self",)).get(pk=self.replaces_id)
        kept.edit(
            by=by,
            on_behalf_of=self.author,
            term=self.term,
            definition=self.definition,
            variants=self.variants,
            language=self.language,
            space=kept.space,
            pair=kept.pair,
        )
        self.state, self.decided_by = self.State.WITHDRAWN, by
        self.save()
        record("term.accepted", by=by, target=kept, author=self.author_id, term=self.term)
        return kept

    def edit(
        self,
        *,
        by: "User",
        term: str,
        definition: str,
        variants: "Iterable[str]",
        language: str,
        space: SpacePage | None,
        pair: "Term | None",
        on_behalf_of: "User | None" = None,
    ) -> None:
        """Change the text; what it said before stays in its history."""
        with transaction.atomic():
            mine = Term.objects.select_for_update(of=("self",)).get(pk=self.pk)
            before = {name: getattr(mine, name) for name in _TEXTS}
            mine.term, mine.definition, mine.variants, mine.language = term, definition, list(variants), language
            mine.space = space
            mine.audience_id = space.audience_id if space else None
            mine.edited_at = timezone.now()
            mine._pair_with(pair)
            mine.save()
            mine.share_files(by=on_behalf_of or by)
            record(
                "term.changed", by=by, target=mine, before={**before, "definition": str(before["definition"])[:4000]}
            )
        self.refresh_from_db()

    def decline(self, *, by: "User", why: str) -> None:
        self._leave(self.State.DECLINED, "term.declined", by=by, why=why)

    def withdraw(self, *, by: "User", why: str) -> None:
        """Take it out of the glossary (or take one's proposal back): it stays readable to who decides, and its history too."""
        self._leave(self.State.WITHDRAWN, "term.withdrawn", by=by, why=why)

    def _leave(self, state: str, verb: str, *, by: "User", why: str) -> None:
        with transaction.atomic():
            mine = Term.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if mine.state in (self.State.PROPOSED, self.State.PUBLISHED):
                mine.state, mine.decided_by, mine.decided_why = state, by, why
                mine._pair_with(None)
                mine.save()
                mine.share_files(by=None)
                record(verb, by=by, target=mine, why=why, term=mine.term)
        self.refresh_from_db()

    def set_standing(
        self, *, by: "User", standing: str, instead: str = "", clause: "dict[str, Any] | None" = None
    ) -> None:
        """Say what the charter holds of this word: preferred, to avoid (``instead`` what to say), or nothing."""
        with transaction.atomic():
            mine = Term.objects.select_for_update(of=("self",)).get(pk=self.pk)
            said = (standing, instead if standing == self.Standing.AVOID else "", clause if standing else None)
            if said != (mine.standing, mine.instead, mine.clause):
                mine.standing, mine.instead, mine.clause = said
                mine.save()
                record("term.standing_set", by=by, target=mine, standing=standing, instead=mine.instead)
        self.refresh_from_db()

    def on_hidden_changed(self, *, by: "User") -> None:
        """Called by the moderation room in its transaction, after ``is_hidden`` changed."""
        self.share_files(by=self.author)
        transaction.on_commit(forget)

    def share_files(self, *, by: "User | None") -> None:
        """Open the files of the definition to its readers; to nobody while it is not shown."""
        shown = self.is_published and not self.is_hidden
        UploadUse.objects.sync(
            self, keys=upload_keys(self.definition) if shown else set(), audience=self.audience, by=by
        )

    def _pair_with(self, other: "Term | None") -> None:
        """Make ``other`` the pair of this term, both ways; a pair that either had before is let go."""
        if self.pair_id == (other.pk if other else None):
            return
        involved = [self.pk] if other is None else [self.pk, other.pk]
        Term.objects.filter(Q(pair__in=involved) | Q(pk__in=involved)).update(pair=None)
        self.pair = other
        Term.objects.filter(pk=self.pk).update(pair=other)
        if other is not None:
            Term.objects.filter(pk=other.pk).update(pair=self)

    def _derive(self) -> None:
        if not isinstance(self.definition, CleanHTML):
            self.definition = clean(self.definition, "post")
        self.summary = excerpt(self.definition, SUMMARY_LENGTH)
        self.term_folded = fold(self.term)[: 2 * LONGEST_TERM]
        self.slug = slugify(self.term)[:80].strip("-") or "term"


def readdress(terms: "models.QuerySet[Term]", audience_id: int | None) -> None:
    """Set who may read ``terms``. Call it in the transaction that decides it."""
    for term in terms:
        term.audience_id = audience_id
        term.save(update_fields=["audience"])
        term.share_files(by=None)
