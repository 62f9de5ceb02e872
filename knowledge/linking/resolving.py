"""What the links of some articles lead to: many links, a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect

from intranet.contributions.models import Upload
from intranet.contributions.registry import Kind, registry
from knowledge.linking.models import FormerTitle
from knowledge.linking.parsing import own_path, wanted_title
from knowledge.models import ArticlePage, SpacePage
from knowledge.models.placing import SITE_ROOT, TREE_ROOT
from knowledge.text import fold

if TYPE_CHECKING:
    from intranet.accounts.models import User

# Name of an address → kind of what stands there, the part of the address that says which, the field it is in.
PLACES = {
    "ideas:short": ("idea", "pk", "pk"),
    "ideas:detail": ("idea", "pk", "pk"),
    "knowledge:questions:short": ("question", "pk", "pk"),
    "knowledge:questions:detail": ("question", "pk", "pk"),
    "knowledge:questions:answer": ("answer", "answer", "pk"),
    "discussions:thread": ("thread", "pk", "pk"),
    "discussions:post": ("post", "pk", "pk"),
    "charter:clause": ("clause", "anchor", "anchor"),
    "people:profile": ("person", "username", "username"),
}
FILES = ("uploads:file", "uploads:file_size")

# What a link may mean: ("page", path), ("file", key), ("title", folded), ("nowhere", path), or (kind, field, value).
Meaning = tuple[str, ...]
Key = tuple[str, int]


def host() -> str:
    return urlsplit(settings.PARVIS_BASE_URL).netloc.lower()


def meaning_of(href: str, ref: str, *, base: str) -> tuple[Meaning | None, str]:
    """Return what a link means, ``None`` when it is not ours to follow, and the title it wants written."""
    kind, _colon, pk = ref.partition(":")
    if pk.isdecimal() and len(pk) < 19 and kind in {each.name for each in registry.kinds()}:
        return (kind, "pk", pk), ""
    place = own_path(href, base=base, host=host())
    if place is None or place[0].startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return None, ""
    path, query = place
    title = wanted_title(path, query)
    if title:
        return ("title", fold(title)[:600]), title
    return _at(path), ""


def _at(path: str) -> Meaning | None:
    try:
        match = resolve(path)
    except Resolver404:
        try:
            match = resolve(f"{path}/")
        except Resolver404:
            return ("nowhere", path)
    if match.view_name == "knowledge:page":
        return ("page", f"{TREE_ROOT}{match.kwargs['path'].strip('/')}/")
    if match.view_name in FILES:
        return ("file", str(match.kwargs["key"]))
    if match.view_name in PLACES:
        kind, argument, field = PLACES[match.view_name]
        return (kind, field, str(match.kwargs[argument]))
    return None


def found(meanings: Iterable[Meaning]) -> dict[Meaning, Key]:
    """Return which objects ``meanings`` name, whoever may see them; what is missing leads nowhere."""
    sorted_out: dict[tuple[str, str], list[Meaning]] = defaultdict(list)
    for meaning in set(meanings):
        name = meaning[0]
        sorted_out[name, meaning[1] if len(meaning) == 3 else ""].append(meaning)
    known: dict[Meaning, Key] = {}
    for (name, field), asked in sorted_out.items():
        if name == "page":
            known |= _pages(asked)
        elif name == "file":
            keys = Upload.objects.filter(key__in=[m[1] for m in asked]).values_list("key", "pk")
            known |= {("file", str(key)): ("file", pk) for key, pk in keys}
        elif field == "pk":
            known |= {m: (name, int(m[2])) for m in asked}
        elif field:
            model = registry.kind(name).model._default_manager
            rows = model.filter(**{f"{field}__in": [m[2] for m in asked]}).values_list(field, "pk")
            known |= {(name, field, str(value)): (name, pk) for value, pk in rows}
    return known


def _pages(asked: list[Meaning]) -> dict[Meaning, Key]:
    """Return the articles and spaces at these places of the tree, or where those that stood there are now."""
    paths = {meaning[1] for meaning in asked}
    slugs = {path.rsplit("/", 2)[1] for path in paths}
    known: dict[Meaning, Key] = {}
    for name, model in (("article", ArticlePage), ("space", SpacePage)):
        rows = model.objects.filter(slug__in=slugs, url_path__in=paths).values_list("url_path", "pk")
        known |= {("page", path): (name, pk) for path, pk in rows}
    old = {Redirect.normalise_path(SITE_ROOT + m[1].removeprefix(TREE_ROOT)): m for m in asked if m not in known}
    if old:
        moved = Redirect.objects.filter(old_path__in=old).exclude(redirect_page=None)
        now = dict(moved.values_list("old_path", "redirect_page_id"))
        articles = set(ArticlePage.objects.filter(pk__in=now.values()).values_list("pk", flat=True))
        known |= {old[path]: ("article" if pk in articles else "space", pk) for path, pk in now.items()}
    return known


def titled(folded: Iterable[str], *, seen_by: "User | None") -> dict[str, int]:
    """Return the published article that has each of these titles, else one that had it; the first of several."""
    asked = set(folded)
    rows = _everything("article", seen_by).order_by("-pk")
    known = dict(rows.filter(title_folded__in=asked).values_list("title_folded", "pk"))
    left = asked - known.keys()
    if left:
        once = FormerTitle.objects.filter(folded__in=left, article__in=rows.order_by().values("pk")).order_by(
            "-article"
        )
        known |= dict(once.values_list("folded", "article_id"))
    return known


def seen(keys: Iterable[Key], *, by: "User | None") -> set[Key]:
    """Return those of ``keys`` that ``by`` may see (``None``, an import: that anybody may): one query a kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in keys:
        ids[kind].add(pk)
    files = {("file", pk) for pk in ids.pop("file", ())}
    rest = {
        (kind, pk)
        for kind, pks in ids.items()
        for pk in _everything(kind, by).filter(pk__in=pks).values_list("pk", flat=True)
    }
    return files | rest


def _everything(name: str, by: "User | None") -> QuerySet[Any]:
    kind: Kind = registry.kind(name)
    if by is not None:
        return kind.visible(by)
    return kind.indexable() if kind.indexable is not None else kind.model._default_manager.all()
