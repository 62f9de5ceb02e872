import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.contributions.models import Upload
from intranet.core.richtext import CleanHTML, clean, headings, with_heading_ids
from knowledge.importing.documents import Parsed, Unreadable, parse_markdown
from knowledge.importing.links import Addresses, Meaning
from knowledge.importing.source import ImportRefused, Source
from knowledge.models import ImportedDocument, SpacePage
from knowledge.models.placing import RESERVED_SLUGS
from knowledge.text import ascii_slug

if TYPE_CHECKING:
    from intranet.accounts.models import User

Progress = Callable[[int, int, str], None]
Result = TypeVar("Result")

# Titles of a first page that do not tell what its folder is about.
_SAYS_NOTHING = {"introduction", "overview", "apercu", "accueil", "home", "index", "readme", "presentation", "sommaire"}
_FOOTNOTE = re.compile(r"#fn(?:ref)?[0-9:.]*$")
_SUFFIXES = {".md", ".markdown"}
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


@dataclass
class Report:
    """What an import did, document by document. Lists hold (path, reason) or (path, link, reason)."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    unresolved: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Planned:
    """A document with the place it gets: its space, its address, and its article if it was imported before."""

    document: Parsed
    space: SpacePage
    slug: str
    url: str
    record: ImportedDocument | None
    anchors: set[str] = field(default_factory=set)


class Importer:
    """Imports one source into one space. Run again, it finds what it made before and changes only what changed.

    An article that somebody edited here since is never overwritten: it is reported as kept. Everything is written in
    one transaction: an import that fails leaves nothing behind (but its pictures, which are pruned, as no text shows
    them). Reading, cleaning and drawing come before it, so that the others wait for the writing only; the addresses
    that links need are found by a rehearsal, which is rolled back. ``space`` may be a function that makes it.
    """

    def __init__(
        self,
        source: Source,
        space: SpacePage | Callable[[], SpacePage],
        *,
        by: "User | None" = None,
        progress: Progress | None = None,
    ) -> None:
        self.source, self.by = source, by
        self._open_space = space if callable(space) else lambda: space
        self.progress = progress or (lambda done, total, path: None)
        self.report = Report()
        self._uploads: dict[PurePosixPath, Upload | None] = {}

    def run(self) -> Report:
        self.space = _rehearsed(self._open_space)
        files = self.source.paths()
        documents = self._parse([path for path in files if path.suffix.lower() in _SUFFIXES])
        if not documents:
            raise ImportRefused(_("There is no Markdown document to import here."))
        self._addresses = Addresses(documents, files)
        self._anchors = {
            document.path: {anchor for _level, anchor, _text in headings(with_heading_ids(clean(document.html)))}
            for document in documents
        }
        self._planned = _rehearsed(lambda: self._plan(documents))
        bodies = self._bodies()
        rehearsed = self._addresses_planned()
        with transaction.atomic():
            self._planned = self._plan(documents)
            if self._addresses_planned() != rehearsed:  # somebody wrote there meanwhile
                self.report.unresolved.clear()
                bodies = self._bodies()
            self._write_all(bodies)
        return self.report

    def _addresses_planned(self) -> list[str]:
        return [self.space.get_absolute_url(), *(planned.url for planned in self._planned.values())]

    def _bodies(self) -> dict[PurePosixPath, CleanHTML]:
        return {path: clean(self._relinked(planned)) for path, planned in self._planned.items()}

    def _write_all(self, bodies: dict[PurePosixPath, CleanHTML]) -> None:
        for done, planned in enumerate(self._planned.values(), start=1):
            self._write(planned, bodies[planned.document.path])
            self.progress(done, len(self._planned), str(planned.document.path))

    # Reading

    def _parse(self, paths: list[PurePosixPath]) -> list[Parsed]:
        documents = []
        for path in paths:
            if len(path.parts) == 1 and path.stem.lower() in _ABOUT_THE_REPOSITORY and len(paths) > 1:
                self.report.skipped.append((str(path), _("about the source itself, not knowledge")))
                continue
            try:
                document = parse_markdown(path, self.source.read(path), default_language=self.space.language)
            except (Unreadable, ValueError) as error:
                self.report.skipped.append((str(path), str(error)))
                continue
            self.report.left_out += [(str(path), call) for call in document.left_out]
            if document.is_empty:
                self.report.skipped.append((str(path), _("empty, or made only of parts that its own site fills in")))
            else:
                documents.append(document)
        return documents

    # Placing

    def _plan(self, documents: list[Parsed]) -> dict[PurePosixPath, _Planned]:
        self.space = self._open_space()
        base = _common_folder([document.path for document in documents])
        spaces = self._spaces(documents, base)
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
                slug = _free(
                    ascii_slug(_name_of(document.path)) or ascii_slug(document.title) or "page", taken[space.pk]
                )
                url = f"{space.get_absolute_url()}{slug}/"
            taken[space.pk].add(slug)
            planned[document.path] = _Planned(document, space, slug, url, record, self._anchors[document.path])
        return planned

    def _spaces(self, documents: list[Parsed], base: PurePosixPath) -> dict[PurePosixPath, SpacePage]:
        """Return the space of each folder, made if new; a folder is named by its README or index, else by its name."""
        heads = [document for document in documents if document.path.stem.lower() in {"readme", "index"}]
        named = {head.path.parent: head.title for head in heads if ascii_slug(head.title) not in _SAYS_NOTHING}
        spaces = {base: self.space}
        folders = {parent for document in documents for parent in (document.path.parent, *document.path.parent.parents)}
        for folder in sorted(f for f in folders if f != base and f.is_relative_to(base)):
            key = f"{self.space.pk}:{folder}"
            title = named.get(folder) or folder.name.replace("-", " ").replace("_", " ").capitalize()
            found = SpacePage.objects.filter(source_key=key).first()
            spaces[folder] = found or spaces[folder.parent].add_space(
                by=self.by,
                title=title[:255],
                source_key=key,
                article_order=SpacePage.Order.TREE,
                language=self.space.language,
            )
        return spaces

    # Writing

    def _write(self, planned: _Planned, body: CleanHTML) -> None:
        document, record = planned.document, planned.record
        digest = _digest(document, body)
        if record is not None and record.digest == digest:
            self.report.unchanged += 1
        elif record is not None and record.was_edited_here:
            self.report.kept.append(str(document.path))
        elif record is not None:
            self._revise(record, document, body, digest)
        else:
            self._create(planned, body, digest)

    def _create(self, planned: _Planned, body: str, digest: str) -> None:
        document = planned.document
        article = planned.space.add_article(
            by=self.by,
            title=document.title,
            body=body,
            summary=document.summary,
            language=document.language,
            tags=document.tags,
            slug=planned.slug,
            source_key=f"{self.space.pk}:{document.path}"[:255],
            publish=True,
        )
        ImportedDocument.objects.create(
            space=self.space,
            source_key=str(document.path),
            article=article,
            digest=digest,
            revision_id=article.latest_revision_id,
        )
        self.report.created += 1

    def _revise(self, record: ImportedDocument, document: Parsed, body: str, digest: str) -> None:
        revision = record.article.revise(
            by=self.by,
            base_revision=record.revision_id,
            publish=True,
            tags=document.tags,
            title=document.title,
            body=body,
            summary=document.summary,
            language=document.language,
        )
        record.digest, record.revision_id = digest, revision.pk
        record.save(update_fields=["digest", "revision_id"])
        self.report.updated += 1

    def _relinked(self, planned: _Planned) -> str:
        soup = BeautifulSoup(planned.document.html, "html.parser")
        for anchor in soup.find_all("a", href=True):
            self._relink(planned, anchor)
        for picture in soup.find_all("img"):
            self._show(planned, picture)
        return str(soup)

    def _relink(self, planned: _Planned, anchor: Tag) -> None:
        link, path = str(anchor["href"]), planned.document.path
        if _FOOTNOTE.match(link):
            anchor.unwrap()
            return
        if link == "/":
            anchor["href"] = self.space.get_absolute_url()
            return
        meaning = self._addresses.meaning(link, found_in=path)
        if meaning.document is not None and meaning.document in self._planned:
            anchor["href"] = self._address(planned, link, meaning)
        elif meaning.file is not None:
            upload = self._upload(meaning.file)
            if upload is None:
                self._unresolved(path, link, _("the file cannot be used here"))
                anchor.unwrap()
            else:
                anchor["href"] = upload.get_absolute_url()
        elif not meaning.outside:
            self._unresolved(path, link, _("no document or file is at this address"))
            anchor.unwrap()

    def _address(self, planned: _Planned, link: str, meaning: Meaning) -> str:
        target = self._planned[meaning.document] if meaning.document else planned
        here = target is planned
        if not meaning.fragment:
            return target.url
        anchor = _same_anchor(meaning.fragment, target.anchors)
        if anchor is None:
            self._unresolved(planned.document.path, link, _("the page has no such heading; the link leads to its top"))
            return target.url
        return f"#{anchor}" if here else f"{target.url}#{anchor}"

    def _show(self, planned: _Planned, picture: Tag) -> None:
        link, path = str(picture.get("src") or ""), planned.document.path
        meaning = self._addresses.meaning(link, found_in=path)
        upload = self._upload(meaning.file) if meaning.file is not None else None
        if upload is not None and upload.width:
            picture["src"] = upload.get_absolute_url()
            picture["width"], picture["height"] = str(upload.width), str(upload.height)
        else:
            reason = (
                _("an image of another site is not copied") if meaning.outside else _("the image cannot be used here")
            )
            self._unresolved(path, link, reason)
            if not meaning.outside:
                picture.replace_with(str(picture.get("alt") or ""))

    @staticmethod
    def _why_not_shown(meaning: Meaning) -> str:
        if meaning.outside:
            return _("an image of another site is not copied")
        return _("the image cannot be used here") if meaning.file else _("no image is at this address")

    def _upload(self, path: PurePosixPath) -> Upload | None:
        if path not in self._uploads:
            try:
                self._uploads[path] = Upload.objects.store(
                    self.source.read(path), by=self.by, name=path.name, limited=False
                )
            except (ValidationError, ValueError):
                self._uploads[path] = None
        return self._uploads[path]

    def _unresolved(self, path: PurePosixPath, link: str, reason: str) -> None:
        self.report.unresolved.append((str(path), link, reason))


def _rehearsed(act: Callable[[], Result]) -> Result:
    """Return what ``act`` gives, and have nothing of what it wrote."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


def _common_folder(paths: list[PurePosixPath]) -> PurePosixPath:
    """Return the deepest folder that all of ``paths`` stand in: it becomes the space itself."""
    common = paths[0].parent
    while not all(path.is_relative_to(common) for path in paths):
        common = common.parent
    return common


def _slugs_in(space: SpacePage) -> set[str]:
    return set(RESERVED_SLUGS) | set(space.get_children().values_list("slug", flat=True))


def _name_of(path: PurePosixPath) -> str:
    return path.parent.name or path.stem if path.stem.lower() in {"readme", "index"} else path.stem


def _free(wish: str, taken: set[str]) -> str:
    candidate, count = wish, 1
    while candidate in taken:
        count += 1
        candidate = f"{wish}-{count}"
    return candidate


def _same_anchor(fragment: str, anchors: set[str]) -> str | None:
    """Return the heading id that ``fragment`` means, whatever rules the other site made its ids by.

    Sites differ in what they do with dots, apostrophes, ampersands and length; letters and digits are what remains.
    """
    wanted = _letters(fragment)
    for anchor in sorted(anchors):
        have = _letters(anchor.removeprefix("s-"))
        if have == wanted or (
            min(len(have), len(wanted)) > 40 and (have.startswith(wanted) or wanted.startswith(have))
        ):
            return anchor
    return None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]|\band\b", "", ascii_slug(name, 300))


def _digest(document: Parsed, body: str) -> str:
    whole = "\n".join([document.title, document.summary, document.language, *document.tags, body])
    return hashlib.sha256(whole.encode()).hexdigest()
