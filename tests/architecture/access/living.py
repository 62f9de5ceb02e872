from intranet.accounts import roles
from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only


def an_idea() -> Arguments:
    from tests.factories.ideas import make_idea

    return (make_idea().pk,), {}


def an_accepted_idea() -> Arguments:
    from tests.factories.living import make_accepted
    from tests.factories.people import make_user

    return (make_accepted(make_user(role=roles.LEADERSHIP)).pk,), {}


def with_one_more() -> Arguments:
    (pk,), _named = an_idea()
    return (pk, 1), {}


def the_open_box() -> Arguments:
    from ideas.models import Campaign

    return (Campaign.objects.open_box().slug,), {}


# What only those who wrote an idea do; others read it, so it exists for them: 403.
_AUTHORS = Entry(employee=403, cm=403, leader=403, administrator=403, args=an_idea)
_DECIDERS = only("cm", "leader", "administrator", otherwise=403, args=an_accepted_idea)

ACCESS = {
    "ideas:living:drafts": EVERYONE,
    "ideas:living:discard": POST_ONLY.having(args=lambda: ((1,), {})),
    "ideas:living:keep_new": Entry(
        public=True, anonymous=401, method="post", args=the_open_box, data={"tab": "t", "number": "0"}
    ),
    "ideas:living:keep": Entry(
        public=True, anonymous=401, method="post", args=an_idea, employee=404, cm=404, leader=404, administrator=404
    ),
    "ideas:living:articles": EVERYONE,
    "ideas:living:fields": only("cm", "administrator", otherwise=403, args=the_open_box),
    "ideas:living:instead": Entry(args=an_idea),
    "ideas:living:co_authors": _AUTHORS,
    "ideas:living:join": POST_ONLY.having(args=an_idea),
    "ideas:living:leave": POST_ONLY.having(args=an_idea),
    "ideas:living:take_back": POST_ONLY.having(args=with_one_more),
    "ideas:living:attachments": _AUTHORS,
    "ideas:living:remove_file": POST_ONLY.having(args=with_one_more),
    "ideas:living:withdraw": _AUTHORS,
    "ideas:living:more": _AUTHORS,
    "ideas:living:appeal": _AUTHORS,
    "ideas:living:hand_over": _DECIDERS.having(args=an_idea),
    "ideas:living:milestones": _DECIDERS,
    "ideas:living:reached": POST_ONLY.having(args=with_one_more),
    "ideas:living:drop_milestone": POST_ONLY.having(args=with_one_more),
    "ideas:living:progress": _DECIDERS,
    "ideas:living:outcome": _DECIDERS,
    "ideas:living:close": _DECIDERS,
}
