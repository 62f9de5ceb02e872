"""The longest pages that people have: they import, open in the editor, save, and compare in reasonable time."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from intranet.accounts.models import User
from knowledge.models import ArticlePage
from tests.conftest import CORPUS
from tests.factories.knowledge import make_space
from tests.knowledge.test_editing import edit, written

pytestmark = pytest.mark.django_db
REAL = CORPUS / "kb_fr_licence_ouverte" / "rgaa" / "v4.1" / "md" / "notes-revision-rgaa3-rgaa4.md"


def long_document() -> str:
    """Return about 900 KB of Markdown: headings, long tables, lists; the real one where it is at hand."""
    if REAL.exists():
        return REAL.read_text()
    section = "## Critère {n}\n\nLe texte du critère {n}, *avec* un [lien](https://example.org/{n}).\n\n| Avant | Après |\n|---|---|\n"
    row = "| Le critère {n}.{m} dit ceci en quelques mots | et maintenant `cela`, en quelques mots de plus |\n"
    return "# Notes\n\n" + "".join(
        section.format(n=n) + "".join(row.format(n=n, m=m) for m in range(20)) + "\n- un\n- deux\n\n"
        for n in range(330)
    )


def test_a_page_of_900_kilobytes_imports_opens_saves_and_compares(
    tmp_path: Path, employee: User, client_for: Callable[[User], Client]
) -> None:
    took: dict[str, float] = {}

    def timed(name: str, limit: float, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = work()
        took[name] = round(time.process_time() - begun, 1)
        assert took[name] < limit, took
        return result

    make_space("Long")
    (tmp_path / "notes.md").write_text(long_document())
    timed("import", 30, lambda: call_command("import_knowledge", str(tmp_path), space="long", verbosity=0))
    article = ArticlePage.objects.get()
    assert len(article.body) > 300_000
    browser = client_for(employee)
    page = timed("open", 5, lambda: browser.get(edit(article)))
    assert page.status_code == 200
    base = article.latest_revision_id
    changed = article.body.replace("</p>", " Changé.</p>", 40)
    saved = timed("save", 15, lambda: browser.post(edit(article), written(article, body=changed, publish="1")))
    assert saved.status_code == 302
    other = article.body.rsplit("</p>", 1)
    stale = {**written(article), "body": " Aussi.</p>".join(other), "base_revision": str(base), "publish": "1"}
    merged = timed("merge", 20, lambda: browser.post(edit(article), stale))
    assert merged.status_code == 302
    compared = timed("compare", 8, lambda: browser.get(f"/knowledge/-/{article.pk}/history/compare/?from={base}"))
    page_of_changes = compared.content.decode()
    assert page_of_changes.count("Changé") >= 40
    assert "Aussi" in page_of_changes
    print(took)
