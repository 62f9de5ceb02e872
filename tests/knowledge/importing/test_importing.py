"""Bringing folders and archives of Markdown into a space."""

import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from intranet.contributions.models import UploadUse
from knowledge.models import ArticlePage, KnowledgeIndex, SpacePage
from knowledge.stewardship.models import Stewardship
from tests.columns import assert_postgresql_would_hold_it
from tests.conftest import CORPUS
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    root = tmp_path / "guide"
    (root / "hr" / "images").mkdir(parents=True)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(picture, "PNG")
    (root / "hr" / "images" / "org.png").write_bytes(picture.getvalue())
    (root / "README.md").write_text("# Read me\n\nAbout the repository.")
    (root / "welcome.md").write_text(
        "---\ntitle: Welcome\ntags: [start, people]\npermalink: /bienvenue/\n---\n\nGo to [leave](hr/leave.md#how-to-ask), "
        'to [the same]({% page "/hr/leave/" %}) or [nowhere](gone.md).\n\n{% include "banner.html" %}\n'
    )
    (root / "hr" / "README.md").write_text("# Human resources\n\nAll about us.")
    (root / "hr" / "leave.md").write_text(
        "---\ntitle: Leave\n---\n\n## How to ask\n\n![The chart](images/org.png)\n\nBack to [start](/bienvenue/), "
        "see [the web](https://example.com/).\n\n::: tip Remember\nAsk early.\n:::\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
        "\n<script>alert(1)</script>\n"
    )
    return root


def run(path: Path, **options: str) -> str:
    out = io.StringIO()
    call_command("import_knowledge", str(path), stdout=out, **options)
    return out.getvalue()


def article(title: str) -> ArticlePage:
    return ArticlePage.objects.get(title=title)


def test_folders_become_spaces_and_documents_become_published_articles(docs: Path) -> None:
    said = run(docs)
    assert "3 created" in said
    hr = SpacePage.objects.get(title="Human resources")
    assert hr.parent_space() == SpacePage.objects.get(slug="guide")
    assert article("Leave").space == hr
    assert article("Leave").live
    assert {tag.name for tag in article("Welcome").tags.all()} == {"start", "people"}


def test_links_lead_to_the_articles_and_images_are_kept(docs: Path) -> None:
    run(docs)
    leave, welcome = article("Leave"), article("Welcome")
    assert f'href="{leave.get_absolute_url()}#s-how-to-ask"' in welcome.body
    assert f'href="{leave.get_absolute_url()}"' in welcome.body
    assert f'href="{welcome.get_absolute_url()}"' in leave.body
    assert 'href="https://example.com/"' in leave.body
    assert 'src="/media/' in leave.body
    assert UploadUse.objects.filter(target_id=leave.pk).count() == 1
    assert "<blockquote>" in leave.body
    assert "<table>" in leave.body
    assert "script" not in leave.body


def test_what_leads_nowhere_is_reported_and_stays_readable(docs: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    said = run(docs, report=str(report))
    assert "1 links not resolved" in said
    lines = report.read_text()
    assert "link\twelcome.md\tgone.md" in lines
    assert "left out\twelcome.md" in lines
    assert "skipped\tREADME.md" in lines
    assert "nowhere" in article("Welcome").body
    assert "gone.md" not in article("Welcome").body


def test_run_twice_nothing_is_duplicated(docs: Path) -> None:
    run(docs)
    before = (ArticlePage.objects.count(), SpacePage.objects.count(), article("Leave").latest_revision_id)
    assert "0 created, 0 updated, 3 unchanged" in run(docs)
    assert (ArticlePage.objects.count(), SpacePage.objects.count(), article("Leave").latest_revision_id) == before


def test_what_changed_in_the_source_becomes_a_new_version(docs: Path) -> None:
    run(docs)
    address = article("Leave").get_absolute_url()
    (docs / "hr" / "leave.md").write_text("---\ntitle: Days off\n---\n\n## How to ask\n\nNew words.")
    assert "1 updated" in run(docs)
    assert "New words" in article("Days off").body
    assert article("Days off").get_absolute_url() == address


def test_what_somebody_edited_here_is_kept(docs: Path) -> None:
    run(docs)
    leave = article("Leave")
    leave.revise(by=None, base_revision=leave.latest_revision_id, publish=True, body="<p>Ours.</p>")
    (docs / "hr" / "leave.md").write_text("---\ntitle: Leave\n---\n\nTheirs.")
    assert "1 kept as edited here" in run(docs)
    assert "Ours." in article("Leave").body


def test_what_comes_in_is_looked_after_by_who_is_named(docs: Path) -> None:
    run(docs, owner=make_user(username="ines").username)
    assert {row.owner.username for row in Stewardship.objects.all()} == {"ines"}
    assert Stewardship.objects.count() == ArticlePage.objects.count()
    (docs / "new.md").write_text("# New\n\nWords.")
    (docs / "welcome.md").write_text("# Welcome\n\nOther words.")
    run(docs, owner=make_user(username="omar").username)
    assert [row.article.title for row in Stewardship.objects.filter(owner__username="omar")] == ["New"]


def test_nobody_looks_after_what_they_may_not_see(docs: Path) -> None:
    KnowledgeIndex.objects.get().add_space(by=None, title="Ours", slug="guide", departments=[make_department("HR")])
    with pytest.raises(CommandError, match="may not see"):
        run(docs, owner=make_user(username="ines").username)
    with pytest.raises(CommandError, match="Nobody"):
        run(docs, owner="nobody")
    assert not ArticlePage.objects.exists()


def test_a_zip_is_read_like_a_folder(docs: Path, tmp_path: Path) -> None:
    archive = tmp_path / "guide.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in docs.rglob("*"):
            file.write(path, path.relative_to(docs))
    assert "3 created" in run(archive)


def bad_zip(path: Path, kind: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        if kind == "dots":
            file.writestr("../../evil.md", "# Evil")
        elif kind == "absolute":
            file.writestr("/etc/evil.md", "# Evil")
        elif kind == "link":
            info = zipfile.ZipInfo("evil.md")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            file.writestr(info, "/etc/passwd")
        else:
            file.writestr("good.md", "# Good\n\nwords " * 2000)
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:200])
    if kind == "damaged":
        data = bytearray(path.read_bytes())
        data[60:90] = b"\x00" * 30
        path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize("kind", ["dots", "absolute", "link", "cut", "damaged"])
def test_a_bad_archive_is_refused_in_one_line_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run(bad_zip(tmp_path / "bad.zip", kind), space="bad")
    assert "\n" not in str(refusal.value)
    assert ArticlePage.objects.count() == 0
    assert not SpacePage.objects.filter(slug="bad").exists()


def test_a_wrong_file_a_missing_one_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty").mkdir()
    for name in ("photo.png", "nothing-there", "empty"):
        with pytest.raises(CommandError):
            run(tmp_path / name, space="x")


def test_a_document_that_cannot_be_read_does_not_stop_the_others(docs: Path) -> None:
    (docs / "latin.md").write_bytes("# Café".encode("latin-1"))
    (docs / "front.md").write_text("---\ntitle: a: b: [c\n  - d\n---\n\nStill text.")
    said = run(docs)
    assert "4 created" in said
    assert "latin.md\tnot UTF-8 text" in said


def test_an_import_into_a_restricted_space_stays_restricted(docs: Path) -> None:
    from tests.factories.people import make_department

    space = KnowledgeIndex.objects.get().add_space(by=None, title="RH", departments=[make_department("RH")])
    run(docs, space=space.slug)
    assert article("Leave").audience == space.audience
    assert space.audience is not None


@pytest.mark.skipif(not CORPUS.exists(), reason="extra, where the shared documents are at hand")
@pytest.mark.parametrize(
    ("folder", "at_least", "most_unresolved"),
    [("kb_en_18f", 150, 120), ("kb_fr_licence_ouverte/guides-etalab", 40, 40), ("kb_bilingual_canada", 25, 80)],
)
def test_real_knowledge_bases_come_in(folder: str, at_least: int, most_unresolved: int, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    run(CORPUS / folder, space="real", report=str(report))
    articles = ArticlePage.objects.live()
    assert articles.count() >= at_least
    assert report.read_text().count("\nlink\t") <= most_unresolved
    for one in articles:
        assert "{%" not in one.body or "<code" in one.body
        assert ":::" not in one.body
    assert_postgresql_would_hold_it()


@pytest.mark.django_db(transaction=True)
def test_an_import_holds_the_database_for_its_writing_only(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading, cleaning and drawing come before the transaction: on SQLite nobody else can write during it."""
    from intranet.contributions import uploads
    from knowledge.importing import documents, importer

    held: list[tuple[str, bool]] = []
    for module, name in ((importer, "clean"), (documents, "render"), (uploads, "_store_image")):
        plain = getattr(module, name)

        def watched(*args: Any, plain: Any = plain, name: str = name, **options: Any) -> Any:
            held.append((name, connection.in_atomic_block))
            return plain(*args, **options)

        monkeypatch.setattr(module, name, watched)
    run(docs)
    assert {name for name, _ in held} == {"clean", "render", "_store_image"}
    assert not any(locked for _, locked in held)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_fails_leaves_nothing_behind(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.importing.writing import Writer

    plain = Writer.write

    def break_at_leave(self: Writer, planned: Any, *rest: Any) -> None:
        plain(self, planned, *rest)
        if planned.document.title == "Leave":
            raise RuntimeError

    monkeypatch.setattr(Writer, "write", break_at_leave)
    with pytest.raises(RuntimeError):
        run(docs)
    assert not ArticlePage.objects.exists()
    assert not SpacePage.objects.exists()
