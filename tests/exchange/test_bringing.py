"""Bringing documents into a space from the browser."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from intranet.accounts.models import User
from knowledge.models import ArticlePage, SpacePage
from tests.exchange.word import docx, paragraph
from tests.factories.knowledge import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(employee: User) -> SpacePage:
    return make_space(stewards=[employee])


def send(client: Any, space: SpacePage, name: str, data: bytes) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("knowledge:exporting:bring", args=[space.pk]), {"file": file})


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("leave.md", b"# Leave\n\nWords.", "Leave"),
        ("Leave.html", b"<title>Leave</title><p>Words.</p>", "Leave"),
        ("x.docx", docx(paragraph("Leave", style="Title") + paragraph("Words.")), "Leave"),
        ("x.zip", zipped(leave_md="# Leave\n\nWords."), "Leave"),
    ],
)
def test_a_document_becomes_a_draft_of_the_steward(
    name: str, data: bytes, title: str, space: SpacePage, employee: User, client_for: Any
) -> None:
    client = client_for(employee)
    page = send(client, space, name, data)
    article = ArticlePage.objects.get()
    assert page.status_code == 200
    assert (article.title, article.live, article.author, article.space) == (title, False, employee, space)
    assert article.get_absolute_url() in page.content.decode()
    assert "1 unchanged" in send(client, space, name, data).content.decode()
    assert ArticlePage.objects.count() == 1


def test_what_was_edited_here_is_left_alone(space: SpacePage, employee: User, client_for: Any) -> None:
    client = client_for(employee)
    send(client, space, "a.md", b"# A\n\nWords.")
    article = ArticlePage.objects.get()
    article.revise(by=employee, base_revision=article.latest_revision_id, body="<p>Mine.</p>")
    assert "edited here since it was imported" in send(client, space, "a.md", b"# A\n\nOthers.").content.decode()
    article.refresh_from_db()
    assert "Mine." in article.working_version().body


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("x.exe", b"MZ", "Send a Markdown"),
        ("x.docx", b"PK", "damaged"),
        ("x.zip", b"PK\x05\x06 no", "zip archive"),
        ("x.zip", zipped(**{f"d{n}_md": "# D" for n in range(51)}), "at most 50"),
        ("x.md", b"\xff\xfe\xfa", "UTF-8"),
        ("../../etc/x.md", b"", "empty"),
        ("x.md", b"# T\n\n" + b"a " * 700_000, "too long"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_words(
    name: str, data: bytes, word: str, space: SpacePage, employee: User, client_for: Any
) -> None:
    response = send(client_for(employee), space, name, data)
    assert response.status_code == 422
    assert word in response.content.decode()
    assert not ArticlePage.objects.exists()


def test_an_article_that_moved_out_of_reach_is_not_changed(space: SpacePage, employee: User, client_for: Any) -> None:
    from tests.factories.people import make_department

    client = client_for(employee)
    send(client, space, "a.md", b"# A\n\nWords.")
    ArticlePage.objects.get().move_to(make_space("HR", departments=[make_department("HR")]), by=None)
    assert "you may not edit it now" in send(client, space, "a.md", b"# A\n\nOther words.").content.decode()
    assert "Words." in ArticlePage.objects.get().body


def test_only_who_looks_after_the_space_imports(space: SpacePage, leader: User, client_for: Any) -> None:
    assert send(client_for(leader), space, "a.md", b"# A").status_code == 403
