"""Taking a space or an article along from the site, as what one may see of it."""

import io
import re
import zipfile
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.contributions.paper.fetching import BASE, Refused, given
from intranet.core.images import reencode
from intranet.notifications.models import Notification
from knowledge.exporting import making
from knowledge.exporting.models import Export, forget_old
from knowledge.exporting.pdf import drawing
from knowledge.exporting.tasks import make
from tests.exchange.test_round_trip import picture
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def space_url(space: Any) -> str:
    return reverse("knowledge:exporting:space", args=[space.pk])


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def texts(response: Any) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body_of(response))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".md")}


def test_a_zip_holds_what_the_person_may_see(employee: User, client_for: Any) -> None:
    space = make_space()
    make_article("For all", space=space)
    make_article("My draft", space=space, by=employee, publish=False)
    inside = space.add_space(by=None, title="HR only", departments=[make_department("HR")])
    make_article("Secret", space=inside)
    assert list(texts(client_for(employee).post(space_url(space), {"format": "zip"}))) == ["for-all.md"]


def test_the_menu_of_a_space_and_of_an_article_lead_there(employee: User, client_for: Any) -> None:
    article = make_article()
    client: Client = client_for(employee)
    assert space_url(article.space) in client.get(article.space.get_absolute_url()).content.decode()
    assert (
        reverse("knowledge:exporting:article", args=[article.pk])
        in client.get(article.get_absolute_url()).content.decode()
    )


def test_an_article_becomes_a_pdf_with_links_pictures_and_its_language(employee: User, client_for: Any) -> None:
    author = make_user()
    shown = picture(author)
    body = (
        "<h2>Une partie</h2>"
        + "<p>Les collaboratrices institutionnelles et leurs responsabilités administratives.</p>" * 9
        + f'<p><img src="{shown.get_absolute_url()}" alt="Schéma"><a href="https://example.com/there">là</a></p>'
    )
    article = make_article("Congés : le guide", by=author, body=body, language="fr")
    response = client_for(employee).get(reverse("knowledge:exporting:article", args=[article.pk]))
    data = body_of(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="conges-le-guide.pdf"'
    assert data.startswith(b"%PDF-")
    assert b"https://example.com/there" in plain(data)
    assert b"/Subtype /Image" in plain(data) or b"/Subtype/Image" in plain(data)


def plain(data: bytes) -> bytes:
    """Return what a PDF holds with its streams unpacked."""
    parts = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_space_becomes_a_pdf_with_title_page_contents_and_links_within(employee: User, client_for: Any) -> None:
    space = make_space("Handbook", description="All of it.")
    other = make_article("Second", space=space.add_space(by=None, title="Inside"))
    make_article("First", space=space, body=f'<p><a href="{other.get_absolute_url()}#s-first-part">there</a></p>')
    response = client_for(employee).post(space_url(space), {"format": "pdf"})
    data = plain(body_of(response))
    assert f"a{other.pk}-s-first-part".encode() in data or b"/Dest" in data
    assert data.count(b"/Type /Page\n") >= 5 or data.count(b"/Type /Page") >= 5


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:1/", "https://example.com/x.png", "ftp://x/y", "data:image/png;base64,AA==",
     BASE + "fonts/../settings.py", BASE + "media/photos/../../secret.png", BASE + "media/exports/x.zip", BASE + "etc/passwd",
     BASE + "media/00000000-0000-4000-8000-000000000000", "https://parvis.invalid@evil.example/media/x"],
)  # fmt: skip
def test_the_pdf_is_given_nothing_from_elsewhere(address: str, employee: User) -> None:
    with pytest.raises(Refused):
        given(address, employee)


def test_drawing_never_opens_a_socket_nor_a_file_that_a_text_names(
    employee: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """Even should a text get past the cleaning: what it names is not fetched."""
    import socket

    from knowledge.exporting.pdf.book import book_of

    asked: list[str] = []
    (tmp_path / "secret.png").write_bytes(b"secret")

    def refuse(*args: Any, **options: Any) -> None:
        asked.append(str(args))
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    hostile = (
        f'<img src="file://{tmp_path}/secret.png"><img src="http://127.0.0.1:1/x.png"><object data="http://127.0.0.1:1/x"></object>'
        '<style>@import "http://127.0.0.1:1/x.css"; p { background: url(http://127.0.0.1:1/y.png) }</style>'
        '<link rel="stylesheet" href="http://127.0.0.1:1/z.css"><link rel="attachment" href="file:///etc/passwd">'
    )
    monkeypatch.setattr(drawing, "render_to_string", lambda *args: f"<html><body>{hostile}<p>Words</p></body></html>")
    data = drawing.draw(book_of(make_article(), employee), user=employee, language="en")
    assert asked == []
    assert b"root:" not in plain(data)
    assert b"/EmbeddedFile" not in data


def test_a_picture_that_the_reader_may_not_see_is_not_drawn(employee: User) -> None:
    mine, theirs = picture(employee), picture(make_user())
    assert given(BASE + mine.get_absolute_url().lstrip("/"), employee)[1] == "image/png"
    with pytest.raises(Refused):
        given(BASE + theirs.get_absolute_url().lstrip("/"), employee)


def test_what_is_large_is_made_by_the_worker_and_its_person_is_told(
    employee: User, client_for: Any, dispatch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()
    monkeypatch.setattr(making, "ARTICLES_AT_ONCE", 0)
    client: Client = client_for(employee)
    for _twice in range(2):
        assert client.post(space_url(article.space), {"format": "zip"}).url == reverse("knowledge:exporting:mine")
    export = Export.objects.get()
    assert client.get(export.get_absolute_url()).status_code == 404
    make.call(export.pk)
    make.call(export.pk)
    dispatch()
    assert Notification.objects.filter(recipient=employee, activity__verb="export.ready").count() == 1
    assert list(texts(client.get(export.get_absolute_url()))) == ["an-article.md"]
    assert article.space.title in client.get(reverse("knowledge:exporting:mine")).content.decode()
    assert client_for(make_user()).get(export.get_absolute_url()).status_code == 404


def test_a_file_that_cannot_be_made_is_said(
    employee: User, client_for: Any, dispatch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge.exporting import tasks

    export = Export.objects.ask(make_article().space, format="zip", by=employee)

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(tasks, "write_zip", fail)
    make.call(export.pk)
    dispatch()
    assert Notification.objects.filter(recipient=employee, activity__verb="export.failed").exists()
    assert "could not be made" in client_for(employee).get(reverse("knowledge:exporting:mine")).content.decode()


def test_a_space_that_closed_since_takes_its_export_along(employee: User, client_for: Any) -> None:
    space = make_space(departments=[department := make_department("HR")])
    employee.department = department
    employee.save()
    make_article(space=space)
    export = Export.objects.ask(space, format="zip", by=User.objects.get(pk=employee.pk))
    make.call(export.pk)
    employee.department = None
    employee.save()
    assert client_for(User.objects.get(pk=employee.pk)).get(export.get_absolute_url()).status_code == 404


def test_several_files_at_a_time_are_enough(employee: User, client_for: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "ARTICLES_AT_ONCE", -1)
    client: Client = client_for(employee)
    spaces = [make_space(f"Space {number}") for number in range(4)]
    assert [client.post(space_url(space), {"format": "zip"}).status_code for space in spaces] == [302, 302, 302, 429]


def test_old_exports_are_forgotten_with_their_files(employee: User, django_capture_on_commit_callbacks: Any) -> None:
    export = Export.objects.ask(make_article().space, format="zip", by=employee)
    make.call(export.pk)
    export.refresh_from_db()
    assert default_storage.exists(export.file.name)
    Export.objects.update(asked_at=timezone.now() - timedelta(days=4))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old() == 1
    assert not default_storage.exists(export.file.name)


def test_a_machine_without_pango_says_so_and_works_on(
    employee: User, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge.exporting.views import taking

    monkeypatch.setattr(taking, "is_possible", lambda: False)
    article = make_article()
    client: Client = client_for(employee)
    response = client.get(reverse("knowledge:exporting:article", args=[article.pk]))
    assert response.status_code == 503
    assert "cannot make PDF files yet" in response.content.decode()
    assert client.post(space_url(article.space), {"format": "zip"}).status_code == 200
    assert client.post(space_url(article.space), {"format": "exe"}).status_code == 422


@pytest.mark.django_db
def test_a_damaged_picture_is_still_refused_after_a_pdf_was_made(employee: User, client_for: Any) -> None:
    """What draws PDF files switches, when it is imported, all pictures of the process to being taken damaged."""
    client_for(employee).post(space_url(make_article("Leave", by=employee).space), {"format": "pdf"})
    with pytest.raises(ValidationError, match="damaged"):
        reencode(picture(by=employee).file.read()[:60])
