"""Files beside an article: attached and removed, their words searched, hostile ones survived."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from intranet.accounts.models import User
from intranet.contributions import file_words
from intranet.contributions.extracting import LONGEST_TEXT, extract
from intranet.contributions.models import Upload
from knowledge.linking import files
from knowledge.linking.models import Attachment
from knowledge.models import ArticlePage
from tests.costs import queries_of
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = f"<w:document {W}><w:body><w:p><w:r><w:t>Remboursement des </w:t></w:r><w:r><w:t>trottinettes</w:t></w:r></w:p><w:p><w:r><w:t>Second</w:t><w:tab/><w:t>part</w:t></w:r></w:p></w:body></w:document>"
NAMES = 'xmlns:o="urn:office" xmlns:text="urn:text"'
OPEN = f"<o:document {NAMES}><text:h>Frais</text:h><text:p>Les <text:span>vélos</text:span><text:s/>aussi</text:p></o:document>"


def packed(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return made.getvalue()


def pdf(text: str = "", *, password: str = "") -> bytes:
    """Return a PDF of one page that says ``text``, written by hand: no library for making them is needed."""
    shown = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(made),
    )
    if not password:
        return made
    writer = PdfWriter(clone_from=io.BytesIO(made))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "extension", "expected"),
    [
        (pdf("Expense rules"), ".pdf", "Expense rules"),
        (packed(word__document=WORDS), ".docx", "Remboursement des trottinettes\nSecond part"),
        (packed(content=OPEN), ".odt", "Frais\nLes vélos aussi"),
        ("Café\r\nà midi".encode(), ".txt", "Café\nà midi"),
        ("Café".encode("cp1252"), ".txt", "Café"),
        ("Café".encode("utf-16"), ".md", "Café"),
        (b'name;town\n"Ada; L";Paris\n', ".csv", "name town\nAda; L Paris"),
    ],
)
def test_the_words_of_each_sort_of_file_are_read(data: bytes, extension: str, expected: str) -> None:
    assert extract(data, extension) == ("read", expected)


BILLION = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + WORDS.replace("Second", "&b;")
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + WORDS.replace("Second", "&e;")


@pytest.mark.parametrize(
    ("data", "extension", "state"),
    [
        (pdf(), ".pdf", "empty"),
        (pdf("Secret", password="word"), ".pdf", "locked"),
        (pdf("Cut")[:200], ".pdf", "broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50, ".pdf", "broken"),
        (packed(word__document=BILLION), ".docx", "broken"),
        (packed(word__document=OUTSIDE), ".docx", "broken"),
        (lambda: packed(word__document=b"\x00" * 80_000_000), ".docx", "broken"),
        (packed(other="x"), ".docx", "broken"),
        (b"PK\x03\x04 not a zip", ".odt", "broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ".docx", "locked"),
        (packed(content="<a>" * 100_000), ".ods", "broken"),
        (b"\n \n", ".txt", "empty"),
        (b"x", ".zip", "unread"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(data: bytes | Callable[[], bytes], extension: str, state: str) -> None:
    data = data() if callable(data) else data  # what takes long to make is made here: each process reads this file
    began = time.monotonic()
    assert extract(data, extension)[0] == state
    assert time.monotonic() - began < 20


def test_a_very_long_text_is_cut() -> None:
    assert len(extract(b"word " * 1_000_000, ".txt")[1]) <= LONGEST_TEXT


def test_what_runs_for_ever_is_stopped(employee: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = Upload.objects.store(pdf("Slow"), by=employee, name="slow.pdf")
    monkeypatch.setattr(file_words, "PATIENCE", 0.001)
    assert file_words.words_of(upload) == (Attachment.State.BROKEN, "")


def attach(browser: Client, article: ArticlePage, *sent: tuple[str, bytes], **headers: str) -> str:
    data = {"file": [SimpleUploadedFile(name, content) for name, content in sent]}
    response = browser.post(f"/knowledge/-/{article.pk}/files/", data, follow=True, headers=headers)
    return response.content.decode()


def read_all() -> None:
    for pk in Attachment.objects.filter(state="waiting").values_list("pk", flat=True):
        files.read_file.func(pk)


def test_an_attached_file_stands_at_the_foot_and_search_finds_its_words(
    employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    article = make_article("Expenses")
    browser = client_for(employee)
    page = attach(browser, article, ("barème.docx", packed(word__document=WORDS)), ("rules.pdf", pdf("Zebra crossing")))
    assert "barème.docx" in page
    read_all()
    dispatch()
    shown = browser.get(article.get_absolute_url()).content.decode()
    assert "barème.docx" in shown
    assert "DOCX" in shown
    found = client_for(make_user()).get("/search/?q=trottinettes").content.decode()
    assert "Expenses" in found
    assert "In the attached file “barème.docx”:" in found
    assert "<mark>trottinettes</mark>" in found
    upload = Attachment.objects.get(upload__extension=".pdf").upload
    assert client_for(make_user()).get(upload.get_absolute_url()).status_code == 200


def test_a_removed_file_leaves_the_page_the_search_and_its_readers(
    employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    article, browser = make_article("Expenses"), client_for(employee)
    attach(browser, article, ("rules.txt", b"Zebra crossing"))
    read_all()
    dispatch()
    attached = Attachment.objects.get()
    assert "Expenses" in browser.get("/search/?q=zebra").content.decode()
    response = browser.post(f"/knowledge/-/{article.pk}/files/{attached.pk}/remove/")
    assert response.status_code == 302
    dispatch()
    assert "rules.txt" not in browser.get(article.get_absolute_url()).content.decode()
    assert "search-passage" not in browser.get("/search/?q=zebra").content.decode()
    assert client_for(make_user()).get(attached.upload.get_absolute_url()).status_code == 404
    assert browser.post(f"/knowledge/-/{article.pk}/files/{attached.pk}/remove/").status_code == 302


def test_files_follow_who_may_read_the_article(cm: User, client_for: SignIn) -> None:
    board = make_department("Board")
    member, outsider = make_user(department=board), make_user()
    article = make_article("Plan", by=member, space=make_space("Board", departments=[board]))
    attach(client_for(member), article, ("plan.txt", b"secret plan"))
    address = Attachment.objects.get().upload.get_absolute_url()
    assert client_for(outsider).get(address).status_code == 404
    assert client_for(outsider).get(f"/knowledge/-/{article.pk}/files/").status_code == 404
    assert client_for(outsider).post(f"/knowledge/-/{article.pk}/files/").status_code == 404
    article.move_to(make_space("Open"), by=member)
    assert client_for(outsider).get(address).status_code == 200
    article.take_back(by=member)
    assert client_for(outsider).get(address).status_code == 404


def test_publishing_again_keeps_the_files_readable(employee: User, client_for: SignIn) -> None:
    article = make_article("Plan")
    attach(client_for(employee), article, ("plan.txt", b"the plan"))
    article.refresh_from_db()
    article.revise(by=employee, base_revision=None, publish=True, body="<p>Another text.</p>")
    assert client_for(make_user()).get(Attachment.objects.get().upload.get_absolute_url()).status_code == 200


def test_a_refused_file_is_named_with_the_reason_and_the_others_are_kept(employee: User, client_for: SignIn) -> None:
    article, browser = make_article("Plan"), client_for(employee)
    page = attach(browser, article, ("virus.exe", b"MZ"), ("good.txt", b"words"))
    assert "virus.exe" in page
    assert "good.txt" in page
    assert Attachment.objects.count() == 1
    again = attach(browser, article, ("good.txt", b"words"), **{"X-Requested-With": "fetch"})
    assert "<html" not in again
    assert Attachment.objects.count() == 1


def test_twenty_files_cost_what_one_does(employee: User, client_for: SignIn) -> None:
    article, browser = make_article("Plan"), client_for(employee)

    pages = [article.get_absolute_url(), f"/knowledge/-/{article.pk}/edit/", f"/knowledge/-/{article.pk}/files/"]
    for_one = []
    for number in range(20):
        files.attach(article, SimpleUploadedFile(f"{number}.txt", b"words %d" % number), by=employee)
        if not number:
            for_one = queries_of(browser, *pages)
    assert queries_of(browser, *pages) == for_one


def test_where_publishing_is_reviewed_the_files_of_what_is_published_are_the_stewards(
    employee: User, cm: User, client_for: SignIn
) -> None:
    space = make_space("Rules")
    article = make_article("Plan", space=space)
    space.publishing = space.Publishing.REVIEW
    space.save()
    assert client_for(employee).get(f"/knowledge/-/{article.pk}/files/").status_code == 403
    assert "parvis-files" not in client_for(employee).get(f"/knowledge/-/{article.pk}/edit/").content.decode()
    assert "plan.txt" in attach(client_for(cm), article, ("plan.txt", b"the plan"))
