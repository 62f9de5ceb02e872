from tests.architecture.access import POST_ONLY, PUBLIC, Arguments


def the_open_box() -> Arguments:
    return ("open-box",), {}


def a_way_out() -> Arguments:
    from ideas.digests.stopping import token_of
    from ideas.models import Campaign
    from tests.factories.people import make_user

    return (token_of(make_user(), Campaign.objects.open_box()),), {}


ACCESS = {
    "ideas:digests:choose": POST_ONLY.having(args=the_open_box),
    # The signed address is the proof: it works signed out, and stops one digest.
    "ideas:digests:stop": PUBLIC.having(args=a_way_out),
}
