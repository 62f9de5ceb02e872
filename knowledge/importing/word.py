"""Reading one Word document. Nothing in it is run and nothing it refers to is fetched.

The threats: a document is a zip of XML, so it may unpack to gigabytes, name files outside itself, or hold entities that
grow; it may carry macros, and relations to templates, pictures or objects elsewhere that Word would load.
"""

import io
import re
import zipfile
import zlib
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from intranet.core.richtext import guess_language, to_text
from knowledge.importing.documents import Parsed, Unreadable, language_of, title_from
from knowledge.importing.tidying import lower_headings, tick

MOST_PARTS = 5_000
LARGEST_XML = 20 * 1024 * 1024
LARGEST_UNPACKED = 150 * 1024 * 1024
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 1024 * 1024
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
u => u
strike => s
"""


def parse_docx(path: PurePosixPath, data: bytes, *, default_language: str) -> Parsed:
    """Read one document. ``Unreadable`` says in a sentence why not; what was left out is in ``left_out``."""
    import mammoth  # it takes long to load: only who brings Word documents waits

    left_out = _checked(data)
    pictures: dict[str, bytes] = {}
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=_keeping(pictures, left_out),
        )
    except RecursionError as error:
        raise Unreadable(_("too deeply nested")) from error
    except (
        Exception
    ) as error:  # mammoth trusts the structure: anything may come of a part that is not what it should be
        raise Unreadable(_("damaged, or not a Word document")) from error
    soup = BeautifulSoup(result.value, "html.parser")
    title = _taken_title(soup) or _property(data, "dc:title")
    lower_headings(soup)
    tick(soup)
    _tidy(soup)
    html = str(soup)
    language = _property(data, "dc:language")[:2].lower() or language_of(path)
    return Parsed(
        path=path,
        title=(title or title_from(path))[:255],
        html=html,
        language=language if language in {"fr", "en"} else guess_language(to_text(html), default_language),
        summary=_property(data, "dc:description")[:300],
        tags=tuple(
            dict.fromkeys(filter(None, (w.strip()[:60] for w in re.split("[,;]", _property(data, "cp:keywords")))))
        )[:12],
        left_out=left_out,
        embedded=pictures,
    )


def _checked(data: bytes) -> list[str]:
    """Refuse what no parser should see; return what is harmless because it is left out, in words."""
    if data.startswith(_OLD_OR_LOCKED):
        raise Unreadable(_("an old Word document, or one protected by a password: save it as .docx without a password"))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(_("damaged, cut short, or not a Word document")) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(_("unpacks to more than a document can hold"))
    for part in parts:
        name = PurePosixPath(part.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts:
            raise Unreadable(_("points outside itself"))
        if part.flag_bits & 1:
            raise Unreadable(_("protected by a password"))
        if part.file_size > RATIO_MATTERS_FROM and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
            raise Unreadable(_("unpacks to more than a document can hold"))
    return _checked_parts(package, parts)


def _checked_parts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> list[str]:
    left_out: list[str] = []
    total = 0
    for part in parts:
        name = part.filename.lower()
        if name.endswith(("vbaproject.bin", "vbadata.xml")):
            left_out.append(_("macros, which were not brought and never run"))
        if not name.endswith((".xml", ".rels")):
            continue
        total += part.file_size
        if total > LARGEST_XML:
            raise Unreadable(_("unpacks to more than a document can hold"))
        try:
            text = package.read(part)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
            raise Unreadable(_("damaged, cut short, or not a Word document")) from error
        # Word writes UTF-8 and no document types; entities could grow without end, other encodings hide them.
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text:
            raise Unreadable(_("holds declarations that Word never writes"))
        if name.endswith(".rels"):
            left_out += _outside(text.decode("utf-8", errors="replace"))
    return list(dict.fromkeys(left_out))


def _outside(relations: str) -> list[str]:
    """Return what a document would load from elsewhere, in words. Links that people click are no such thing."""
    found = []
    for relation in _RELATION.findall(relations):
        given = dict(re.findall(r"(\w+)=\"([^\"]*)\"", relation))
        if given.get("TargetMode", "").lower() == "external" and not given.get("Type", "").endswith("/hyperlink"):
            kind = given.get("Type", "").rpartition("/")[2]
            found.append(_("a reference to something outside (%(kind)s: %(address)s), which was not fetched") % {
                "kind": kind[:40], "address": unescape(given.get("Target", ""))[:120],
            })  # fmt: skip
    return found


def _keeping(pictures: dict[str, bytes], left_out: list[str]) -> Any:
    """Return mammoth's converter of pictures: it keeps them in ``pictures`` and shows them by name."""

    import mammoth

    def keep(image: Any) -> dict[str, str]:
        ending = str(image.content_type or "").rpartition("/")[2].partition("+")[0] or "bin"
        name = f"embedded:picture-{len(pictures) + 1}.{ending[:10]}"
        try:
            with image.open() as file:
                pictures[name] = file.read()
        except (OSError, ValueError, KeyError):
            left_out.append(_("a picture that is not in the document"))
        return {"src": name}

    return mammoth.images.img_element(keep)


def _taken_title(soup: BeautifulSoup) -> str:
    """Take the title out of the text: a heading of the first level that the document begins with."""
    first = next((node for node in soup.children if isinstance(node, Tag) and node.get_text().strip()), None)
    if first is None or first.name != "h1":
        return ""
    title = " ".join(first.get_text().split())
    first.decompose()
    return title


def _tidy(soup: BeautifulSoup) -> None:
    """Give cells their words without a paragraph around, and footnotes the shape that ours have."""
    for cell in soup.find_all(["td", "th"]):
        inside = [child for child in cell.children if isinstance(child, Tag) or str(child).strip()]
        if len(inside) == 1 and isinstance(inside[0], Tag) and inside[0].name == "p":
            inside[0].unwrap()
    for table in soup.find_all("table"):
        _name_rows(soup, table)
    for back in soup.find_all("a", href=re.compile(r"^#(?:footnote|endnote)-ref-")):
        back.string = "\u21a9\ufe0e"
    notes = soup.find("li", id=re.compile("^(?:footnote|endnote)-"))
    if isinstance(notes, Tag) and notes.parent is not None:
        notes.parent.insert_before(soup.new_tag("hr"))


def _name_rows(soup: BeautifulSoup, table: Tag) -> None:
    """Make a first row that is all in bold the names of the columns, as people write them without knowing how else."""
    if table.find(["thead", "tbody"], recursive=False):
        return
    rows = table.find_all("tr", recursive=False)
    body = soup.new_tag("tbody")
    for row in rows:
        body.append(row.extract())
    table.append(body)
    cells = rows[0].find_all("td", recursive=False) if rows else []
    if len(rows) < 2 or not cells or not all(_all_bold(cell) for cell in cells):
        return
    head = soup.new_tag("thead")
    head.append(rows[0].extract())
    table.insert(0, head)
    for cell in cells:
        cell.name = "th"
        for bold in cell.find_all("strong"):
            bold.unwrap()


def _all_bold(cell: Tag) -> bool:
    text = cell.get_text().strip()
    return bool(text) and text == "".join(bold.get_text() for bold in cell.find_all("strong")).strip()


def _property(data: bytes, name: str) -> str:
    """Return what the document says of itself in its core properties."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            text = package.read("docProps/core.xml").decode("utf-8", errors="replace")
    except KeyError:
        return ""
    found = re.search(rf"<{name}\b[^>]*>([^<]*)</{name}>", text)
    return " ".join(unescape(found[1]).split()) if found else ""
