"""A phase opens and closes at its hour, for everyone, once, whether or not anybody looks; daylight saving included."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ideas import clock
from ideas.campaigning import telling
from ideas.campaigning.local_time import instant, wall_of
from ideas.errors import ActNotOpen, Refused
from ideas.models import Act, Campaign, Elector, Idea, Method, Rulebook, Support
from ideas.models.managed import Planned
from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.notifications.models import Follow, Notification
from tests.costs import queries_of
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.factories.voting import make_vote
from tests.threads import raised_at_once

PARIS = ZoneInfo("Europe/Paris")
At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock of the site: ``at(moment)``."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


def verbs(campaign: Campaign) -> list[str]:
    return list(Activity.objects.of(campaign).order_by("pk").values_list("verb", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [("2027-03-28", 7), ("2027-03-27", 8), ("2027-10-30", 7), ("2027-10-31", 8)],
    ids=["the day the clocks go forward", "the day before", "the day before they go back", "the day they go back"],
)
def test_nine_in_paris_is_nine_in_paris(at: At, employee: User, day: str, hour_in_utc: int) -> None:
    nine = instant(datetime.fromisoformat(f"{day}T09:00"), PARIS)
    assert nine == datetime.fromisoformat(f"{day}T{hour_in_utc:02}:00:00+00:00")
    campaign = make_campaign(
        phases=[(nine, nine + timedelta(days=1), [Act.SUPPORT])], published_at=nine - timedelta(days=1)
    )
    at(nine - timedelta(seconds=1))
    assert clock.tick() == 0
    assert not campaign.allows(Act.SUPPORT)
    at(nine)
    assert campaign.allows(Act.SUPPORT)  # before any worker or page looked
    assert clock.tick() == 1
    assert clock.tick() == 0
    assert verbs(campaign) == ["campaign.phase_opened", "campaign.voting_opened"]
    at(nine + timedelta(days=1))
    assert not campaign.allows(Act.SUPPORT)
    assert clock.tick() == 1
    assert verbs(campaign)[2:] == ["campaign.phase_closed", "campaign.voting_closed"]


def test_hours_go_there_and_back_on_the_days_when_the_clocks_change() -> None:
    start = datetime(2027, 10, 30, 22, tzinfo=UTC)
    for quarter in range(5 * 4):
        moment = start + timedelta(minutes=15 * quarter)
        assert instant(*_said(moment)) == moment


def _said(moment: datetime) -> tuple[datetime, ZoneInfo, str]:
    wall, which = wall_of(moment, PARIS)
    return wall, PARIS, which


@pytest.mark.django_db
def test_a_worker_that_slept_does_what_it_missed_in_order(at: At, employee: User) -> None:
    now = timezone.now()
    campaign = make_campaign(
        phases=[
            (now, now + timedelta(hours=1), [Act.SUBMIT]),
            (now + timedelta(hours=1), now + timedelta(hours=2), [Act.SUPPORT]),
            (now + timedelta(hours=2), None, [Act.DECIDE]),
        ]
    )
    at(now + timedelta(days=3))
    assert clock.tick() == 5
    opened, closed = "campaign.phase_opened", "campaign.phase_closed"
    assert verbs(campaign) == [
        *(opened, closed, opened, "campaign.voting_opened"),
        *(closed, "campaign.voting_closed", opened),
    ]


@pytest.mark.django_db
def test_a_vote_in_two_phases_keeps_its_rules_between_them(at: At, employee: User) -> None:
    now = timezone.now()
    hour = timedelta(hours=1)
    campaign = make_campaign(
        hidden=True,
        phases=[(now, now + hour, [Act.SUPPORT]), (now + 2 * hour, now + 3 * hour, [Act.SUPPORT])],
    )
    clock.tick(now)
    at(now + hour + timedelta(minutes=1))
    clock.tick()
    campaign.refresh_from_db()
    assert campaign.rulebook is not None
    assert campaign.hides_tally()
    assert not campaign.allows(Act.SUPPORT)
    at(now + 3 * hour)
    clock.tick()
    campaign.refresh_from_db()
    assert campaign.rulebook is None
    assert not campaign.hides_tally()
    assert campaign.rulebooks.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("method", [Method.SUPPORT, Method.TOKENS, Method.PAIRWISE])
def test_a_clock_that_is_behind_opens_nothing_that_another_closed_at_its_hour(
    at: At, employee: User, cm: User, client_for, method: str
) -> None:
    now = timezone.now()
    closes = now + timedelta(hours=1)
    campaign = make_campaign(method=method, phases=[(now, closes, [Act.SUPPORT])])
    idea, other = make_idea(campaign=campaign), make_idea(campaign=campaign)
    page = {
        Method.SUPPORT: idea.get_absolute_url(),
        Method.TOKENS: f"/ideas/campaigns/{campaign.slug}/vote/",
        Method.PAIRWISE: f"/ideas/campaigns/{campaign.slug}/pairs/",
    }[method]
    clock.tick(now)
    early = Idea.objects.get(pk=idea.pk)  # read while the vote was open
    at(closes + timedelta(seconds=1))
    clock.tick()
    at(closes - timedelta(seconds=10))
    browser = client_for(employee)
    assert browser.get(page).status_code == 200
    if method == Method.SUPPORT:
        for seen in (early, Idea.objects.get(pk=other.pk)):
            with pytest.raises(ActNotOpen, match="Voting closed on"):
                seen.support(by=employee)
        assert not Support.objects.exists()
    else:
        answer = browser.post(page, {f"idea-{idea.pk}": "1", "version": "0"}, follow=True)
        assert "Voting closed on" in answer.content.decode()
    assert [book.number for book in campaign.rulebooks.all()] == [1]
    [over] = campaign.phases.all()
    more = Planned(None, "Again", closes + timedelta(hours=1), None, (Act.SUPPORT,))
    campaign.set_phases(
        by=cm, phases=[Planned(over.pk, over.title, over.opens_at, over.closes_at, (Act.SUPPORT,)), more]
    )
    at(closes + timedelta(hours=2))
    assert clock.tick() == 1
    assert [book.number for book in campaign.rulebooks.order_by("number")] == [1, 2]


@pytest.mark.django_db
class TestTelling:
    def test_only_those_who_have_not_acted_are_reminded_once_and_of_all_at_once(
        self, at: At, dispatch: Callable[[], int], employee: User, colleague: User
    ) -> None:
        workshop = make_department("Workshop")
        idle, voter, outside = make_user(department=workshop), make_user(department=workshop), make_user()
        now = timezone.now()
        campaign = make_campaign(
            participants=[workshop],
            phases=[(now - timedelta(days=7), now + timedelta(days=7), [Act.SUBMIT, Act.SUPPORT])],
        )
        idea = make_idea(make_user(department=workshop), campaign=campaign)
        idea.support(by=voter)
        make_idea(voter, campaign=campaign)
        dispatch()
        assert telling.remind() == 0  # too early
        at(now + timedelta(days=4, minutes=1))
        assert telling.remind() == 1
        assert telling.remind() == 0
        dispatch()
        reminded = Notification.objects.filter(activity__verb="campaign.reminder")
        assert {told.recipient for told in reminded} == {idle, idea.author}  # the author has not voted
        assert reminded.count() == 2
        assert not reminded.filter(recipient=outside).exists()

    def test_nobody_is_reminded_where_the_campaign_says_so_nor_after_the_close(self, at: At, employee: User) -> None:
        now = timezone.now()
        phases = [(now - timedelta(days=7), now + timedelta(hours=1), [Act.SUPPORT])]
        make_campaign("quiet", remind_days=0, phases=phases)
        make_campaign("late", phases=phases)
        at(now + timedelta(hours=2))
        assert telling.remind() == 0

    def test_those_who_may_vote_and_who_follow_hear_that_a_vote_opens(
        self, dispatch: Callable[[], int], employee: User, client_for
    ) -> None:
        workshop = make_department("Workshop")
        elector, follower = make_user(department=workshop), make_user()
        campaign = make_campaign(participants=[workshop])
        client_for(follower).post(f"/notifications/follow/campaign/{campaign.pk}/", {"state": "on"})
        assert Follow.objects.is_following(follower, campaign)
        clock.tick()
        dispatch()
        told = Notification.objects.filter(activity__verb="campaign.voting_opened")
        assert {notification.recipient for notification in told} == {elector, follower}
        page = client_for(elector).get("/notifications/").content.decode()
        assert "The vote is open in" in page

    def test_a_vote_waits_on_the_home_page_until_one_has_voted(self, employee: User, client_for) -> None:
        campaign = make_campaign()
        idea = make_idea(campaign=campaign)
        clock.tick()
        assert "A vote waits for you" in client_for(employee).get("/").content.decode()
        Idea.objects.get(pk=idea.pk).support(by=employee)
        assert "A vote waits for you" not in client_for(employee).get("/").content.decode()

    def test_the_home_page_costs_the_same_with_one_open_vote_of_each_kind_and_with_many(
        self, employee: User, client_for
    ) -> None:
        browser = client_for(employee)

        def open_one_of_each(number: int) -> None:
            make_campaign(f"supports-{number}").open_voting(by=None)
            make_vote(f"tokens-{number}", method=Method.TOKENS)
            make_vote(f"budget-{number}")
            make_vote(f"duels-{number}", method=Method.PAIRWISE)

        open_one_of_each(0)
        [few] = queries_of(browser, "/")
        for number in range(1, 6):
            open_one_of_each(number)
        [many] = queries_of(browser, "/")
        assert few == many
        page = browser.get("/").content.decode()
        assert page.count("A vote waits for you") == 8  # as many as the page names


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_workers_at_once_open_a_vote_once(self) -> None:
        people = [make_user() for _ in range(5)]
        campaign = make_campaign(phases=[(timedelta(days=-1), timedelta(days=1), [Act.SUPPORT])])
        assert raised_at_once(*[clock.tick] * 8) == []
        assert verbs(campaign) == ["campaign.phase_opened", "campaign.voting_opened"]
        assert Rulebook.objects.count() == 1
        assert Elector.objects.count() == len(people)

    def test_the_first_votes_and_the_clock_freeze_the_rules_once(self) -> None:
        people = [make_user() for _ in range(20)]
        campaign = make_campaign()
        idea = make_idea(people[0], campaign=campaign)
        works = [lambda p=person: Idea.objects.get(pk=idea.pk).support(by=p) for person in people]
        assert raised_at_once(*works, clock.tick, clock.tick) == []
        assert Rulebook.objects.count() == 1
        assert Support.objects.count() == 20

    def test_no_support_is_counted_after_the_vote_was_stopped(self) -> None:
        people = [make_user() for _ in range(30)]
        stopper = make_user()
        campaign = make_campaign()
        campaign.open_voting(by=None)
        ideas = [make_idea(people[0], campaign=campaign, title=f"Idea number {n}") for n in range(3)]
        counted: list[int] = []

        def stop() -> None:
            Campaign.objects.get(pk=campaign.pk).close_voting(by=stopper, why="A mistake.")
            counted.append(Support.objects.count())

        works = [
            lambda p=person, i=ideas[number % 3]: Idea.objects.get(pk=i.pk).support(by=p)
            for number, person in enumerate(people)
        ]
        raised = raised_at_once(*works[:15], stop, *works[15:])
        assert all(isinstance(error, ActNotOpen | Refused) for error in raised)
        assert Support.objects.count() == counted[0]
        assert sum(Idea.objects.values_list("support_count", flat=True)) == counted[0]
