"""Where features describe themselves, so that rooms of one layer meet without importing one another.

A feature registers its kinds from ``AppConfig.ready()``::

    registry.register(Kind(model=Idea, name="idea", label=_("Idea"), label_plural=_("Ideas"), icon="lightbulb",
                           card="ideas/_card.html", search=IdeaSearch(), reportable=True, ...))
    registry.declare_verb("idea.supported", _("supported an idea"))
    registry.handle("idea.*", index_idea)

Reactors (search, moderation, notifications, home) ask the registry and import no feature.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.contributions.models import Activity

Text = str | Promise
# Begins the name of each file, on a line of its own before its words, in ``Document.attachments``.
FILE_MARK = "\x1f"
Handler = Callable[["Activity"], None]
BatchHandler = Callable[[list["Activity"]], None]


@dataclass(frozen=True)
class Document:
    """What the search index keeps of one object. All text is plain (no HTML).

    ``language`` is "fr" or "en" (how the words are stemmed). ``audience_id`` is ``None`` for everyone.
    ``space`` and ``author`` serve filters; ``at`` is the date people know it by; ``weight`` ≥ 0 is a modest
    popularity (0 is neutral). ``former_titles`` still find it; ``attachments`` is the text of its files, each after
    a line with ``FILE_MARK`` and its name. ``standing`` multiplies relevance (1 is neutral; verified a little more, archived much less). News (``is_news``) ages.
    """

    title: str
    body: str = ""
    headings: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    language: str = "fr"
    url: str = ""
    audience_id: int | None = None
    author_id: int | None = None
    space_id: int | None = None
    at: Any = None
    weight: float = 0.0
    former_titles: tuple[str, ...] = ()
    attachments: str = ""
    standing: float = 1.0
    is_news: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of thing that people can see, and how the rest of the site deals with it.

    Attributes:
        model: the Django model. Its default manager's querysets have ``visible_to(user)`` unless ``visible_to`` is given.
        name: short stable name used in URLs, filters and the index ("article", "idea", "thread", "post", "person", "clause").
        label, label_plural: for people, translated.
        icon: name in the sprite.
        visible_to: ``(queryset, user) -> queryset``; the only rule of who may see it.
        addressed: who may see it follows from the audiences of a person alone, so people of the same ones see the same.
        indexable: queryset of everything the search may hold (``None``: not searched), prefetching what ``document`` reads.
        document: object → ``Document``, or ``None`` when it must not be in the index (a draft, hidden).
        card: template of a list row, given ``object`` and ``user``; used by home, search, highlights, moderation.
        discussion: name of the one-to-one to ``discussions.Discussion``, if it has a thread.
        moderated: people can report it and the community manager can hide it (it is a ``Contribution``).
        highlightable: the community manager can put it on the home page.
        title: object → its title in plain text (``str`` by default).
        select: names for ``select_related`` when cards are shown in bulk.
    """

    model: type[models.Model]
    name: str
    label: Text
    label_plural: Text
    icon: str
    card: str = ""
    visible_to: Callable[[models.QuerySet[Any], "User"], models.QuerySet[Any]] | None = None
    addressed: bool = True
    indexable: Callable[[], models.QuerySet[Any]] | None = None
    document: Callable[[Any], Document | None] | None = None
    discussion: str = ""
    moderated: bool = False
    highlightable: bool = False
    title: Callable[[Any], str] = str
    select: tuple[str, ...] = ()
    order: int = 100

    def visible(self, user: "User") -> models.QuerySet[Any]:
        """Return all the objects of this kind that ``user`` may find."""
        queryset = self.model._default_manager.all()
        if self.visible_to is not None:
            return self.visible_to(queryset, user)
        return queryset.visible_to(user)  # type: ignore[attr-defined]  # every kind has it: see Kind

    def url(self, instance: Any) -> str:
        return instance.get_absolute_url()


@dataclass
class Registry:
    _kinds: dict[str, Kind] = field(default_factory=dict)
    _by_model: dict[type[models.Model], Kind] = field(default_factory=dict)
    _verbs: dict[str, Text] = field(default_factory=dict)
    _handlers: list[tuple[str, Handler]] = field(default_factory=list)
    _by_verb: dict[str, list[Handler]] = field(default_factory=dict)
    _batch_handlers: list[BatchHandler] = field(default_factory=list)
    _providers: dict[str, list[Callable[..., Any]]] = field(default_factory=lambda: defaultdict(list))

    def register(self, kind: Kind) -> None:
        if kind.name in self._kinds:
            raise ValueError(f"the kind {kind.name!r} is registered already")
        self._kinds[kind.name] = self._by_model[kind.model] = kind

    def kinds(self, **having: Any) -> list[Kind]:
        """Return the kinds in the order people see them; ``having`` keeps those with these attributes (``moderated=True``)."""
        kept = (k for k in self._kinds.values() if all(getattr(k, name) == value for name, value in having.items()))
        return sorted(kept, key=lambda kind: (kind.order, kind.name))

    def kind(self, name: str) -> Kind:
        """Return the kind called ``name``; ``KeyError`` if there is none."""
        return self._kinds[name]

    def kind_of(self, instance_or_model: Any) -> Kind | None:
        model = instance_or_model if isinstance(instance_or_model, type) else type(instance_or_model)
        for ancestor in model.__mro__:
            if ancestor in self._by_model:
                return self._by_model[ancestor]
        return None

    def declare_verb(self, verb: str, label: Text) -> None:
        """Declare an activity verb ("idea.supported") with words for it; ``record`` refuses undeclared ones."""
        self._verbs[verb] = label

    def verbs(self) -> dict[str, Text]:
        return dict(self._verbs)

    def check_verb(self, verb: str) -> None:
        if verb not in self._verbs:
            raise ValueError(f"undeclared activity verb: {verb!r}")

    def handle(self, pattern: str, handler: Handler) -> None:
        """Have ``handler(activity)`` run for verbs matching ``pattern`` ("idea.*"), in the worker, at least once."""
        self._handlers.append((pattern, handler))
        self._by_verb.clear()

    def handle_batch(self, handler: BatchHandler) -> None:
        """Have ``handler(activities)`` run once a round with all of its activities, outside any transaction."""
        self._batch_handlers.append(handler)

    def batch_handlers(self) -> list[BatchHandler]:
        return list(self._batch_handlers)

    def handlers_of(self, verb: str) -> Iterator[Handler]:
        if verb not in self._by_verb:
            self._by_verb[verb] = [handler for pattern, handler in self._handlers if fnmatchcase(verb, pattern)]
        return iter(self._by_verb[verb])

    def provide(self, service: str, provider: Callable[..., Any]) -> None:
        """Offer ``provider`` under a service name that another room asks for (``registry.ask``).

        Services in use are listed in ``docs/extending.md``: "home.waiting", "citable.clauses", …
        """
        self._providers[service].append(provider)

    def ask(self, service: str, *args: Any, **kwargs: Any) -> Iterable[Any]:
        """Return what each provider of ``service`` answers, in order of registration."""
        return [provider(*args, **kwargs) for provider in self._providers[service]]


registry = Registry()
