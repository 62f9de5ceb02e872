from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.contributions.registry import registry
from intranet.core.richtext import CleanHTML, clean, refuse_unclean
from intranet.core.richtext.allowed import PROFILES
from knowledge.importing.documents import Parsed, Unreadable
from knowledge.importing.folders import Described, described_folders
from knowledge.importing.formats import FORMATS, documents_of, guessed
from knowledge.importing.links import Addresses
from knowledge.importing.relinking import Planned, Relinker
from knowledge.importing.report import Report
from knowledge.importing.source import ImportRefused, Source
from knowledge.importing.tidying import slim
from knowledge.importing.writing import Writer
from knowledge.models import ArticlePage, ImportedDocument, SpacePage
from knowledge.models.placing import RESERVED_SLUGS
from knowledge.text import ascii_slug

if TYPE_CHECKING:
    from intranet.accounts.models import User

Progress = Callable[[int, int, str], None]
Result = TypeVar("Result")

# Titles of a first page that do not tell what its folder is about.
_SAYS_NOTHING = {"introduction", "overview", "apercu", "accueil", "home", "index", "readme", "presentation", "sommaire"}
_FIRST_PAGES = {"readme", "index"}
_ABOUT_THE_REPOSITORY = {
    "license",
    "licence",
    "contributing",
    "code_of_conduct",
    "changelog",
    "security",
    "readme",
    "source",
}


class Importer:
    """Imports one source into one space. Run again, it finds what it made before and changes only what changed.

    An article that somebody edited here since is never overwritten: it is reported as kept. Everything is written in
    one transaction: an import that fails leaves nothing behind (but its pictures, which are pruned, as no text shows
    them). Reading, cleaning and drawing come before it, so that the others wait for the writing only; the addresses
    that links need are found by a rehearsal, which is rolled back. ``space`` may be a function that makes it.

    ``format`` is a name of ``FORMATS`` ("" guesses). ``publish=False`` makes drafts of ``by``. ``most`` bounds how many
    documents are taken (``ImportRefused`` beyond).
    """

    def __init__(
        self,
        source: Source,
        space: SpacePage | Callable[[], SpacePage],
        *,
        by: "User | None" = None,
        owner: "User | None" = None,
        format: str = "",
        publish: bool = True,
        most: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.source, self.by, self.format, self.publish, self.most = source, by, format, publish, most
        self.owner = owner
        self._open_space = space if callable(space) else lambda: space
        self.progress = progress or (lambda done, total, path: None)
        self.report = Report()

    def run(self) -> Report:
        self.space = _rehearsed(self._open_space)
        files = self.source.paths()
        self._folders = described_folders(self.source)
        documents = self._parse(documents_of(files, self.format or guessed(files)))
        if not documents:
            raise ImportRefused(self._why_nothing())
        self._addresses = Addresses(documents, files, self._folders)
        self._relinker = Relinker(self.source, self._addresses, self.report, by=self.by)
        self._planned = _rehearsed(lambda: self._plan(documents))
        bodies = self._bodies()
        self._files = {document.path: self._relinker.attached(document) for document in documents}
        rehearsed = self._addresses_planned()
        with transaction.atomic():
            self._planned = self._plan(documents)
            if self._addresses_planned() != rehearsed:  # somebody wrote there meanwhile
                self.report.unresolved.clear()
                bodies = self._bodies()
            articles = self._write_all(bodies)
            self._pair(documents, articles)
            if self.owner is not None:  # whoever it is already keeps theirs
                registry.ask("article.take_on", self.report.articles, by=self.owner)
        return self.report

    def _why_nothing(self) -> str:
        if len(self.report.skipped) == 1:
            path, reason = self.report.skipped[0]
            return _("%(path)s cannot be imported: %(reason)s.") % {"path": path, "reason": reason}
        return _("There is no document to import here: Markdown, HTML or Word (.docx).")

    def _addresses_planned(self) -> list[str]:
        return [self.space.get_absolute_url(), *(planned.url for planned in self._planned.values())]

    def _bodies(self) -> dict[PurePosixPath, CleanHTML]:
        home = self.space.get_absolute_url()
        relinked = self._relinker.relinked
        return {
            path: clean(relinked(planned, self._planned, self._spaces_by_folder, home))
            for path, planned in self._planned.items()
        }

    def _write_all(self, bodies: dict[PurePosixPath, CleanHTML]) -> dict[PurePosixPath, ArticlePage]:
        writer = Writer(self.space, self.report, by=self.by, publish=self.publish)
        for done, planned in enumerate(self._planned.values(), start=1):
            path = planned.document.path
            writer.write(planned, bodies[path])
            writer.attach(path, self._files[path])
            self.progress(done, len(self._planned), str(path))
        return writer.articles

    # Reading

    def _parse(self, paths: list[PurePosixPath]) -> list[Parsed]:
        if self.most is not None and len(paths) > self.most:
            raise ImportRefused(
                _("There are %(count)d documents; at most %(most)d can be imported at once here.")
                % {"count": len(paths), "most": self.most}
            )
        documents = [document for path in paths if (document := self._read(path, alone=len(paths) == 1))]
        # The neighbours keep the order that an export of ours tells; everything else comes in the order of its names.
        return sorted(
            documents, key=lambda d: (str(d.path.parent), d.position) if d.is_ours and d.position else ("", 0)
        )

    def _read(self, path: PurePosixPath, *, alone: bool) -> Parsed | None:
        parse = next(parse for suffixes, parse in FORMATS.values() if path.suffix.lower() in suffixes)
        try:
            document = parse(path, self.source.read(path), default_language=self.space.language)
            if _is_about_the_source(document) and not alone:
                self.report.skipped.append((str(path), _("about the source itself, not knowledge")))
                return None
            if len(document.html) > PROFILES["article"].max_length:
                document.html = slim(document.html)
            refuse_unclean(document.html)
        except ValidationError as error:
            self.report.skipped.append((str(path), " ".join(error.messages)))
            return None
        except (Unreadable, ValueError) as error:
            self.report.skipped.append((str(path), str(error)))
            return None
        self.report.left_out += [(str(path), call) for call in document.left_out]
        if document.is_empty:
            self.report.skipped.append((str(path), _("empty, or made only of parts that its own site fills in")))
            return None
        return document

    # Placing

    def _plan(self, documents: list[Parsed]) -> dict[PurePosixPath, Planned]:
        self.space = self._open_space()
        spaces = self._spaces_by_folder = self._spaces(documents, self._base(documents))
        records = {
            record.source_key: record for record in ImportedDocument.objects.of(self.space).select_related("article")
        }
        taken: dict[int, set[str]] = {space.pk: _slugs_in(space) for space in spaces.values()}
        planned = {}
        for document in documents:
            space = spaces[document.path.parent]
            record = records.get(str(document.path))
            if record is not None:
                slug, url = record.article.slug, record.article.get_absolute_url()
            else:
                slug = _free(ascii_slug(_name_of(document)) or ascii_slug(document.title) or "page", taken[space.pk])
                url = f"{space.get_absolute_url()}{slug}/"
            taken[space.pk].add(slug)
            planned[document.path] = Planned(document, space, slug, url, record)
        return planned

    def _base(self, documents: list[Parsed]) -> PurePosixPath:
        """Return the folder that becomes the space itself: where an export of ours begins, else the deepest that all share."""
        if self._folders:
            first = min(self._folders, key=lambda folder: len(folder.parts))
            if all(document.path.is_relative_to(first) for document in documents):
                return first
        return _common_folder([document.path for document in documents])

    def _spaces(self, documents: list[Parsed], base: PurePosixPath) -> dict[PurePosixPath, SpacePage]:
        """Return the space of each folder, made if new; a folder is named by its README or index, else by its name."""
        heads = [document for document in documents if document.path.stem.lower() in _FIRST_PAGES]
        named = {head.path.parent: head.title for head in heads if ascii_slug(head.title) not in _SAYS_NOTHING}
        spaces = {base: self.space}
        folders = {parent for document in documents for parent in (document.path.parent, *document.path.parent.parents)}
        folders |= {parent for folder in self._folders for parent in (folder, *folder.parents)}
        for folder in sorted(f for f in folders if f != base and f.is_relative_to(base)):
            found = SpacePage.objects.filter(source_key=f"{self.space.pk}:{folder}"[:255]).first()
            title = named.get(folder) or folder.name.replace("-", " ").replace("_", " ").capitalize()
            spaces[folder] = found or self._add_space(spaces[folder.parent], folder, title)
        return spaces

    def _add_space(self, parent: SpacePage, folder: PurePosixPath, title: str) -> SpacePage:
        described = self._folders.get(folder, Described(language=self.space.language))
        slug = _free(ascii_slug(folder.name), _slugs_in(parent)) if folder in self._folders else ""
        return parent.add_space(
            by=self.by,
            title=(described.title or title)[:255],
            slug=slug,
            source_key=f"{self.space.pk}:{folder}"[:255],
            **described.fields,
        )

    def _pair(self, documents: list[Parsed], articles: dict[PurePosixPath, ArticlePage]) -> None:
        """Tell which articles say the same in two languages (service ``knowledge.paired``); once a pair, each time."""
        told: set[frozenset[PurePosixPath]] = set()
        for document in documents:
            other = self._addresses.counterpart(document)
            first = articles.get(document.path)
            second = articles.get(other) if other is not None else None
            if first is None or second is None or other is None or first.language == second.language:
                continue
            pair = frozenset({document.path, other})
            if pair not in told:
                told.add(pair)
                registry.ask("knowledge.paired", first, second)
        self.report.pairs = len(told)


def _rehearsed(act: Callable[[], Result]) -> Result:
    """Return what ``act`` gives, and have nothing of what it wrote."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


def _is_about_the_source(document: Parsed) -> bool:
    path = document.path
    return len(path.parts) == 1 and path.stem.lower() in _ABOUT_THE_REPOSITORY and not document.is_ours


def _common_folder(paths: list[PurePosixPath]) -> PurePosixPath:
    """Return the deepest folder that all of ``paths`` stand in: it becomes the space itself."""
    common = paths[0].parent
    while not all(path.is_relative_to(common) for path in paths):
        common = common.parent
    return common


def _slugs_in(space: SpacePage) -> set[str]:
    return set(RESERVED_SLUGS) | set(space.get_children().values_list("slug", flat=True))


def _name_of(document: Parsed) -> str:
    path = document.path
    is_first_page = path.stem.lower() in _FIRST_PAGES and not document.is_ours
    return path.parent.name or path.stem if is_first_page else path.stem


def _free(wish: str, taken: set[str]) -> str:
    candidate, count = wish, 1
    while candidate in taken:
        count += 1
        candidate = f"{wish}-{count}"
    return candidate
