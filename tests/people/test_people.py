import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from intranet.accounts.models import User
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def picture(size: tuple[int, int] = (400, 300), fmt: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, fmt)
    return SimpleUploadedFile("me.png", out.getvalue(), content_type="image/png")


def fields(**changes: object) -> dict[str, object]:
    return {
        "display_name": "Élise Martin",
        "job_title": "Acheteuse",
        "bio": "Bonjour",
        "expertise": "Achats, Négociation, achats",
        "language": "fr",
        "time_zone": "Europe/Paris",
        **changes,
    }


def test_my_profile_is_what_my_colleagues_see(employee: User, colleague: User, client_for: SignIn) -> None:
    response = client_for(employee).post("/people/-/edit/", fields(photo=picture()))
    assert response.headers["Location"] == "/people/elise/"
    page = client_for(colleague).get("/people/elise/").content.decode()
    assert "Élise Martin" in page
    assert "Acheteuse" in page
    assert page.count("Négociation") == 1
    employee.refresh_from_db()
    with Image.open(employee.photo) as photo:
        assert (photo.format, photo.size) == ("WEBP", (320, 320))


def test_a_profile_tells_the_time_where_the_person_is(client_for: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 1, 15, 22, 5, tzinfo=UTC))
    paris = make_user(username="camille", time_zone="Europe/Paris")
    reader = make_user(time_zone="America/New_York")
    page = client_for(reader).get(paris.get_absolute_url()).content.decode()
    assert "23:05" in page
    assert "17:05" not in page


@pytest.mark.parametrize(
    "bad",
    [
        SimpleUploadedFile("me.png", b"<script>", content_type="image/png"),
        SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        SimpleUploadedFile("me.png", picture().read()[:80], content_type="image/png"),
    ],
    ids=["text", "svg", "cut short"],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(
    bad: SimpleUploadedFile, employee: User, client_for: SignIn
) -> None:
    bad.seek(0)
    response = client_for(employee).post("/people/-/edit/", fields(photo=bad))
    assert response.status_code == 422
    assert "Négociation" in response.content.decode()
    employee.refresh_from_db()
    assert not employee.photo


def test_too_many_topics_are_refused(employee: User, client_for: SignIn) -> None:
    response = client_for(employee).post("/people/-/edit/", fields(expertise=", ".join(map(str, range(20)))))
    assert response.status_code == 422
    assert employee.expertise.count() == 0  # type: ignore[attr-defined]  # the stubs lose the manager


def test_nobody_edits_somebody_else_through_the_form(employee: User, colleague: User, client_for: SignIn) -> None:
    client_for(employee).post("/people/-/edit/", fields(username="marc", id=colleague.pk, is_superuser="on"))
    colleague.refresh_from_db()
    employee.refresh_from_db()
    assert colleague.display_name == "Marc"
    assert not employee.is_superuser
    assert employee.username == "elise"


def test_the_directory_is_narrowed_by_name_topic_and_department(employee: User, client_for: SignIn) -> None:
    company = make_department("Production")
    workshop = make_department("Atelier", company)
    make_user(username="ines", display_name="Inès Carpentier", department=workshop)
    client = client_for(employee)
    assert "Inès" in client.get("/people/", {"department": "production"}).content.decode()
    assert "Inès" in client.get("/people/", {"q": "carpentier"}).content.decode()
    assert "Inès" not in client.get("/people/", {"q": "nobody at all"}).content.decode()


def test_somebody_who_left_has_no_page(employee: User, colleague: User, client_for: SignIn) -> None:
    colleague.deactivate()
    response = client_for(employee).get("/people/marc/")
    assert response.status_code == 404
    assert "Marc" not in response.content.decode()


@pytest.mark.parametrize("name", ["nobody", "%00", "é" * 300, "'; drop table", "..", "-"])
def test_an_unknown_name_is_not_found(name: str, employee: User, client_for: SignIn) -> None:
    assert client_for(employee).get(f"/people/{name}/").status_code == 404


def test_the_directory_costs_the_same_with_one_and_with_twenty(employee: User, client_for: SignIn) -> None:
    client = client_for(employee)
    client.get("/people/")
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    department = make_department("Achats")
    for number in range(20):
        make_user(username=f"many{number}", department=department)
    with CaptureQueriesContext(connection) as many:
        client.get("/people/")
    assert len(many) <= len(few) + 1


def test_nobody_chooses_their_own_department(employee: User, client_for: SignIn) -> None:
    """A department opens restricted spaces, so a form that was tampered with changes nothing."""
    department = make_department("Finance")
    client_for(employee).post("/people/-/edit/", fields(department=department.pk))
    employee.refresh_from_db()
    assert employee.display_name == "Élise Martin"
    assert employee.department is None
