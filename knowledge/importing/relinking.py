"""Making the links and pictures of an imported document lead to where their targets now are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intranet.contributions.models import Upload
from knowledge.importing.documents import Parsed
from knowledge.importing.links import Addresses, Meaning
from knowledge.importing.report import Report
from knowledge.importing.source import Source
from knowledge.importing.tidying import FOOTNOTE
from knowledge.models import ImportedDocument, SpacePage
from knowledge.text import ascii_slug

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass
class Planned:
    """A document with the place it gets: its space, its address, and its article if it was imported before."""

    document: Parsed
    space: SpacePage
    slug: str
    url: str
    record: ImportedDocument | None


class Relinker:
    """Rewrites documents one by one; pictures and files are stored once each, by ``by``, when a text first shows them."""

    def __init__(self, source: Source, addresses: Addresses, report: Report, *, by: "User | None") -> None:
        self.source, self.addresses, self.report, self.by = source, addresses, report, by
        self._uploads: dict[tuple[PurePosixPath, str], Upload | None] = {}

    def relinked(
        self,
        planned: Planned,
        plan: Mapping[PurePosixPath, Planned],
        spaces: Mapping[PurePosixPath, SpacePage],
        home: str,
    ) -> str:
        """Return the text of ``planned`` with the addresses that the others get by ``plan``; ``home`` is the source's root."""
        soup = BeautifulSoup(planned.document.html, "html.parser")
        for anchor in soup.find_all("a", href=True):
            self._relink(planned, anchor, plan, spaces, home)
        for picture in soup.find_all("img"):
            self._show(planned, picture)
        return str(soup)

    def _relink(
        self,
        planned: Planned,
        anchor: Tag,
        plan: Mapping[PurePosixPath, Planned],
        spaces: Mapping[PurePosixPath, SpacePage],
        home: str,
    ) -> None:
        link, path = str(anchor["href"]), planned.document.path
        if FOOTNOTE.match(link):
            anchor.unwrap()
            return
        if link == "/":
            anchor["href"] = home
            return
        meaning = self.addresses.meaning(link, found_in=path)
        if meaning.document is not None and meaning.document in plan:
            anchor["href"] = self._address(planned, plan[meaning.document], link, meaning)
        elif meaning.folder is not None and meaning.folder in spaces:
            fragment = f"#{meaning.fragment}" if meaning.fragment else ""
            anchor["href"] = spaces[meaning.folder].get_absolute_url() + fragment
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

    def attached(self, document: Parsed) -> list[Upload]:
        """Return the files that stand beside ``document`` in an export of ours, stored."""
        found = []
        for link in document.files:
            meaning = self.addresses.meaning(link, found_in=document.path)
            upload = self._upload(meaning.file) if meaning.file is not None else None
            if upload is None:
                self._unresolved(document.path, link, _("the file cannot be used here"))
            else:
                found.append(upload)
        return found

    def _address(self, planned: Planned, target: Planned, link: str, meaning: Meaning) -> str:
        if not meaning.fragment:
            return target.url
        anchor = _same_anchor(meaning.fragment, target.document.anchors)
        if anchor is None:
            self._unresolved(planned.document.path, link, _("the page has no such heading; the link leads to its top"))
            return target.url
        return f"#{anchor}" if target is planned else f"{target.url}#{anchor}"

    def _show(self, planned: Planned, picture: Tag) -> None:
        link, path = str(picture.get("src") or ""), planned.document.path
        meaning = Meaning()
        if link in planned.document.embedded:
            upload = self._upload(path, embedded=link, data=planned.document.embedded[link])
        else:
            meaning = self.addresses.meaning(link, found_in=path)
            upload = self._upload(meaning.file) if meaning.file is not None else None
        if upload is not None and upload.width and upload.height:
            picture["src"] = upload.get_absolute_url()
            picture["width"], picture["height"] = map(str, _size(picture, upload.width, upload.height))
        else:
            self._unresolved(path, link, _why_not_shown(meaning))
            if not meaning.outside:
                picture.replace_with(str(picture.get("alt") or ""))

    def _upload(self, path: PurePosixPath, *, embedded: str = "", data: bytes | None = None) -> Upload | None:
        if (path, embedded) not in self._uploads:
            name = embedded.partition(":")[2] or path.name
            try:
                stored = Upload.objects.store(
                    self.source.read(path) if data is None else data, by=self.by, name=name, limited=False
                )
            except (ValidationError, ValueError):
                stored = None
            self._uploads[path, embedded] = stored
        return self._uploads[path, embedded]

    def _unresolved(self, path: PurePosixPath, link: str, reason: str) -> None:
        self.report.unresolved.append((str(path), link, reason))


def _size(picture: Tag, width: int, height: int) -> tuple[int, int]:
    """Return how large to show a picture: as its page said, when that is smaller than it is."""
    said = str(picture.get("width") or "")
    if re.fullmatch(r"[1-9]\d{0,4}", said) and int(said) < width:
        return int(said), max(1, round(height * int(said) / width))
    return width, height


def _why_not_shown(meaning: Meaning) -> str:
    if meaning.outside:
        return _("an image of another site is not copied")
    return _("the image cannot be used here")


def _same_anchor(fragment: str, anchors: set[str]) -> str | None:
    """Return the heading id that ``fragment`` means, whatever rules the other site made its ids by.

    Sites differ in what they do with dots, apostrophes, ampersands and length; letters and digits are what remains.
    """
    if fragment in anchors:
        return fragment
    wanted = _letters(fragment)
    for anchor in sorted(anchors):
        have = _letters(anchor.removeprefix("s-"))
        if have == wanted or (
            min(len(have), len(wanted)) > 40 and (have.startswith(wanted) or wanted.startswith(have))
        ):
            return anchor
    return None


@lru_cache(maxsize=20_000)  # each link to a long page is compared with all of its headings
def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]|\band\b", "", ascii_slug(name, 300))
