"""The review room: who decides leads it; for who neither decides nor evaluates in it, it does not exist."""

from tests.architecture.access import POST_ONLY, Arguments, only


def the_room() -> Arguments:
    from tests.factories.reviewing_room import make_review

    review = make_review()
    return (review.campaign.slug, review.number), {}


def its_idea() -> Arguments:
    from tests.factories.reviewing_room import entry_of, make_review

    review = make_review()
    return (review.campaign.slug, review.number, entry_of(review).idea_id), {}


def the_open_box() -> Arguments:
    from ideas.models import Campaign

    return (Campaign.objects.open_box().slug,), {}


def a_message() -> Arguments:
    from tests.factories.discussions import make_post
    from tests.factories.ideas import make_idea
    from tests.factories.people import make_user

    return (make_post(make_user(), make_idea().discussion).pk,), {}


def an_outcome() -> Arguments:
    from django.utils import timezone

    from tests.factories.ideas import make_idea
    from tests.factories.reviewing_room import make_measure

    measure = make_measure(make_idea())
    measure.begin(timezone.now())
    return (measure.outcomes.all()[0].pk,), {}


WHO_DECIDE = ("cm", "leader", "administrator")

ACCESS = {
    "ideas_review:reviews": only(*WHO_DECIDE, args=the_open_box),
    "ideas_review:calibration": only(*WHO_DECIDE, otherwise=403),
    "ideas_review:outcome": only(*WHO_DECIDE, args=an_outcome),
    "ideas_review:stance": only(*WHO_DECIDE, otherwise=403, args=a_message),
    "ideas_review:room": only(*WHO_DECIDE, args=the_room),
    "ideas_review:idea": only(*WHO_DECIDE, args=its_idea),
    "ideas_review:prepare": only(*WHO_DECIDE, args=the_room),
    "ideas_review:pdf": only(*WHO_DECIDE, args=the_room),
    "ideas_review:csv": only(*WHO_DECIDE, args=the_room),
    "ideas_review:xlsx": only(*WHO_DECIDE, args=the_room),
    # What cannot be done with nothing said is refused in words; what is not for this person does not exist.
    "ideas_review:draw": only(*WHO_DECIDE, status=422, method="post", args=the_room),
    "ideas_review:add": only(*WHO_DECIDE, status=422, method="post", args=the_room),
    "ideas_review:criteria": only(*WHO_DECIDE, status=422, method="post", args=the_room),
    "ideas_review:invite": only(*WHO_DECIDE, status=422, method="post", args=the_room),
    "ideas_review:uninvite": POST_ONLY.having(args=the_room),
    "ideas_review:close": only(*WHO_DECIDE, status=302, method="post", args=the_room),
    # Who decides does not score unless they were invited to.
    "ideas_review:score": only(*WHO_DECIDE, status=403, method="post", args=its_idea),
    "ideas_review:decide": only(*WHO_DECIDE, status=422, method="post", args=its_idea),
    "ideas_review:argument": POST_ONLY.having(args=its_idea),
    "ideas_review:measure": only(*WHO_DECIDE, status=422, method="post", args=its_idea),
    "ideas_review:forecast": POST_ONLY.having(args=its_idea),
    "ideas_review:remove": only(*WHO_DECIDE, status=302, method="post", args=its_idea),
}
