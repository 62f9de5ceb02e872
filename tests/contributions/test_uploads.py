import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from intranet.accounts.models import Audience, User
from intranet.contributions.models import Upload, UploadUse
from intranet.contributions.registry import registry
from intranet.contributions.uploads import MAX_REQUEST_BYTES, prune_unused
from tests.factories.people import make_department, make_user

SignIn = Callable[[User], Client]


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 30), color: object = "teal", mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **options)  # type: ignore[arg-type]  # Pillow takes any colour
    return out.getvalue()


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 90).convert("RGB")


def send(client: Client, data: bytes, name: str = "plan.png", content_type: str = "image/png"):
    return client.post(
        "/media/", {"file": SimpleUploadedFile(name, data, content_type)}, headers={"accept": "application/json"}
    )


def opened(upload: Upload) -> Image.Image:
    return Image.open(io.BytesIO(upload.file.open().read()))


def test_a_picture_is_stored_and_its_owner_sees_it(employee: User, client_for: SignIn) -> None:
    client = client_for(employee)
    answer = send(client, picture())
    assert answer.status_code == 201
    told = answer.json()
    assert (told["width"], told["height"], told["image"]) == (40, 30, True)
    shown = client.get(told["url"])
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert shown["Cache-Control"].startswith("private")
    again = client.get(told["url"], headers={"if-none-match": shown["ETag"]})
    assert again.status_code == 304
    assert Image.open(io.BytesIO(b"".join(shown.streaming_content))).size == (40, 30)


def test_nobody_else_sees_it_until_a_text_shows_it_to_them(employee: User, colleague: User, client_for: SignIn) -> None:
    upload = Upload.objects.store(picture(), by=employee, name="a.png")
    other = client_for(colleague)
    assert other.get(upload.get_absolute_url()).status_code == 404
    UploadUse.objects.sync(employee, keys={str(upload.key)}, audience=None)
    assert other.get(upload.get_absolute_url()).status_code == 200
    UploadUse.objects.sync(employee, keys=set(), audience=None)
    assert other.get(upload.get_absolute_url()).status_code == 404


def test_a_file_of_a_restricted_space_is_not_there_for_the_others(employee: User, client_for: SignIn) -> None:
    finance, legal = make_department("Finance"), make_department("Legal")
    upload = Upload.objects.store(picture(), by=employee, name="a.png")
    UploadUse.objects.sync(employee, keys={str(upload.key)}, audience=Audience.objects.for_departments([finance]))
    assert client_for(make_user(department=finance)).get(upload.get_absolute_url()).status_code == 200
    assert client_for(make_user(department=legal)).get(upload.get_absolute_url()).status_code == 404


def test_uploads_are_behind_sign_in(client: Client, employee: User) -> None:
    upload = Upload.objects.store(picture(), by=employee, name="a.png")
    for response in (client.get(upload.get_absolute_url()), client.get("/media/")):
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]
    assert send(client, picture()).status_code == 401


def test_a_form_from_elsewhere_stores_nothing(employee: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(employee)
    assert send(client, picture()).status_code == 403
    assert not Upload.objects.exists()


def test_what_the_camera_wrote_is_removed_and_the_picture_stands_upright(employee: User) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    exif[0x010F] = "SecretCamera"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif, comment=b"SecretComment")
    upload = Upload.objects.store(out.getvalue() + b"<script>SecretTail</script>", by=employee, name="photo.jpeg")
    stored = upload.file.open().read()
    assert (upload.width, upload.height) == (40, 60) == opened(upload).size
    assert b"Secret" not in stored
    assert upload.extension == ".jpg"


def test_a_large_photo_is_brought_to_a_size_for_reading_and_one_for_phones(employee: User, client_for: SignIn) -> None:
    out = io.BytesIO()
    noise((2600, 1300)).save(out, "JPEG")
    upload = Upload.objects.store(out.getvalue(), by=employee, name="photo.jpg")
    assert (upload.width, upload.height) == (2000, 1000)
    small = b"".join(client_for(employee).get(f"{upload.get_absolute_url()}/small").streaming_content)
    assert Image.open(io.BytesIO(small)).size == (800, 400)
    assert len(small) < upload.size / 3


def test_a_small_picture_serves_phones_as_it_is(employee: User, client_for: SignIn) -> None:
    upload = Upload.objects.store(picture(), by=employee, name="a.png")
    assert client_for(employee).get(f"{upload.get_absolute_url()}/small").status_code == 200


def test_screenshots_stay_sharp_and_photographs_get_light(employee: User) -> None:
    assert Upload.objects.store(picture(), by=employee, name="a.png").content_type == "image/png"
    see_through = Upload.objects.store(picture(mode="RGBA", color=(1, 2, 3, 90)), by=employee, name="b.png")
    assert opened(see_through).mode == "RGBA"
    out = io.BytesIO()
    noise((900, 700)).save(out, "PNG")
    photo = Upload.objects.store(out.getvalue(), by=employee, name="c.png")
    assert photo.content_type == "image/webp"
    assert photo.size < len(out.getvalue()) / 2


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_colours_is_read(employee: User, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (20, 10)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert Upload.objects.store(out.getvalue(), by=employee, name="a.png").width == 20


def test_a_small_animation_keeps_moving_and_a_large_one_stands_still(employee: User) -> None:
    def animation(side: int, frames: int) -> bytes:
        out = io.BytesIO()
        first, *rest = [noise((side, side)) for _ in range(frames)]
        first.save(out, "GIF", save_all=True, append_images=rest)
        return out.getvalue()

    moving = Upload.objects.store(animation(40, 3), by=employee, name="a.gif")
    assert opened(moving).n_frames == 3
    still = Upload.objects.store(animation(900, 5), by=employee, name="b.gif")
    assert getattr(opened(still), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        ("a.png", b"<?xml version='1.0'?><svg><script/></svg>", "SVG"),
        ("a.png", b"this is no picture", "type"),
        ("a.png", picture()[:60], "damaged"),
        ("a.gif", b"GIF89a" + b"\xff" * 40, "damaged"),
        ("a.html", b"<html><script>alert(1)</script>", "type"),
        ("a.exe", b"MZ" + b"\0" * 60, "type"),
        ("a.pdf", b"not a pdf", "not what its name says"),
        ("a.docx", b"%PDF-1.4", "not what its name says"),
        ("a.txt", b"\x00\x01\x02", "not what its name says"),
        ("a.png", b"", "empty"),
        ("a.tiff", b"II*\x00" + b"\0" * 60, "not shown by browsers"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    employee: User, client_for: SignIn, name: str, data: bytes, words: str
) -> None:
    answer = send(client_for(employee), data, name)
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert not Upload.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused(employee: User) -> None:
    with pytest.raises(ValidationError, match="too many pixels"):
        Upload.objects.store(picture(mode="1", size=(20_000, 20_000), color=0), by=employee, name="bomb.png")


def test_fifty_megabytes_are_refused_in_words(employee: User, client_for: SignIn) -> None:
    client = client_for(employee)
    answer = send(client, picture() + b"\0" * 50 * 1024 * 1024)
    assert answer.status_code == 413
    assert "MB" in answer.json()["error"]
    assert not Upload.objects.exists()


def test_what_is_announced_as_too_big_for_a_file_is_not_read(employee: User, client_for: SignIn) -> None:
    length = MAX_REQUEST_BYTES + 1
    answer = client_for(employee).generic("POST", "/media/", b"", CONTENT_LENGTH=length, HTTP_ACCEPT="application/json")
    assert answer.status_code == 413
    assert "too big" in answer.json()["error"]


def test_pictures_and_files_have_their_limits(employee: User) -> None:
    with pytest.raises(ValidationError, match="too big"):
        Upload.objects.store(picture() + b"\0" * 11 * 1024 * 1024, by=employee, name="a.png")
    with pytest.raises(ValidationError, match="too big"):
        Upload.objects.store(ContentFile(b"%PDF-" + b"\0" * 21 * 1024 * 1024, name="a.pdf"), by=employee)


def test_documents_are_downloads_under_their_own_name(employee: User, client_for: SignIn) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "b")
    upload = Upload.objects.store(SimpleUploadedFile("../../été <b>.docx", out.getvalue()), by=employee)
    assert upload.name == "été b.docx"
    response = client_for(employee).get(upload.get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment")
    assert "%C3%A9t%C3%A9" in response["Content-Disposition"]
    for name, data in (("a.pdf", b"%PDF-1.7 x"), ("a.csv", "é;b\n".encode()), ("a.txt", "é".encode("latin-1"))):
        assert Upload.objects.store(data, by=employee, name=name).extension == name[1:]


def test_the_same_file_twice_is_one_upload_but_not_across_people(employee: User, colleague: User) -> None:
    first = Upload.objects.store(picture(), by=employee, name="a.png")
    assert Upload.objects.store(picture(), by=employee, name="b.png") == first
    assert Upload.objects.store(picture(), by=colleague, name="a.png") != first
    imported = Upload.objects.store(picture(), by=None, name="a.png")
    assert Upload.objects.store(picture(), by=None, name="a.png") == imported


def test_the_plain_form_works_without_script(employee: User, client_for: SignIn) -> None:
    client = client_for(employee)
    answer = client.post(
        "/media/", {"file": SimpleUploadedFile("plan.png", picture(), "image/png")}, headers={"accept": "text/html"}
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "plan.png" in page
    refused = client.post("/media/", {}, headers={"accept": "text/html"})
    assert refused.status_code == 400
    assert "Choose a file." in refused.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/media/photos/../uploads/x.png",
        "/media/photos/%2e%2e/%2e%2e/parvis.sqlite3",
        "/media/photos/..%5c..%5cx.png",
        "/media/photos/a%00.png",
        "/media/photos/" + "a" * 5000 + ".png",
        "/media/photos",
        "/media/photos/.png",
        "/media/etc/passwd",
        "/media/documents/secret.pdf",
        "/media/photos/page.html",
        "/media/0b1b7a52-3b1c-4b43-9f5f-7a3a4f6f1a11",
        "/media/not-a-uuid",
    ],
)
def test_other_paths_lead_nowhere(employee: User, client_for: SignIn, path: str) -> None:
    assert client_for(employee).get(path).status_code == 404


def test_portraits_are_shown_to_whoever_is_signed_in(employee: User, client_for: SignIn, client: Client) -> None:
    name = default_storage.save("photos/elise.png", ContentFile(picture()))
    page = default_storage.save("photos/page.html", ContentFile(b"<script>"))
    response = client_for(employee).get(f"/media/{name}")
    assert response["Content-Type"] == "image/png"
    assert client_for(employee).get(f"/media/{page}").status_code == 404
    assert client.get(f"/media/{name}").status_code == 302
    default_storage.delete(name)
    default_storage.delete(page)


def test_what_no_text_ever_showed_goes_after_a_week(
    employee: User, django_capture_on_commit_callbacks: Callable
) -> None:
    def kept(name: str, days: int) -> Upload:
        upload = Upload.objects.store(picture(color=name), by=employee, name=f"{name}.png")
        Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(days=days))
        return upload

    old, fresh, used, needed = kept("red", 8), kept("blue", 6), kept("green", 30), kept("black", 30)
    UploadUse.objects.sync(employee, keys={str(used.key)}, audience=None)
    UploadUse.objects.sync(employee, keys=set(), audience=None)  # an earlier version still shows it
    providers = registry._providers["uploads.needed"]
    providers.append(lambda keys: {str(needed.key)} & keys)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert prune_unused() == 1
    finally:
        providers.pop()
    assert set(Upload.objects.all()) == {fresh, used, needed}
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(used.file.name)


def test_nobody_floods_the_disk(employee: User, colleague: User, client_for: SignIn, settings: Settings) -> None:
    settings.PARVIS_UPLOADS_PER_HOUR = 2
    client = client_for(employee)
    first, second = picture(color="red"), picture(color="blue")
    assert [send(client, data).status_code for data in (first, second, first)] == [201, 201, 201]
    refused = send(client, picture(color="green"))
    assert refused.status_code == 429
    assert "a little later" in refused.json()["error"]
    assert client.post("/media/", {"file": SimpleUploadedFile("x.png", picture(color="pink"))}).status_code == 429
    assert send(client_for(colleague), picture(color="green")).status_code == 201
    Upload.objects.filter(owner=employee).update(created_at=timezone.now() - timedelta(minutes=61))
    assert send(client, picture(color="green")).status_code == 201


def test_nor_with_a_few_large_files(employee: User, client_for: SignIn, settings: Settings) -> None:
    settings.PARVIS_UPLOAD_MB_PER_HOUR = 1
    client = client_for(employee)
    text = b"words " * 110_000
    assert send(client, text, "a.txt", "text/plain").status_code == 201
    assert send(client, b"other " + text, "b.txt", "text/plain").status_code == 429
    assert Upload.objects.filter(owner=employee).count() == 1
