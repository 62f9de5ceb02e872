"""Requests that no browser makes, or that a broken network does."""

import io
import json
from itertools import cycle

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from intranet.accounts.models import User
from tests.bad_input.site import FORM, Faults, Form, Site, form_encoded
from tests.factories.people import PASSWORD

BOUNDARY = "multipart/form-data; boundary=xxx"
HALF = b'--xxx\r\nContent-Disposition: form-data; name="body"\r\n\r\nhalf a mess'
# What a malformed body leaves to a form: nothing at all, a part of it or rubbish, or a refusal where it is read.
EMPTY: dict[str, tuple[bytes, str]] = {
    "json for a form": (b'{"body": "hello"}', "application/json"),
    "broken json": (b"{", "application/json"),
    "plain text": (b"hello", "text/plain"),
    "no type at all": (b"body=hello", ""),
    "a type of rubbish": (b"body=hello", "///;;;===\xff"),
    "multipart of nothing": (b"", BOUNDARY),
}
RUBBISH: dict[str, tuple[bytes, str]] = {
    "an unknown charset": (b"body=hello", f"{FORM}; charset=klingon"),
    "half a multipart": (HALF, BOUNDARY),
    "multipart with broken base64": (
        b'--xxx\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--xxx--',
        BOUNDARY,
    ),
    "bytes that are no utf-8": (b"body=%ff%fe&\xff=\xff&title=\xc3\x28", FORM),
}
REFUSED: dict[str, tuple[bytes, str]] = {
    "utf-16": ("body=hello".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "multipart without its boundary": (HALF, "multipart/form-data"),
    "multipart with an odd boundary": (HALF, "multipart/form-data; boundary=" + "é" * 300),
    "3000 fields": (b"&".join(b"a%d=1" % n for n in range(3000)), FORM),
}
TOO_LARGE = {"9 MB of a field": (b"body=" + b"x" * (9 * 1024 * 1024), FORM)}
BODIES = EMPTY | RUBBISH | REFUSED | TOO_LARGE


# These read their body in their own way, or are sent to by scripts: they meet every malformed body. The others share them.
WHOLE = ("knowledge:keep", "uploads:files", "discussions:reply", "ideas:submit", "account_login")


def bodies_for(form: Form, number: int) -> dict[str, tuple[bytes, str]]:
    """Return the malformed bodies that a form is sent, one of each kind; where no field is read, one of any kind.

    Which of a kind it is makes no difference to a view, which gets the same from Django for all of them.
    """
    if form.name in WHOLE:
        return BODIES
    kinds = [EMPTY, RUBBISH, REFUSED] if form.data else [EMPTY | RUBBISH | REFUSED]
    named = [list(kind)[number % len(kind)] for kind in kinds]
    return {what: BODIES[what] for what in named}


def test_a_malformed_body_is_refused_by_every_form(site: Site, faults: Faults) -> None:
    for number, form in enumerate({form.name: form for form in site.forms.values()}.values()):
        for what, (body, content_type) in bodies_for(form, number).items():
            response = site.ask("post", site.url(form.name), data=body, content_type=content_type)
            faults.look(response, f"{what} to {form.name}")


def test_too_many_fields_and_too_long_ones_get_a_page_that_says_so(site: Site) -> None:
    for what in ("3000 fields", "9 MB of a field"):
        body, content_type = BODIES[what]
        response = site.ask("post", site.url("ideas:submit"), data=body, content_type=content_type)
        assert response.status_code == 400
        assert b"<main" in response.content


# Mail programs post to it: the signature in its address is the proof.
PROVED_OTHERWISE = {"ideas:digests:stop"}


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_without_its_token_gets_our_page(site: Site, faults: Faults, signed_in: bool) -> None:
    """In the language of the person; every form, so that none is exempt by mistake."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if signed_in:
        site.author.language = "fr"
        site.author.save()
        client.force_login(site.author)
    session = "".join(f"{name}={cookie.value}; " for name, cookie in client.cookies.items())
    wrong = cycle(("x" * 32, "x" * 64, "é", "\x01"))
    for form in site.forms.values():
        if form.name in PROVED_OTHERWISE:
            continue
        # None for every form; of the wrong ones, each form is sent the next.
        for cookie in ("", next(wrong)):
            sent = {"Cookie": f"{session}csrftoken={cookie}"}  # as it is: Python's own jar takes no control characters
            response = client.post(site.url(form.name), form_encoded(form.data), content_type=FORM, headers=sent)
            faults.look(response, f"{form.name} with the token {cookie!r}")
            # Uploads refuse a file that is too big before they look at anything else; then sign-in, then the token.
            assert response.status_code == (302 if form.name == "uploads:files" and not signed_in else 403), form.name
            assert b"errors/csrf" not in response.content
            if signed_in:
                assert "Ce formulaire" in response.content.decode(), form.name


HEADERS = {
    "If-None-Match": ["*", "W/", '"', ",,,", "x" * 5000, '"é"'],
    "If-Modified-Since": ["yesterday", "Thu, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 99:99:99 GMT"],
    "Range": ["bytes=9-1", "bytes=-", "bytes=99999999999999999999-", "lines=1-2", "bytes=0-0,1-1,2-2"],
    "Accept-Language": ["x" * 5000, "fr;q=nan", "*;q=-1,,,;", "\u00e9", "fr-" + "a-" * 500, ",".join(["fr"] * 2000)],
    "Accept": ["///", "*/*;q=x", "application/json;text/html", "x" * 5000],
    "Cookie": [
        "sessionid=\x01; parvis_language=xx; parvis_theme=<script>; csrftoken=",
        "sessionid=" + "a" * 5000,
        "parvis_language=../../etc; parvis_sent=\u00e9%00",
        ";;;===;;;",
        'messages="broken; sessionid=x',
        "messages=W3siX19qc29uX21lc3NhZ2Ui",
    ],
    "Referer": ["//evil.example/", "http://[", "javascript:x", "\u00e9" * 100],
    "HX-Request": ["true", "\u00e9"],
    "HX-Target": ["idea-results", "<script>"],
    "HX-Current-URL": ["http://[::bad", "\u00e9"],
    "X-Forwarded-For": ["no address", "1.1.1.1, " * 300],
    "X-Forwarded-Proto": ["gopher"],
    "X-Request-ID": ["\u00e9\u00e9", "x" * 5000],
    "Content-Length": ["-1", "abc", ""],
}
PAGES = [
    "home:home",
    "ideas:list",
    "ideas:detail",
    "search:results",
    "uploads:file",
    "charter:logo",
    "ui:theme_css",
    "account_login",
]


# Each of these answers to conditions and ranges in its own way; of the others, each value is sent to one in turn.
OF_FILES = ("uploads:file", "charter:logo", "ui:theme_css")


def test_a_header_of_rubbish_changes_nothing(site: Site, faults: Faults) -> None:
    """Nobody but the middleware reads most headers of a page; those of our scripts, the pages do."""
    kept = site.client.cookies["sessionid"].value
    pages = cycle([name for name in PAGES if name not in OF_FILES])
    for header, values in HEADERS.items():
        key = "HTTP_" + header.upper().replace("-", "_") if header != "Content-Length" else "CONTENT_LENGTH"
        for value in values:
            for name in PAGES if header.startswith("HX-") else (*OF_FILES, next(pages)):
                response = site.ask("get", site.url(name), **{key: value})
                faults.look(response, f"{header}: {value[:40]!r} to {name}")
                site.client.cookies["sessionid"] = kept


@pytest.mark.parametrize("length", ["abc", "-5", "", "1e9", "٣"])
def test_a_length_that_is_none_is_refused(site: Site, faults: Faults, length: str) -> None:
    for name in ("uploads:files", "ideas:submit", "account_login"):
        response = site.ask("post", site.url(name), data=b"a=1", content_type=FORM, CONTENT_LENGTH=length)
        faults.look(response, f"length {length!r} to {name}")


def test_a_wrong_host_gets_a_page_and_no_session(site: Site, faults: Faults, settings) -> None:
    settings.ALLOWED_HOSTS = ["parvis.example"]
    for host in ("evil.example", "parvis.example:x", "[", "", "a" * 300, "parvis.example/evil", "é"):
        for name in ("home:home", "account_login", "core:healthz", "ideas:submit"):
            for method in ("get", "post"):
                response = site.ask(method, site.url(name), HTTP_HOST=host)
                faults.look(response, f"{method} {name} from {host!r}")
                assert response.status_code == 400 or (name, method) == ("core:healthz", "get"), (host, name)


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


FILES = {
    "photo.png": b"this is no picture",
    "empty.png": b"",
    "half.png": picture()[:40],
    "page.html": b"<script>alert(1)</script>",
    "drawing.svg": b"<svg onload=alert(1)>",
    "picture.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program.exe": b"MZ\x90\x00" + b"\x00" * 100,
    "words.pdf": b"not a pdf",
    "archive.docx": b"PK\x03\x04 truncated",
    "bomb.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00\xbe\xef\xbe\xef",
    "x" * 300 + ".png": picture(),
    "a\u202egnp.exe": picture(),
    "../../secret_key": picture(),
    "\ud83d.png".encode("utf-16", "surrogatepass").decode("utf-16", "replace"): picture("GIF"),
    ".png": picture("BMP"),
    "tiff.tif": picture("TIFF"),
}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_wrong_file_is_refused_in_words(site: Site, faults: Faults, accept: str) -> None:
    for name, content in FILES.items():
        with io.BytesIO(content) as file:
            file.name = name
            response = site.ask("post", site.url("uploads:files"), data={"file": file}, HTTP_ACCEPT=accept)
        faults.look(response, f"upload of {name!r}")
        if not content.startswith((picture()[:20], b"GIF", b"BM")) or len(content) < 50:
            assert response.status_code == (
                201 if name == "archive.docx" and accept != "text/html" else response.status_code
            )
        if response.status_code == 400 and accept == "application/json":
            assert json.loads(response.content)["error"]


def test_a_wrong_photo_is_refused_in_words(site: Site, faults: Faults) -> None:
    profile = next(form for form in site.forms.values() if form.name == "people:edit")
    for name, content in FILES.items():
        photo = SimpleUploadedFile("photo.png", content, "image/png")
        response = site.ask("post", site.url("people:edit"), data={**profile.data, "photo": photo})
        faults.look(response, f"photo of {name!r}")
        assert response.status_code in (200, 302, 422)
        if response.status_code != 302:
            assert "Engineer" in response.content.decode(), "what was typed is shown again"


@pytest.mark.parametrize("name", ["uploads:files", "people:edit", "ideas:submit", "discussions:reply"])
def test_fifty_megabytes_are_refused_in_words(site: Site, faults: Faults, name: str) -> None:
    """The body is announced and never sent: nothing may wait for it."""
    for accept in ("text/html", "application/json"):
        length = str(50 * 1024 * 1024)
        cut = {"wsgi.input": io.BytesIO(HALF), "CONTENT_LENGTH": length, "HTTP_ACCEPT": accept}
        response = site.ask("post", site.url(name), data=HALF, content_type=BOUNDARY, **cut)
        faults.look(response, f"50 MB to {name}")
        assert response.status_code == 413
        assert b"MB" in response.content or "Mo" in response.content.decode()


@pytest.mark.django_db
def test_signing_in_with_anything_is_only_refused(client: Client, employee: User, faults: Faults, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    client.raise_request_exception = False
    for login in ("", "\x00", "elise\x00", "\ud800", "x" * 5000, "elise' OR 1=1", "a@b@c", "@", "\u202eelise"):
        for password in (PASSWORD, "", "\x00", "x" * 5000, "\ud800"):
            body = form_encoded({"login": login, "password": password, "next": "//evil.example/\x00"})
            response = client.post("/accounts/login/", body, content_type=FORM)
            faults.look(response, f"sign in as {login[:20]!r} with {password[:20]!r}")
            assert response.status_code == 200
