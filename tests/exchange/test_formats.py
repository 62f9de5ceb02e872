"""HTML pages and Word documents become articles; what is hostile in them is refused or left out, in words."""

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError
from PIL import Image

from intranet.contributions.registry import registry
from knowledge.importing.pages import decoded
from knowledge.models import ArticlePage
from tests.exchange.test_round_trip import command
from tests.exchange.word import docx, paragraph

pytestmark = pytest.mark.django_db


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(data, "PNG")
    return data.getvalue()


def article(title: str) -> ArticlePage:
    return ArticlePage.objects.get(title=title)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "hr" / "img").mkdir(parents=True)
    (root / "hr" / "img" / "org.png").write_bytes(png())
    data = base64.b64encode(png()).decode()
    (root / "index.html").write_text(
        "<!doctype html><html lang=en><head><title>Welcome | Our site</title><meta name=description content='All of it.'>"
        "<meta name=keywords content='start, people'></head><body><nav><a href='/x'>Menu</a></nav><header>Logo</header>"
        "<p>Go to <a href='hr/leave.html#how'>leave</a>.</p><script>alert(1)</script><footer>Copyright</footer></body></html>"
    )
    (root / "hr" / "leave.html").write_text(
        "<html lang=en><body><aside>Side</aside><main><h1>Leave</h1><h1 id=how>How</h1><h2>Then</h2>"
        f"<p><img src='img/org.png' alt='Chart' width=30> <img src='data:image/png;base64,{data}' alt='In the page'></p>"
        "<p><a href='../index.html'>Back</a> <a href='javascript:alert(1)' onclick='x()'>bad</a> <a href='gone.html'>gone</a></p>"
        "<form><input type=checkbox checked> ask</form><ul><li><input type=checkbox checked> done</li></ul></main></body></html>"
    )
    (root / "old.html").write_bytes(
        "<html><head><meta charset=iso-8859-1><title>Café</title></head><body><p>L’été à l’œuvre : 5 €</p></body></html>".encode(
            "cp1252"
        )
    )
    return root


def test_a_folder_of_pages_comes_in_without_the_site_around_them(site: Path) -> None:
    assert "3 created" in command("import_knowledge", str(site))
    welcome, leave = article("Welcome"), article("Leave")
    assert "Menu" not in welcome.body + leave.body
    assert all(word not in welcome.body for word in ("Logo", "Copyright", "alert"))
    assert (welcome.summary, [tag.name for tag in welcome.tags.order_by("pk")]) == ("All of it.", ["start", "people"])
    assert f'href="{leave.get_absolute_url()}#s-how"' in welcome.body
    assert '<h2 id="s-how">How</h2>' in leave.body
    assert '<h3 id="s-then">Then</h3>' in leave.body
    assert leave.body.count("/media/") == 2
    assert 'height="20"' in leave.body
    assert 'width="30"' in leave.body
    assert "☑ done" in leave.body
    assert "javascript" not in leave.body
    assert article("Café").body == "<p>L’été à l’œuvre : 5 €</p>"


def test_pages_imported_twice_are_not_duplicated(site: Path) -> None:
    command("import_knowledge", str(site))
    assert "0 created, 0 updated, 3 unchanged" in command("import_knowledge", str(site))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("latin-1"), "é"),
        (b"\xef\xbb\xbf" + "é".encode(), "é"),
        ("<p>é</p>".encode("utf-16"), "<p>é</p>"),
        (b'<meta charset="nonsense">\xc3\xa9', '<meta charset="nonsense">é'),
        (b'<meta charset="zlib">\xc3\xa9', '<meta charset="zlib">é'),
        (b'<meta http-equiv=content-type content="text/html; charset=windows-1252">\x80', '<meta http-equiv=content-type content="text/html; charset=windows-1252">€'),
    ],
)  # fmt: skip
def test_a_page_is_read_in_the_encoding_it_has(data: bytes, text: str) -> None:
    assert decoded(data) == text


def test_a_page_nested_beyond_reason_is_skipped_in_a_word(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text("<p>Good words.</p>")
    (tmp_path / "deep.html").write_text("<b>" * 200_000)
    said = command("import_knowledge", str(tmp_path), space="pages")
    assert "1 created" in said
    assert "deep.html\ttoo deeply nested" in said


def test_a_word_document_keeps_its_structure(tmp_path: Path) -> None:
    (tmp_path / "Règles.docx").write_bytes(
        docx(
            paragraph("Congés payés", style="Title")
            + paragraph("Demander", style="Heading1")
            + paragraph("En deux mots", style="Heading2")
            + paragraph("Écrire à ", link=("https://example.com/", "l’équipe"), footnote="Avant midi.")
            + paragraph("Un", bullet=True)
            + paragraph("Deux", bullet=True)
            + "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Quoi</w:t></w:r></w:p></w:tc></w:tr>"
            "<w:tr><w:tc><w:p><w:r><w:t>Rien</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            + paragraph("", picture="Le schéma"),
            picture=png(),
        )
    )
    said = command("import_knowledge", str(tmp_path / "Règles.docx"), space="rh")
    assert "1 created" in said
    body = article("Congés payés").body
    assert '<h2 id="s-demander">Demander</h2>' in body
    assert '<h3 id="s-en-deux-mots">En deux mots</h3>' in body
    assert '<a href="https://example.com/"' in body
    assert "<ul><li>Un</li><li>Deux</li></ul>" in body
    assert "<thead><tr><th>Quoi</th></tr></thead><tbody><tr><td>Rien</td></tr></tbody>" in body
    assert 'alt="Le schéma"' in body
    assert "/media/" in body
    assert "<sup>[1]</sup>" in body
    assert "Avant midi." in body
    command("export_knowledge", str(tmp_path / "x.zip"), space="rh")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        text = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".md"))
    assert "[^1]: Avant midi." in text


def test_macros_and_outside_references_are_left_out_and_said(tmp_path: Path) -> None:
    template = "http://evil.example/t.dotm"
    (tmp_path / "m.docm").write_bytes(
        docx(paragraph("Words"), more={"word/vbaProject.bin": b"macro"}, outside={"attachedTemplate": template})
    )
    said = command("import_knowledge", str(tmp_path / "m.docm"), space="x")
    assert "1 created" in said
    assert "macros, which were not brought and never run" in said
    assert f"attachedTemplate: {template}" in said


def test_a_picture_elsewhere_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "create_connection", refuse)
    for address in ("http://127.0.0.1:1/x.png", "file:///etc/passwd"):
        data = docx(paragraph("Words") + paragraph("", picture="A"), outside={"image": address})
        (tmp_path / "p.docx").write_bytes(data)
        said = command("import_knowledge", str(tmp_path / "p.docx"), space=f"x{len(address)}")
        assert "1 created" in said
        assert address in said


def big(part: str) -> Callable[[], bytes]:
    """Return what makes the file: it takes long, and each process reads these lines."""
    return lambda: docx(paragraph("x"), more={part: b" " * 60_000_000})


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04 not really", "damaged"),
        (docx(paragraph("x"))[:-80], "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "password"),
        (docx(paragraph("x"), more={"../../evil.xml": b"<a/>"}), "outside itself"),
        (docx(paragraph("x"), more={"word/custom.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declarations"),
        (docx(paragraph("x"), more={"word/custom.xml": '<?xml version="1.0"?><a/>'.encode("utf-16")}), "declarations"),
        (big("word/media/image9.png"), "more than a document can hold"),
        (big("word/custom.xml"), "more than a document can hold"),
        (docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000), "nested"),
        (docx("<w:p>"), "damaged"),
    ],
    ids=["no zip", "cut", "old or locked", "dots", "entities", "utf-16", "picture bomb", "xml bomb", "deep", "not xml"],
)
def test_a_hostile_or_broken_document_is_refused_in_one_line(
    data: bytes | Callable[[], bytes], word: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.docx").write_bytes(data() if callable(data) else data)
    with pytest.raises(CommandError) as refusal:
        command("import_knowledge", str(tmp_path / "bad.docx"), space="bad")
    assert word in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert not ArticlePage.objects.exists()


def test_pairs_are_each_others_translation_and_stay_so_through_an_export(tmp_path: Path) -> None:
    from knowledge.translations.models import Pairing

    for language, name, other in [("en", "leave", "conges"), ("fr", "conges", "leave")]:
        (tmp_path / language).mkdir()
        front = f"---\ntitle: {name}\nlang: {language}\naltLangPage: {other}\n---\n\n"
        (tmp_path / language / f"{name}.md").write_text(front + "Words.")
    command("import_knowledge", str(tmp_path), space="two")
    command("export_knowledge", str(tmp_path / "x.zip"), space="two")
    command("import_knowledge", str(tmp_path / "x.zip"), space="again")
    for place in ("two", "again"):
        leave, leaves = (
            ArticlePage.objects.get(url_path__endswith=f"/{place}/{end}/") for end in ("en/leave", "fr/conges")
        )
        side = Pairing.objects.of(leave)
        assert side is not None
        assert side.other == leaves


def test_documents_in_two_languages_are_told_to_be_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs: list[tuple[str, str]] = []
    monkeypatch.setitem(registry._providers, "knowledge.paired", [lambda a, b: pairs.append((a.title, b.title))])
    for language, name, other in [("en", "leave", "conges"), ("fr", "conges", "leave")]:
        (tmp_path / language).mkdir()
        front = f"---\ntitle: {name}\nlang: {language}\naltLangPage: {other}\n---\n\n"
        (tmp_path / language / f"{name}.md").write_text(front + "Words.")
        (tmp_path / language / "same-name.md").write_text(f"---\ntitle: Same {language}\n---\n\nWords.")
    assert "2 pairs of translations" in command("import_knowledge", str(tmp_path), space="two")
    assert sorted(pairs) == [("Same en", "Same fr"), ("leave", "conges")]
    command("import_knowledge", str(tmp_path), space="two")
    assert len(pairs) == 4
