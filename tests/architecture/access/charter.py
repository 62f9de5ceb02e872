"""The charter is for everyone who is signed in; its logo is on the sign-in page too."""

from tests.architecture.access import EVERYONE, Arguments, Entry
from tests.factories.charter import clause, publish_charter


def published(*arguments: object) -> Arguments:
    publish_charter(clause("Respect"))
    publish_charter(clause("Respect!"))
    return arguments, {}


def one_clause() -> Arguments:
    from intranet.charter.models import Clause

    published()
    return (Clause.objects.in_force().get().anchor,), {}


ACCESS = {
    "charter:page": EVERYONE,
    "charter:clause": EVERYONE.having(args=one_clause),
    "charter:acknowledge": Entry(302, 302, 302, 302, method="post", args=published),
    "charter:versions": EVERYONE,
    "charter:version": EVERYONE.having(args=lambda: published(1)),
    "charter:changes": EVERYONE.having(args=lambda: published(1, 2)),
    # No logo was chosen: nobody finds one, signed in or not.
    "charter:logo": Entry(404, 404, 404, 404, public=True, anonymous=404, args=lambda: published(1)),
}
