"""What a link of an imported document means: another document, a file beside it, a place outside, or nothing known."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from knowledge.importing.documents import Parsed
from knowledge.importing.folders import MEDIA

_OUTSIDE = ("http", "https", "mailto", "tel", "ftp", "sms", "data", "javascript")
_INDEX = {"index", "readme"}
_PAGE_SUFFIXES = (".md", ".html", ".htm", ".markdown")


@dataclass(frozen=True)
class Meaning:
    """Where a link leads: to ``document`` (a path of the source), ``file`` or ``folder`` (likewise), outside, or nowhere known."""

    document: PurePosixPath | None = None
    file: PurePosixPath | None = None
    folder: PurePosixPath | None = None
    fragment: str = ""
    outside: bool = False


class Addresses:
    """Every address under which the documents and files of one source may be linked.

    ``folders`` are those that are spaces in their own right: a link to one leads to the space.
    """

    def __init__(
        self, documents: list[Parsed], files: list[PurePosixPath], folders: Iterable[PurePosixPath] = ()
    ) -> None:
        self._documents: dict[str, PurePosixPath] = {}
        self._folders = frozenset(folders)
        self._exactly = {str(document.path).lower(): document.path for document in documents}
        self._files = {str(path).lower(): path for path in files}
        roots = {"", *(path.parts[0] for path in files if len(path.parts) > 1)}
        for document in documents:
            for address in self._of_path(document.path, roots):
                self._documents.setdefault(address, document.path)
        for document in documents:
            for address in document.addresses:
                self._documents.setdefault(_normal(address), document.path)
        self._roots = sorted(roots)

    @staticmethod
    def _of_path(path: PurePosixPath, roots: set[str]) -> list[str]:
        """Return the addresses of a document: as a page, as a file, and below each folder that may be the site's root."""
        whole = str(path.with_suffix(""))
        pages = [whole]
        if path.stem.lower() in _INDEX:
            pages.append(str(path.parent) if str(path.parent) != "." else "")
        below = [
            page.removeprefix(f"{root}/") for page in pages for root in roots if root and page.startswith(f"{root}/")
        ]
        below += ["" for page in pages for root in roots if root and page == root]
        return [_normal(page) for page in [*pages, *below]]

    def meaning(self, link: str, *, found_in: PurePosixPath) -> Meaning:
        """Return what ``link`` of the document ``found_in`` leads to."""
        try:
            parts = urlsplit(link.strip())
        except ValueError:
            return Meaning()
        if parts.scheme in _OUTSIDE or parts.netloc:
            return Meaning(outside=True)
        if not parts.path:
            return Meaning(document=found_in, fragment=unquote(parts.fragment))
        fragment = unquote(parts.fragment)
        for candidate in self._candidates(unquote(parts.path), found_in):
            if candidate.lower() in self._exactly:
                return Meaning(document=self._exactly[candidate.lower()], fragment=fragment)
            if PurePosixPath(candidate) in self._folders and parts.path.endswith("/"):
                return Meaning(folder=PurePosixPath(candidate), fragment=fragment)
            if candidate.lower() in self._files and (
                MEDIA in PurePosixPath(candidate).parts or not candidate.lower().endswith(_PAGE_SUFFIXES)
            ):
                return Meaning(file=self._files[candidate.lower()])
            document = self._documents.get(_normal(candidate))
            if document is not None:
                return Meaning(document=document, fragment=fragment)
        return Meaning()

    def counterpart(self, document: Parsed) -> PurePosixPath | None:
        """Return the document that says the same in the other language: the one it names, or its twin in a tree of folders.

        Such trees stand beside one another ("en/leave.md", "fr/leave.md"); a name may be relative to the other one.
        """
        other = {"en": "fr", "fr": "en"}.get(document.language, "")
        twin = PurePosixPath(*(other if part == document.language else part for part in document.path.parts))
        if document.counterpart:
            for found_in in (document.path, twin):
                meaning = self.meaning(document.counterpart, found_in=found_in)
                if meaning.document is not None and meaning.document != document.path:
                    return meaning.document
        return twin if twin != document.path and str(twin).lower() in self._exactly else None

    def _candidates(self, path: str, found_in: PurePosixPath) -> list[str]:
        """Return the paths of the source that ``path`` may name: from the root, from the folder, from the page as a folder."""
        if path.startswith("/"):
            inside = path.lstrip("/")
            return [inside, *(f"{root}/{inside}" for root in self._roots if root)]
        folder = str(found_in.parent)
        as_page = str(found_in.with_suffix(""))
        below = [posixpath.normpath(posixpath.join(base, path)) for base in (folder, as_page)]
        from_root = [posixpath.normpath(path), *(posixpath.normpath(f"{root}/{path}") for root in self._roots if root)]
        return [candidate for candidate in [*below, *from_root] if not candidate.startswith("..")]


def _normal(address: str) -> str:
    """Return an address as it is looked up: no case, no slashes around, no suffix of a page, no index."""
    address = unquote(urlsplit(address).path).strip("/").lower()
    for suffix in _PAGE_SUFFIXES:
        address = address.removesuffix(suffix)
    head, _slash, last = address.rpartition("/")
    if last in _INDEX:
        return head
    return "" if address == "." else address
