"""What a zip of Markdown holds: each space a folder, each article a document with front matter, files under ``_media``."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

import yaml
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.files.storage import default_storage

from intranet.contributions.models import Upload
from intranet.contributions.registry import registry
from intranet.core.richtext import upload_keys
from knowledge.exporting.writing import to_markdown
from knowledge.importing.documents import OURS
from knowledge.importing.folders import DESCRIPTION, MEDIA
from knowledge.models import ArticlePage, KnowledgeIndex, SpacePage
from knowledge.models.placing import SITE_ROOT, TREE_ROOT

if TYPE_CHECKING:
    from intranet.accounts.models import User

Progress = Callable[[int, int, str], None]
VERSION = 1
AT_ONCE = 50
MOST_BYTES = 2 * 1024**3
_KEY = re.compile(r"^/media/([0-9a-f-]{36})(?:/small)?$")
_REF = re.compile(r"article:(\d{1,18})")


class TooLarge(Exception):
    """The files of these articles are more than one archive may hold."""


@dataclass
class Written:
    """What an export wrote, and what it could not."""

    articles: int = 0
    spaces: int = 0
    files: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)


class Archive:
    """Writes ``place`` (a space with all inside, or the whole knowledge base) as ``user`` sees it; ``None``: everything.

    Only what is published and not hidden: a row of an article holds its published text, never a draft's.
    """

    def __init__(
        self, place: SpacePage | KnowledgeIndex, *, user: "User | None", progress: Progress | None = None
    ) -> None:
        self.place, self.user = place, user
        self.progress = progress or (lambda done, total, path: None)
        self.done = Written()
        self._bytes = 0
        self._files: dict[str, str] = {}

    def articles(self) -> "Iterator[ArticlePage]":
        rows = articles_of(self.place, self.user).order_by("path")
        return iter(rows.prefetch_related("tagged_items__tag").select_related("author").iterator(chunk_size=AT_ONCE))

    def write(self, file: IO[bytes]) -> Written:
        rows = articles_of(self.place, self.user).order_by("path").values_list("pk", "url_path")
        self._paths = {pk: self._document_path(url_path) for pk, url_path in rows}
        self._by_url = {SITE_ROOT + url.removeprefix(TREE_ROOT): self._paths[pk] for pk, url in rows}
        spaces = self._spaces()
        self._folders = {space.get_absolute_url(): self._folder(space.url_path) for space in [self.place, *spaces]}
        total = len(self._paths)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as self._zip:
            self._describe("", self.place)
            for space in spaces:
                self._describe(self._folder(space.url_path), space)
            for number, article in enumerate(self.articles(), start=1):
                self._write(article, number)
                self.progress(number, total, self._paths[article.pk])
        return self.done

    # Where things stand

    def _folder(self, url_path: str) -> str:
        return url_path.removeprefix(self.place.url_path).strip("/")

    def _document_path(self, url_path: str) -> str:
        return self._folder(url_path) + ".md"

    def _spaces(self) -> list[SpacePage]:
        rows = SpacePage.objects.filter(live=True) if self.user is None else SpacePage.objects.visible_to(self.user)
        return list(rows.filter(path__startswith=self.place.path).exclude(pk=self.place.pk).order_by("path"))

    def _describe(self, folder: str, place: SpacePage | KnowledgeIndex) -> None:
        said: dict[str, object] = {OURS: VERSION, "title": place.title}
        if isinstance(place, SpacePage):
            said |= {"description": place.description, "language": place.language, "order": place.article_order}
            self.done.spaces += 1
        self._zip.writestr(posixpath.join(folder, DESCRIPTION), _yaml(said))

    # Documents

    def _write(self, article: ArticlePage, position: int) -> None:
        path = self._paths[article.pk]
        soup = BeautifulSoup(article.body, "html.parser")
        uploads = self._uploads(article.body)
        for picture in soup.find_all("img"):
            self._picture(picture, path, uploads)
        for anchor in soup.find_all("a", href=True):
            self._link(anchor, path, uploads)
        text = f"---\n{_yaml(self._front(article, position))}---\n\n{to_markdown(str(soup))}"
        self._zip.writestr(path, text)
        self.done.articles += 1

    def _front(self, article: ArticlePage, position: int) -> dict[str, object]:
        front: dict[str, object] = {OURS: VERSION, "title": article.title, "lang": article.language}
        if article.summary:
            front["description"] = article.summary
        tags = [item.tag.name for item in sorted(article.tagged_items.all(), key=lambda item: item.pk)]
        if tags:
            front["tags"] = tags
        if translation := self._translation(article):
            front["translation"] = translation
        if files := self._attached(article):
            front["files"] = files
        if article.author:
            front["author"] = str(article.author)
        if article.last_published_at:
            front["date"] = article.last_published_at.date()
        if article.archived_at:
            front["archived"] = article.archived_why or True
            front["archived_at"] = article.archived_at.isoformat(timespec="seconds")
        return front | {"position": position}

    def _translation(self, article: ArticlePage) -> str:
        """Return the way to the same text in the other language, where it is in this archive too."""
        for answer in registry.ask("knowledge.translations", article):
            for other in answer or ():
                if other.pk in self._paths:
                    return _relative(self._paths[other.pk], self._paths[article.pk])
        return ""

    def _link(self, anchor: Tag, path: str, uploads: dict[str, Upload]) -> None:
        href, ref = str(anchor["href"]), _REF.fullmatch(str(anchor.get("data-ref") or ""))
        for name in ("data-ref", "data-mention", "class"):
            del anchor[name]
        address, hash_mark, fragment = href.partition("#")
        key = _KEY.match(address)
        if key and key[1] in uploads and (file := self._file(uploads[key[1]], path)):
            anchor["href"] = _relative(file, path)
        elif not address:
            return
        elif ref and int(ref[1]) in self._paths:
            anchor["href"] = _relative(self._paths[int(ref[1])], path) + hash_mark + fragment
        elif address in self._by_url:
            anchor["href"] = _relative(self._by_url[address], path) + hash_mark + fragment
        elif address in self._folders:
            anchor["href"] = _relative(self._folders[address], path) + "/" + hash_mark + fragment
        elif address.startswith("/"):
            anchor["href"] = settings.PARVIS_BASE_URL.rstrip("/") + href

    # Files

    def _uploads(self, body: str) -> dict[str, Upload]:
        keys = upload_keys(body)
        if not keys:
            return {}
        rows = Upload.objects.all() if self.user is None else Upload.objects.visible_to(self.user)
        return {str(upload.key): upload for upload in rows.filter(key__in=keys)}

    def _attached(self, article: ArticlePage) -> list[str]:
        """Return the ways to the files that belong to ``article`` besides those in its text."""
        keys = {key for found in registry.ask("article.files", article) for key in found}
        rows = (Upload.objects.all() if self.user is None else Upload.objects.visible_to(self.user)) if keys else None
        path = self._paths[article.pk]
        found = (
            [self._file(upload, path) for upload in rows.filter(key__in=keys).order_by("name", "pk")] if rows else []
        )
        return [_relative(file, path) for file in found if file]

    def _picture(self, picture: Tag, path: str, uploads: dict[str, Upload]) -> None:
        key = _KEY.match(str(picture.get("src") or ""))
        upload = uploads.get(key[1]) if key else None
        file = self._file(upload, path) if upload else None
        if upload is None or file is None:
            self.done.missing.append((path, str(picture.get("src") or "")))
            picture.replace_with(str(picture.get("alt") or ""))
            return
        picture["src"] = _relative(file, path)
        natural = (str(upload.width), str(upload.height))
        given = (str(picture.get("width") or natural[0]), str(picture.get("height") or natural[1]))
        if given == natural:
            del picture["width"], picture["height"]

    def _file(self, upload: Upload, path: str) -> str | None:
        """Return where ``upload`` stands in the archive, written there the first time; ``None`` when its file is gone."""
        key = str(upload.key)
        if key not in self._files:
            self._bytes += upload.size
            if self._bytes > MOST_BYTES:
                raise TooLarge
            try:
                with default_storage.open(upload.file.name or "") as stored:
                    data = stored.read()
            except OSError:
                self.done.missing.append((path, upload.name))
                return None
            name = re.sub(r"[/\\\x00-\x1f]", "-", upload.served_name)
            self._files[key] = f"{MEDIA}/{upload.key.hex[:12]}/{name}"
            packed = zipfile.ZIP_STORED if upload.is_image else zipfile.ZIP_DEFLATED
            self._zip.writestr(self._files[key], data, compress_type=packed)
            self.done.files += 1
        return self._files[key]


def articles_of(place: SpacePage | KnowledgeIndex, user: "User | None") -> Any:
    """Return the published articles of ``place`` and the spaces in it that ``user`` may see (``None``: all of them)."""
    rows = ArticlePage.objects.filter(live=True, is_hidden=False)
    rows = rows if user is None else ArticlePage.objects.visible_to(user)
    return rows.filter(path__startswith=place.path)


def _relative(target: str, path: str) -> str:
    """Return the link from the document ``path`` to ``target``, both from the root of the archive."""
    folder = str(PurePosixPath(path).parent)
    return quote(posixpath.relpath(target or ".", folder), safe="/.~_-")


def _yaml(said: dict[str, object]) -> str:
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)
