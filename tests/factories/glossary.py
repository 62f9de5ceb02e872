"""Terms for tests. ``make_term("vernis")`` is in the glossary, for everyone."""

from typing import Any

from intranet.accounts.models import User
from knowledge.glossary.models import Term
from tests.factories.people import make_user


def make_term(term: str = "offcut", *, by: User | None = None, publish: bool = True, **fields: Any) -> Term:
    person = by or make_user()
    fields.setdefault("language", "en")
    fields.setdefault("definition", f"<p>What {term} means here.</p>")
    made = Term.propose(by=person, term=term, **fields)
    return made.publish(by=person) if publish else made
