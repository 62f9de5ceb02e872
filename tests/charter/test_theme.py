"""The charter dresses the site, and cannot make it unreadable."""

from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model

from intranet.charter.theme import pairs, palettes, site_palettes, theme_of
from intranet.ui.colour import contrast_ratio
from intranet.ui.theme import AA
from tests.factories.charter import charter_page, clause, publish_charter


def test_the_sites_own_colours_are_readable():
    for palette in site_palettes():
        assert [pair for pair in pairs(palette) if not pair.is_readable] == []


def test_a_charter_that_chooses_nothing_changes_nothing():
    assert theme_of({}).css == ""


@pytest.mark.parametrize("accent", ["#0b5a6b", "#8a1c3c", "#1a56db", "#000000", "#5b21b6"])
def test_every_readable_accent_gives_two_readable_themes(accent):
    for palette in palettes({"accent": accent}):
        assert [(pair.text, pair.ground) for pair in pairs(palette) if not pair.is_readable] == []


@pytest.fixture
def css(client_for, employee):
    client = client_for(employee)

    def get():
        html = client.get("/charter/").content.decode()
        links = [part.split('"')[0] for part in html.split('href="') if "theme" in part.split('"')[0]]
        return client.get(links[0]).content.decode() if links else ""

    return get


@pytest.fixture
def edit(client_for, cm):
    """Send the admin's form as the community manager, with these fields changed."""
    client = client_for(cm)

    def send(action="action-publish", **changed):
        page = charter_page()
        data = {
            "title": "Charte",
            "slug": page.slug,
            "introduction_fr": "null",
            "introduction_en": "null",
            "clauses-count": "0",
            "reading_font": "source-serif",
            "interface_font": "public-sans",
            "logo": "",
            action: "1",
            **changed,
        }
        return client.post(f"/cms/pages/{page.pk}/edit/", data, follow=True)

    return send


@pytest.mark.django_db
def test_a_published_accent_dresses_every_page_at_once(css):
    publish_charter(clause("Respect"))
    assert css() == ""
    publish_charter(accent="#8a1c3c")
    from intranet.charter.theme import theme_in_force

    theme_in_force.forget()  # what commit does
    assert "#8a1c3c" in css()


@pytest.mark.django_db
def test_the_community_manager_publishes_a_colour_in_the_admin(edit):
    assert edit(accent="#1a56db").status_code == 200
    page = charter_page()
    assert page.live
    assert page.accent == "#1a56db"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"accent": "#ffcc00"}, "Accent (#ffcc00) on paper (#fbfaf7) reads at 1.4 to 1"),
        ({"ink": "#999999"}, "Ink (#999999) on paper (#fbfaf7) reads at 2.7 to 1"),
        ({"paper_dark": "#777777"}, "on paper (#777777) reads at"),
        ({"accent_dark": "#333333"}, "Accent (#333333) on paper (#171614) reads at"),
    ],
)
def test_a_colour_that_nobody_can_read_is_refused_naming_the_pair(edit, chosen, said):
    html = edit(**chosen).content.decode()
    assert said in html
    assert not charter_page().live


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["red", "#12345", "#gggggg", "url(x)", "#fff;}", "#1a56db\n"])
def test_what_is_no_colour_is_refused(edit, value):
    edit(accent=value)
    assert charter_page().accent in ("", "#1a56db")


@pytest.mark.django_db
def test_the_typefaces_are_those_of_the_site(css):
    publish_charter(clause("Respect"), reading_font="system-serif", interface_font="source-serif")
    assert "--font-read: Georgia, serif" in css()
    assert "--font-ui: var(--serif)" in css()


def picture(name="logo.png"):
    data = BytesIO()
    Pillow.new("RGBA", (300, 100), (200, 20, 60, 128)).save(data, "PNG")
    data.seek(0)
    return get_image_model().objects.create(title="Logo", file=ImageFile(data, name=name))


@pytest.mark.django_db
def test_the_logo_is_on_every_page_the_sign_in_page_included(client, client_for, employee):
    publish_charter(clause("Respect"), logo=picture())
    assert "/charter/versions/1/logo/" in client_for(employee).get("/charter/").content.decode()
    assert "/charter/versions/1/logo/" in client.get("/accounts/login/").content.decode()
    served = client.get("/charter/versions/1/logo/")
    assert served["Content-Type"] == "image/png"
    assert Pillow.open(BytesIO(b"".join(served.streaming_content))).size == (300, 100)


@pytest.mark.django_db
def test_a_logo_whose_image_was_deleted_leaves_the_sites_name(client_for, employee):
    image = picture()
    publish_charter(clause("Respect"), logo=image)
    image.delete()
    client = client_for(employee)
    assert "/logo/" not in client.get("/charter/").content.decode()
    assert client.get("/charter/versions/1/logo/").status_code == 404


def test_contrast_is_that_of_wcag():
    assert round(contrast_ratio("#000000", "#ffffff"), 1) == 21
    assert round(contrast_ratio("#777777", "#ffffff"), 2) == 4.48 < AA
