"""A charter for tests, published as the community manager would: ``publish_charter(clause("Respect"), accent="#0b5a6b")``."""

import uuid
from typing import Any

from intranet.accounts.models import User
from intranet.charter.models import CharterPage, CharterVersion


def clause(title: str, body: str = "", *, key: str | uuid.UUID | None = None, specimen: str = "", **more: str) -> Any:
    """A clause as its block holds it, in English; French by ``title_fr=`` and ``body_fr=``."""
    value = {
        "title_fr": "",
        "body_fr": "",
        "title_en": title,
        "body_en": body or f"<p>What {title} means here.</p>",
        "specimen": specimen,
        **more,
    }
    return {"type": "clause", "id": str(key or uuid.uuid4()), "value": value}


def charter_page() -> CharterPage:
    return CharterPage.objects.get()


def publish_charter(*clauses: Any, by: User | None = None, **attributes: Any) -> CharterVersion:
    """Publish a revision of the charter page with these clauses; return the version now in force."""
    page = charter_page()
    if clauses:
        page.clauses = page.clauses.stream_block.to_python(list(clauses))
    for name, value in {"asks_again": False, **attributes}.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish()
    version = CharterVersion.objects.current()
    assert version is not None
    return version
