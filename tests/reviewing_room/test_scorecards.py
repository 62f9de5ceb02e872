"""Scorecards: blind until sent, whoever asks and wherever; exact means; one grid for all; two tabs."""

import io
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from ideas.reviewing_room.cards import Cards
from ideas.reviewing_room.errors import AlreadySubmitted, CriteriaFrozen, HasScored, NotComplete, ScoringClosed
from ideas.reviewing_room.models import Criterion, Scorecard
from intranet.accounts import roles
from tests.bad_input.site import fields_refused
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_review, score

pytestmark = pytest.mark.django_db

SECRET = "Zanzibar is too far"


def text(response):
    return " ".join(response.content.decode().split())


def sent(review, entry, *scores, **more):
    """What a browser sends of the scorecard."""
    given = {f"c{criterion.pk}": str(one) for criterion, one in zip(review.criteria.all(), scores, strict=False)}
    return {**given, "comment": "", "version": "0", **more}


ORDERS = ("drawn", "score", "open")


def everything(browser, review, idea, orders=ORDERS):
    """Return all that the room says to this person, in pages, the part a script asks for, and every file; and the means."""
    said, means = [], []
    for order in orders:
        room = browser.get(review.url("room") + f"?order={order}")
        means.append(room.context["place"].opinions.mean)
        said.append(room.content.decode())
        said.append(browser.get(review.url("idea", idea.pk) + f"?order={order}").content.decode())
    part = {"HX-Request": "true", "HX-Target": "review-place"}
    said.append(browser.get(review.url("idea", idea.pk), headers=part).content.decode())
    said.append(browser.post(review.url("score", idea.pk), {}, headers={"Accept": "application/json"}).content.decode())
    for name in ("prepare", "csv", "xlsx"):
        response = browser.get(review.url(name) + "?names=1")
        if response.status_code == 200 and name == "xlsx":
            book = load_workbook(io.BytesIO(response.content))
            said += [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        else:
            said.append(response.content.decode())
    said.append(browser.get(idea.get_absolute_url()).content.decode())
    said.append(browser.get("/notifications/").content.decode())
    return "\n".join(said), means


class TestBlind:
    @pytest.fixture
    def evaluators(self):
        return tuple(make_user(display_name=name) for name in ("Ana", "Bob", "Cléo"))

    @pytest.fixture
    def review(self, leader, evaluators):
        return make_review(make_idea(), by=leader, evaluators=evaluators)

    def test_nobody_sees_another_s_before_sending_their_own(
        self, client_for, dispatch, leader, cm, admin_user, review, evaluators
    ):
        """Who evaluates and who leads, in every order of the room; who decides besides, and who has sent theirs, in one:
        an order is the same for all of them."""
        ana, bob, cleo = evaluators
        entry = entry_of(review)
        score(entry, ana, 1, 5, comment=SECRET)
        score(entry, cleo, 2, 2, comment=f"{SECRET} too", submit=False)
        dispatch()
        for person, orders in (
            (bob, ORDERS),
            (leader, ORDERS),
            (cleo, ["drawn"]),
            (cm, ["score"]),
            (admin_user, ["open"]),
        ):
            told, means = everything(client_for(person), review, entry.idea, orders)
            assert set(means) == {None}, person
            assert SECRET not in (told.replace(f"{SECRET} too", "") if person == cleo else told), person
        assert f"{SECRET} too" not in everything(client_for(ana), review, entry.idea, ["drawn"])[0]

    def test_the_order_by_score_tells_nothing_either(self, client_for, leader, evaluators):
        low, high = make_idea(title="Low"), make_idea(title="High")
        review = make_review(low, high, by=leader, evaluators=evaluators)
        score(entry_of(review, low), evaluators[0], 1, 1)
        score(entry_of(review, high), evaluators[0], 5, 5)
        room = client_for(leader).get(review.url("room") + "?order=score").context["room"]
        assert [place.idea.title for place in room.places] == ["Low", "High"]
        assert [kind for kind, _place in room.standouts] == []

    def test_who_sent_their_own_sees_those_that_were_sent(self, client_for, review, evaluators):
        ana, bob, cleo = evaluators
        entry = entry_of(review)
        score(entry, ana, 1, 5, comment=SECRET)
        score(entry, cleo, 2, 2, comment="A draft", submit=False)
        browser = client_for(bob)
        browser.post(review.url("score", entry.idea_id), sent(review, entry, 4, 4, submit="1"))
        page = text(browser.get(review.url("idea", entry.idea_id)))
        assert SECRET in page
        assert "A draft" not in page

    def test_who_only_decides_sees_them_once_all_are_sent(self, client_for, leader, review, evaluators):
        entry = entry_of(review)
        for person in evaluators[:2]:
            score(entry, person, 3, 3, comment=SECRET)
        assert SECRET not in text(client_for(leader).get(review.url("room")))
        assert "2 of 3 sent" in text(client_for(leader).get(review.url("room")))
        score(entry, evaluators[2], 3, 3)
        assert SECRET in text(client_for(leader).get(review.url("room")))

    def test_a_leader_who_evaluates_sends_first_like_everybody(self, client_for, leader, evaluators):
        review = make_review(by=leader, evaluators=(*evaluators, leader))
        entry = entry_of(review)
        for person in evaluators:
            score(entry, person, 3, 3, comment=SECRET)
        assert SECRET not in text(client_for(leader).get(review.url("room")))

    def test_closing_shows_all_that_were_sent_and_takes_no_more(self, client_for, leader, review, evaluators):
        ana, bob, _cleo = evaluators
        entry = entry_of(review)
        score(entry, ana, 1, 1, comment=SECRET)
        score(entry, bob, 5, 5, comment="Only a draft", submit=False)
        client_for(leader).post(review.url("close"))
        page = text(client_for(leader).get(review.url("room")))
        assert SECRET in page
        assert "Only a draft" not in page
        with pytest.raises(ScoringClosed):
            score(entry, bob, 5, 5)
        response = client_for(bob).post(review.url("score", entry.idea_id), sent(review, entry, 5, 5, submit="1"))
        assert response.status_code == 409

    def test_one_who_left_is_not_waited_for_and_what_they_sent_stays(self, client_for, leader, review, evaluators):
        ana, bob, cleo = evaluators
        entry = entry_of(review)
        for person in (ana, bob):
            score(entry, person, 3, 4, comment=f"Words of {person.username}")
        cleo.deactivate()
        ana.delete()
        page = text(client_for(leader).get(review.url("room")))
        assert f"Words of {bob.username}" in page
        assert "Somebody who left" in page

    def test_nobody_scores_their_own_idea_nor_is_waited_for(self, client_for, leader, evaluators):
        ana, bob, cleo = evaluators
        review = make_review(make_idea(ana), by=leader, evaluators=evaluators)
        entry = entry_of(review)
        for person in (bob, cleo):
            score(entry, person, 3, 4, comment=SECRET)
        assert SECRET in text(client_for(leader).get(review.url("room")))
        response = client_for(ana).post(review.url("score", entry.idea_id), sent(review, entry, 5, 5, submit="1"))
        assert response.status_code == 403
        assert "the others score it" in text(client_for(ana).get(review.url("room")))

    def test_taking_somebody_out_shows_nothing_before_its_time(self, leader, review, evaluators):
        ana, bob, _cleo = evaluators
        entry = entry_of(review)
        score(entry, ana, 1, 1)
        with pytest.raises(HasScored):
            review.uninvite(ana, by=leader)
        review.uninvite(bob, by=leader)
        assert not Cards(review, leader, [entry]).opinions(entry)


class TestScores:
    def test_means_are_exact_and_weighted(self, leader):
        ana, bob = make_user(), make_user()
        review = make_review(by=leader, evaluators=(ana, bob))
        entry = entry_of(review)
        score(entry, ana, 5, 2)
        score(entry, bob, 2, 4)
        opinions = Cards(review, leader, [entry]).opinions(entry)
        assert opinions.means == [Fraction(17, 4), Fraction(5, 2)]
        assert opinions.mean == Fraction(27, 8)
        assert opinions.apart == Fraction(7, 4)
        assert opinions.disagree
        line = opinions.lines[0]
        assert (line.lowest, line.highest, line.mean, line.dots) == (2, 5, Fraction(7, 2), [(25, 1), (100, 1)])

    def test_the_spread_is_said_in_words_too(self, client_for, leader):
        ana, bob = make_user(), make_user()
        review = make_review(by=leader, evaluators=(ana, bob))
        for person, scores in ((ana, (5, 5)), (bob, (1, 2))):
            score(entry_of(review), person, *scores)
        page = text(client_for(leader).get(review.url("room")))
        assert "from 1 to 5, mean 3.0" in page
        assert "worth talking about" in page
        assert "opinions apart" in page

    def test_a_draft_is_kept_and_comes_back(self, client_for, leader):
        ana = make_user()
        review = make_review(by=leader, evaluators=(ana,))
        entry = entry_of(review)
        browser = client_for(ana)
        address = review.url("score", entry.idea_id)
        answer = browser.post(address, sent(review, entry, 4, comment="So far"), headers={"Accept": "application/json"})
        assert answer.json()["version"] == 1
        page = browser.get(review.url("room")).content.decode()
        assert "So far" in page
        assert page.count(" checked") == 1
        assert "your draft" in page

    def test_a_card_is_sent_whole_and_once(self, client_for, leader):
        ana = make_user()
        review = make_review(by=leader, evaluators=(ana,))
        entry = entry_of(review)
        with pytest.raises(NotComplete):
            score(entry, ana, 4)
        response = client_for(ana).post(review.url("score", entry.idea_id), sent(review, entry, 4, submit="1"))
        assert response.status_code == 409
        assert "Feasible" in text(response)
        score(entry, ana, 4, 4)
        with pytest.raises(AlreadySubmitted):
            score(entry, ana, 1, 1)
        assert Scorecard.objects.get().scores == {str(one.pk): 4 for one in review.criteria.all()}

    def test_scores_out_of_range_are_refused_in_words(self, client_for, leader):
        """Two at a time: each is refused beside the other."""
        ana = make_user()
        review = make_review(by=leader, evaluators=(ana,))
        entry, browser = entry_of(review), client_for(ana)
        for bad in (("0", "6"), ("-1", "4.5"), ("five", "99999999999999999999"), ("\x00", "1e9")):
            response = browser.post(review.url("score", entry.idea_id), sent(review, entry, *bad, comment="Mine"))
            assert response.status_code == 422, bad
            assert text(response).count("whole number from 1 to 5") >= 2, bad
            assert "Mine" in text(response), bad
            assert not Scorecard.objects.exists(), bad

    def test_of_two_tabs_none_overwrites_the_other(self, client_for, leader):
        ana = make_user()
        review = make_review(by=leader, evaluators=(ana,))
        entry = entry_of(review)
        browser, address = client_for(ana), review.url("score", entry.idea_id)
        browser.post(address, sent(review, entry, 5, 5, comment="First tab"))
        late = browser.post(address, sent(review, entry, 1, 1, comment="Second tab"))
        assert late.status_code == 409
        assert "changed in another tab" in text(late)
        assert "Second tab" in text(late)
        assert Scorecard.objects.get().comment == "First tab"
        again = late.context["score_form"]["version"].value()
        assert browser.post(address, sent(review, entry, 1, 1, comment="Second tab", version=again)).status_code == 302
        assert Scorecard.objects.get().comment == "Second tab"


class TestGrid:
    def grid(self, *lines, initial=0):
        data = {"grid-TOTAL_FORMS": str(len(lines)), "grid-INITIAL_FORMS": str(initial)}
        for number, (pk, label, weight) in enumerate(lines):
            data |= {f"grid-{number}-pk": pk, f"grid-{number}-label": label, f"grid-{number}-weight": weight}
        return data

    def test_it_is_set_before_anybody_sends(self, client_for, leader):
        ana = make_user()
        review = make_review(by=leader, evaluators=(ana,))
        worth, feasible = review.criteria.all()
        score(entry_of(review), ana, 4, 2, submit=False)
        lines = [(worth.pk, "Worth it", "5"), ("", "Joy", "2"), ("", "", "")]
        assert client_for(leader).post(review.url("criteria"), self.grid(*lines)).status_code == 302
        assert list(review.criteria.values_list("label", "weight")) == [("Worth it", 5), ("Joy", 2)]
        assert not Criterion.objects.filter(pk=feasible.pk).exists()
        assert Cards(review, ana, [entry_of(review)]).mine(entry_of(review)).score_of(worth) == 4

    def test_weights_are_whole_numbers_from_one_to_a_hundred(self, client_for, leader):
        bad = ["0", "-3", "101", "99999999999999999999", "1.5", "heavy", "", "\x00"]
        review = make_review(by=leader)
        lines = [("", f"Joy {number}", weight) for number, weight in enumerate(bad)]
        response = client_for(leader).post(review.url("criteria"), self.grid(*lines))
        assert response.status_code == 422
        assert fields_refused(response) == {f"grid-{number}-weight" for number in range(len(bad))}
        assert review.criteria.count() == 2

    def test_an_empty_grid_and_a_broken_one_are_refused(self, client_for, leader):
        review = make_review(by=leader)
        browser = client_for(leader)
        assert "one criterion at least" in text(browser.post(review.url("criteria"), self.grid(("", "", ""))))
        assert browser.post(review.url("criteria"), {"grid-TOTAL_FORMS": "many"}).status_code == 422
        lines = [("", f"Criterion {n}", "1") for n in range(11)]
        assert browser.post(review.url("criteria"), self.grid(*lines)).status_code == 422
        assert review.criteria.count() == 2

    def test_it_is_fixed_once_a_card_was_sent(self, client_for, leader):
        ana = make_user()
        review = make_review(by=leader, evaluators=(ana,))
        score(entry_of(review), ana, 4, 2)
        with pytest.raises(CriteriaFrozen):
            Criterion.objects.replace(review, [{"pk": None, "label": "New", "about": "", "weight": 1}])
        response = client_for(leader).post(review.url("criteria"), self.grid(("", "New", "1")))
        assert response.status_code == 409
        assert "the criteria stand as they are" in text(response)

    def test_another_review_s_criterion_is_not_taken(self, client_for, leader):
        other, review = make_review(by=leader), make_review(by=leader)
        theirs = other.criteria.all()[0]
        client_for(leader).post(review.url("criteria"), self.grid((theirs.pk, "Mine now", "1")))
        theirs.refresh_from_db()
        assert theirs.label == "Worth"
        assert [criterion.label for criterion in review.criteria.all()] == ["Mine now"]


def test_people_are_invited_by_name_and_once(client_for, leader):
    ana = make_user(roles.EMPLOYEE, username="ana", display_name="Ana Silva")
    review = make_review(by=leader)
    browser = client_for(leader)
    browser.post(review.url("invite"), {"people": "Ana Silva (@ana)"})
    browser.post(review.url("invite"), {"people": "@ana"})
    assert [evaluator.user for evaluator in review.evaluators.all()] == [ana]
    assert "Nobody is called" in text(browser.post(review.url("invite"), {"people": "Nemo"}))
    browser.post(review.url("uninvite"), {"person": "ana"})
    assert not review.evaluators.exists()
