from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only


def a_campaign() -> Arguments:
    from tests.factories.campaigns import make_campaign

    return (make_campaign().slug,), {}


def one_that_votes() -> Arguments:
    from tests.factories.campaigns import make_campaign

    campaign = make_campaign()
    campaign.open_voting(by=None)
    return (campaign.slug,), {}


def its_rulebook() -> Arguments:
    (slug,), _none = one_that_votes()
    return (slug, 1), {}


_SEEN = Entry(args=a_campaign)
_MANAGED = only("cm", "administrator", otherwise=403, args=a_campaign)

ACCESS = {
    "ideas:campaigns": EVERYONE,
    "ideas:campaigns_calendar": EVERYONE,
    "ideas:campaigns_ics": EVERYONE,
    "ideas:campaign_new": only("cm", "administrator", otherwise=403),
    "ideas:campaign_about": _SEEN,
    "ideas:campaign_calendar": _SEEN,
    "ideas:campaign_ics": _SEEN,
    "ideas:campaign_rules": _SEEN,
    "ideas:rulebook": Entry(args=its_rulebook),
    "ideas:campaign_edit": _MANAGED,
    "ideas:campaign_phases": _MANAGED,
    "ideas:campaign_voting": _MANAGED,
    "ideas:campaign_stop": _MANAGED.having(args=one_that_votes),
    "ideas:campaign_reopen": POST_ONLY.having(args=a_campaign),
    "ideas:campaign_publish": POST_ONLY.having(args=a_campaign),
    "ideas:campaign_end": _MANAGED,
}
