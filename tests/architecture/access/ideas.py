from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only


def an_idea() -> Arguments:
    from tests.factories.ideas import make_idea

    return (make_idea().pk,), {}


def its_page() -> Arguments:
    from tests.factories.ideas import make_idea

    idea = make_idea()
    return (idea.pk, idea.slug), {}


def the_open_box() -> Arguments:
    from ideas.models import Campaign

    return (Campaign.objects.open_box().slug,), {}


_GOES_BACK = Entry(employee=302, cm=302, leader=302, administrator=302, args=an_idea)

ACCESS = {
    "ideas:list": EVERYONE,
    "ideas:campaign": Entry(args=the_open_box),
    "ideas:submit": EVERYONE,
    "ideas:similar": EVERYONE,
    "ideas:review": only("cm", "leader", "administrator", otherwise=403),
    "ideas:short": _GOES_BACK,
    "ideas:detail": Entry(args=its_page),
    "ideas:history": Entry(args=an_idea),
    "ideas:tally": Entry(args=an_idea),
    "ideas:support": POST_ONLY.having(args=an_idea),
    "ideas:withdraw": POST_ONLY.having(args=an_idea),
    # Only the author edits; what others may read exists for them, so 403.
    "ideas:edit": Entry(employee=403, cm=403, leader=403, administrator=403, args=an_idea),
    "ideas:decide": only("cm", "leader", "administrator", otherwise=403, args=an_idea),
}
