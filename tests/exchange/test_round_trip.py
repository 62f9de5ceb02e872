"""What is exported reads back to the same content."""

import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from intranet.accounts.models import User
from intranet.contributions.models import Upload
from knowledge.models import ArticlePage, SpacePage
from knowledge.stewardship.actions import archive as archive_article
from knowledge.stewardship.actions import bring_back as bring_article_back
from tests.conftest import CORPUS
from tests.exchange.comparing import spaces_in, told
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def picture(by: User) -> Upload:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(data, "PNG")
    return Upload.objects.store(data.getvalue(), by=by, name="L’équipe à l’œuvre.png")


def command(name: str, *arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def brought_back(space: SpacePage, tmp_path: Path, name: str = "elsewhere") -> SpacePage:
    archive = tmp_path / f"{name}.zip"
    command("export_knowledge", str(archive), space=space.slug, force=True)
    command("import_knowledge", str(archive), space=name)
    return SpacePage.objects.get(slug=name)


def names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as file:
        return file.namelist()


def document(archive: Path, name: str) -> str:
    with zipfile.ZipFile(archive) as file:
        return file.read(name).decode()


@pytest.fixture
def handbook() -> SpacePage:
    """A space with everything that a text can hold."""
    space = make_space("Handbook", description="What we know.", article_order="tree", language="fr")
    inside = space.add_space(by=None, title="RH & paie", description="Ce que l’on demande.", article_order="recent")
    space.add_space(by=None, title="Empty for now")
    author = make_user()
    shown, file = picture(author), Upload.objects.store(b"%PDF-1.4 x", by=author, name="Règlement.pdf")
    leave = make_article(
        "Congés : que faire ?",
        space=inside,
        by=author,
        summary="Deux phrases.\u00a0Pas plus.",
        tags=["paie", "C++", "yes"],
        language="fr",
        body=(
            "<h2>Demander</h2><p>Écrire à <strong>l’équipe</strong><em>!</em> avant {{ date }} {% if %} [[toc]] &lt;b&gt;.</p>"
            f'<p><img src="{shown.get_absolute_url()}" alt="Un [schéma] *clair*" width="60" height="40"></p>'
            f'<figure><img src="{shown.get_absolute_url()}" alt="Réduit" width="30" height="20"><figcaption>Petit</figcaption></figure>'
            f'<p><a href="{file.get_absolute_url()}">Le règlement</a>, H<sub>2</sub>O, <s>faux</s>, <code>a`b</code></p>'
            "<ul><li><p>Un</p></li></ul><ul><li><p>Deux</p><ol><li><p>Trois</p></li></ol></li></ul><ol start='4'><li>Quatre</li></ol>"
            "<ul><li>☑ fait</li><li>☐ à faire</li></ul>"
            "<table><thead><tr><th>a|b</th><th>c</th></tr></thead><tbody><tr><td>1<br>2</td><td><code>x|y</code></td></tr></tbody></table>"
            "<table><tbody><tr><th colspan='2'><p>Fusion</p></th></tr><tr><td>1</td><td><ul><li>2</li></ul></td></tr></tbody></table>"
            '<pre><code class="language-python">def f():\n\n    return "```"\n</code></pre><blockquote><p># Pas un titre</p><p>1. pas une liste</p></blockquote>'
            "<details><summary>Plus</summary><p>Caché</p></details><dl><dt>Mot</dt><dd>Sens</dd></dl><hr><p>- non</p>"
            "<p>Une note<sup>[1]</sup>.</p><hr><ol><li><p>La note. ↩︎</p></li></ol>"
        ),
    )
    make_article(
        "Security",
        space=space,
        body=f'<h2 id="s-kept">Reworded since</h2><p>See <a href="{leave.get_absolute_url()}#s-demander">this</a>, '
        f'<a href="#s-kept">above</a>, <a href="{inside.get_absolute_url()}">the space</a>, <a href="/ideas/">ideas</a>, '
        '<a href="https://example.com/a_(b)?c=d&amp;e=f" title="A &quot;title&quot;">there</a> and https://example.org/x.</p>',
    )
    make_article(
        "Index", space=inside, body=f'<p>Named like a first page, of <a href="{space.get_absolute_url()}">this</a>.</p>'
    )
    return space


def test_everything_that_a_text_can_hold_comes_back(handbook: SpacePage, tmp_path: Path) -> None:
    there = brought_back(handbook, tmp_path)
    before, after = told(handbook), told(there)
    assert list(before) == list(after) == ["rh-paie/conges-que-faire/", "rh-paie/index/", "security/"]
    for place, said in before.items():
        assert {**after[place], "bytes": ""} == {**said, "bytes": ""}, place
    assert spaces_in(there) == spaces_in(handbook)
    assert (there.title, there.description, there.language, there.article_order) == (
        "Handbook", "What we know.", "fr", "tree",
    )  # fmt: skip


def test_the_markdown_is_plain_where_markdown_can_say_it(handbook: SpacePage, tmp_path: Path) -> None:
    command("export_knowledge", str(tmp_path / "x.zip"), space="handbook")
    leave = document(tmp_path / "x.zip", "rh-paie/conges-que-faire.md")
    assert "title: 'Congés : que faire ?'" in leave
    assert "## Demander" in leave
    assert "- [x] fait\n- [ ] à faire" in leave
    assert "Une note[^1]." in leave
    assert "[^1]: La note." in leave
    assert "![Un \\[schéma\\] \\*clair\\*](../_media/" in leave
    assert "| a\\|b | c |" in leave
    security = document(tmp_path / "x.zip", "security.md")
    assert "[this](rh-paie/conges-que-faire.md#s-demander)" in security
    assert "[the space](rh-paie/)" in security


def test_exported_twice_and_imported_twice_nothing_changes(handbook: SpacePage, tmp_path: Path) -> None:
    there = brought_back(handbook, tmp_path)
    said = command("import_knowledge", str(tmp_path / "elsewhere.zip"), space="elsewhere")
    assert "0 created, 0 updated, 3 unchanged" in said
    again = brought_back(there, tmp_path, "further")
    assert [said["body"] for said in told(again).values()] == [said["body"] for said in told(there).values()]


def test_drafts_hidden_articles_and_changes_not_published_stay_out(tmp_path: Path) -> None:
    space = make_space()
    shown = make_article("Shown", space=space, body="<p>Published words.</p>")
    shown.revise(by=None, base_revision=None, body="<p>Words of a draft.</p>")
    make_article("Draft", space=space, publish=False)
    hidden = make_article("Hidden", space=space)
    ArticlePage.objects.filter(pk=hidden.pk).update(is_hidden=True)
    command("export_knowledge", str(tmp_path / "x.zip"))
    assert [name for name in names(tmp_path / "x.zip") if name.endswith(".md")] == ["handbook/shown.md"]
    assert "Published words." in document(tmp_path / "x.zip", "handbook/shown.md")


def test_the_whole_knowledge_base_comes_back_with_its_spaces(tmp_path: Path) -> None:
    restricted = make_space("Only for HR", departments=[make_department("HR")])
    make_article("Secret", space=restricted)
    make_article("Open", space=make_space("Open to all"), by=make_user(), body="<p>Words</p>")
    command("export_knowledge", str(tmp_path / "all.zip"))
    command("import_knowledge", str(tmp_path / "all.zip"), space="copy")
    assert list(told(SpacePage.objects.get(slug="copy"))) == ["only-for-hr/secret/", "open-to-all/open/"]


def test_a_file_that_is_there_is_not_written_over_and_a_wrong_space_is_said(tmp_path: Path) -> None:
    make_article()
    target = tmp_path / "x.zip"
    target.write_text("mine")
    for arguments in ({}, {"space": "nowhere"}):
        with pytest.raises(CommandError):
            command("export_knowledge", str(target), **arguments)
    assert target.read_text() == "mine"
    command("export_knowledge", str(target), force=True)
    assert "handbook/an-article.md" in names(target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.zip"]


def test_files_beside_an_article_come_back_beside_it(tmp_path: Path) -> None:
    from knowledge.linking.files import attach_stored
    from knowledge.linking.models import Attachment

    author = make_user()
    article = make_article(by=author)
    attach_stored(article, Upload.objects.store(b"%PDF-1.4 x", by=author, name="Grille 2026.pdf"), by=author)
    there = brought_back(article.space, tmp_path)
    command("import_knowledge", str(tmp_path / "elsewhere.zip"), space="elsewhere")
    copy = ArticlePage.objects.get(path__startswith=there.path)
    assert [attached.upload.name for attached in Attachment.objects.filter(article=copy)] == ["Grille 2026.pdf"]


@pytest.mark.timeout(1800)
@pytest.mark.skipif(not CORPUS.exists(), reason="extra, where the shared documents are at hand")
@pytest.mark.parametrize("folder", ["kb_en_18f", "kb_fr_licence_ouverte/guides-etalab", "kb_bilingual_canada"])
def test_real_knowledge_bases_come_back(folder: str, tmp_path: Path) -> None:
    """A slice of each; all of it with ``PARVIS_ROUND_TRIP=whole`` (the table of docs/performance.md is made so)."""
    source = tmp_path / "source.zip"
    whole = os.environ.get("PARVIS_ROUND_TRIP") == "whole"
    files = sorted(path for path in (CORPUS / folder).rglob("*") if path.is_file())
    documents = [path for path in files if path.suffix == ".md"]
    taken = set(documents if whole else documents[:: max(1, len(documents) // 8)])
    with zipfile.ZipFile(source, "w") as archive:
        for path in files:
            if path in taken or path.suffix in {".png", ".jpg", ".jpeg", ".gif", ".pdf", ".docx"}:
                archive.write(path, path.relative_to(CORPUS / folder))
    command("import_knowledge", str(source), space="first")
    first = SpacePage.objects.get(slug="first")
    second = brought_back(first, tmp_path, "second")
    before, after = told(first), told(second)
    different = [place for place in before if before[place] | {"bytes": ""} != after.get(place, {}) | {"bytes": ""}]
    to_the_byte = sum(before[place] == after.get(place) for place in before)
    print(f"\n{folder}: {len(before)} articles, {len(before) - len(different)} the same, {to_the_byte} to the byte")
    assert spaces_in(second) == spaces_in(first)
    assert different == []
    assert len(before) == len(after)


def test_what_was_archived_stays_archived_with_its_reason(tmp_path: Path, employee: User) -> None:
    space = make_space("Handbook")
    for title, why in (("Old lathe", "Sold: see the “new” one"), ("Older lathe", ""), ("Lathe", None)):
        made = make_article(title, space=space, by=employee)
        if why is not None:
            archive_article(made, by=employee, why=why)
    since = datetime(2024, 2, 29, 9, 30, tzinfo=UTC)
    ArticlePage.objects.filter(title="Old lathe").update(archived_at=since)
    back = brought_back(space, tmp_path)
    kept = {page.title: page for page in ArticlePage.objects.filter(path__startswith=back.path)}
    assert kept["Old lathe"].archived_why == "Sold: see the “new” one"
    assert kept["Old lathe"].archived_at == since
    assert [kept[name].archived_at is not None for name in ("Old lathe", "Older lathe", "Lathe")] == [True, True, False]
    assert all(page.live for page in kept.values())


def test_it_follows_the_source_when_that_changes_and_keeps_what_was_decided_here(
    tmp_path: Path, employee: User
) -> None:
    space = make_space("Handbook")
    lathe, plane = (make_article(title, space=space, by=employee) for title in ("Lathe", "Plane"))
    archive_article(lathe, by=employee, why="Sold")
    back = brought_back(space, tmp_path)
    theirs = ArticlePage.objects.get(title="Lathe", path__startswith=back.path)
    bring_article_back(theirs, by=employee)
    brought_back(space, tmp_path)
    theirs.refresh_from_db()
    assert theirs.archived_at is None
    archive_article(plane, by=employee, why="Broken")
    brought_back(space, tmp_path)
    assert ArticlePage.objects.get(title="Plane", path__startswith=back.path).archived_why == "Broken"
