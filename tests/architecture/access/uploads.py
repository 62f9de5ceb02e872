"""Everyone puts files into texts. A file that no text of theirs shows is its owner's alone."""

from tests.architecture.access import EVERYONE, Arguments, Entry
from tests.factories.people import make_user


def of_somebody_else(*more: str) -> Arguments:
    from intranet.contributions.models import Upload

    return (Upload.objects.store(b"%PDF-1.4 words", by=make_user(), name="plan.pdf").key, *more), {}


def not_a_picture() -> Arguments:
    return ("photos/../secret_key",), {}


_NOT_THERE = Entry(404, 404, 404, 200)  # administrators see everything

ACCESS = {
    "uploads:files": EVERYONE,
    "uploads:file": _NOT_THERE.having(args=of_somebody_else),
    "uploads:file_size": _NOT_THERE.having(args=lambda: of_somebody_else("small")),
    "uploads:shown": Entry(404, 404, 404, 404, args=not_a_picture),
}
