"""Taking back one's own question or answer: what is erased, what stays because others spoke, and what follows."""

import pytest
from django.urls import reverse

from intranet.contributions.models import UploadUse
from intranet.moderation import actions as moderation
from intranet.notifications.models import Notification
from knowledge.questions.errors import Refused
from knowledge.questions.models import Answer, Question
from tests.factories.discussions import make_post
from tests.factories.people import make_user
from tests.factories.questions import make_answer, make_question

pytestmark = pytest.mark.django_db


def url(name, question, *more):
    return reverse(f"knowledge:questions:{name}", args=[question.pk, *more])


class TestQuestion:
    def test_alone_it_is_gone_from_its_address_the_list_and_the_search(self, client_for, employee, dispatch):
        question = make_question(employee, title="Where is the moulder's key?")
        dispatch()
        browser = client_for(employee)
        assert "moulder" in browser.get("/search/?q=moulder").content.decode()
        asked = browser.get(url("take_back", question)).content.decode()
        assert "erased for good" in asked
        answer = browser.post(url("take_back", question), follow=True)
        assert "You took it back" in answer.content.decode()
        dispatch()
        assert client_for(make_user()).get(question.get_absolute_url()).status_code == 404
        for page in (reverse("knowledge:questions:list"), "/search/?q=moulder&kind=question"):
            assert "moulder&#x27;s key" not in client_for(make_user()).get(page).content.decode()
        question.refresh_from_db()
        assert (question.title, question.body, question.summary) == ("", "", "")
        assert not question.revisions.exists()

    def test_answered_it_leaves_its_trace_and_what_the_others_wrote(self, client_for, employee, colleague):
        question = make_question(employee, title="How do I oil a worktop?", tags=["beech"])
        make_answer(question, by=colleague, body="<p>Thin coats, a day apart.</p>")
        make_post(colleague, question.discussion, "<p>Which oil have you got?</p>")
        client_for(employee).post(url("take_back", question))
        page = client_for(make_user()).get(question.get_absolute_url(), follow=True).content.decode()
        assert "Who asked took this question back" in page
        assert "Thin coats" in page
        assert "Which oil" in page
        for erased in ("worktop", "it drinks", "beech", "Post the answer", "I have this question too"):
            assert erased not in page
        assert not Question.objects.visible_to(employee).exists()
        with pytest.raises(Refused):
            Question.objects.get().answer(by=colleague, body="<p>Late.</p>")

    @pytest.mark.parametrize("spoken", ["vote", "comment", "duplicate"])
    def test_a_vote_a_comment_or_the_same_question_leave_a_trace_too(self, client_for, employee, spoken):
        question = make_question(employee)
        if spoken == "vote":
            question.vote(by=make_user())
        elif spoken == "comment":
            make_post(make_user(), question.discussion, "<p>Me too.</p>")
        else:
            make_question(title="What oil for a worktop?").merge_into(question, by=employee)
        client_for(employee).post(url("take_back", question))
        assert client_for(make_user()).get(url("detail", question, "question")).status_code == 200

    def test_its_own_answers_and_comments_go_with_it(self, client_for, employee):
        question = make_question(employee)
        given = make_answer(question, by=employee)
        make_post(employee, question.discussion, "<p>Never mind.</p>")
        question.take_back(by=employee)
        assert not Answer.objects.visible_to(make_user()).exists()
        assert client_for(make_user()).get(given.get_absolute_url()).status_code == 404
        question.discussion.refresh_from_db()
        assert not question.discussion.is_published

    def test_only_who_asked_may_and_not_while_it_is_hidden(self, client_for, employee, cm):
        question = make_question(employee)
        assert client_for(cm).post(url("take_back", question)).status_code == 403
        moderation.hide(question, by=cm, reason="Names a client.", clause=None)
        assert client_for(employee).post(url("take_back", question)).status_code == 403
        with pytest.raises(Refused):
            question.take_back(by=employee)

    def test_sent_twice_it_is_done_once_and_nothing_can_be_done_with_it_any_more(self, client_for, employee, colleague):
        question = make_question(employee)
        given = make_answer(question, by=colleague)
        browser = client_for(employee)
        assert [browser.post(url("take_back", question)).status_code for _ in range(2)] == [302, 302]
        assert browser.post(url("edit", question), {"title": "Again, how?", "version": "1"}).status_code == 403
        assert browser.post(url("accept", question), {"answer": given.pk}).status_code == 404
        assert client_for(colleague).post(url("vote", question), {"on": "1"}).status_code == 404
        assert browser.get(url("history", question)).status_code == 404

    def test_notifications_of_it_vanish(self, client_for, employee, dispatch):
        named = make_user(username="nora")
        question = make_question(employee, title="Who oils the bench?", body="<p>@nora?</p>")
        client_for(employee).post(
            reverse("knowledge:questions:ask"),
            {"title": "Who waxes the bench?", "body": "<p>Ask @nora</p>", "language": "en", "anyway": "1"},
        )
        dispatch()
        assert "Who waxes the bench?" in client_for(named).get("/notifications/").content.decode()
        Question.objects.get(title="Who waxes the bench?").take_back(by=employee)
        assert "Who waxes the bench?" not in client_for(named).get("/notifications/").content.decode()
        assert question.is_visible_to(named)


class TestAnswer:
    def test_alone_it_is_gone_and_the_count_follows(self, client_for, employee, colleague):
        given = make_answer(by=employee, body="<p>With diesel.</p>")
        client_for(employee).post(url("take_back_answer", given.question, given.pk))
        given.question.refresh_from_db()
        assert given.question.answer_count == 0
        page = client_for(colleague).get(given.question.get_absolute_url()).content.decode()
        assert "diesel" not in page
        assert "took this answer back" not in page
        assert client_for(colleague).get(given.get_absolute_url()).status_code == 404

    def test_with_votes_or_comments_its_place_says_so(self, client_for, employee, colleague):
        voted, spoken = make_answer(by=employee), make_answer(by=employee)
        voted.vote(by=colleague)
        make_post(colleague, spoken.discussion, "<p>Never diesel.</p>")
        for given in (voted, spoken):
            given.take_back(by=employee)
            page = client_for(colleague).get(given.question.get_absolute_url()).content.decode()
            assert "Its author took this answer back." in page
            assert "Thin coats" not in page
            assert client_for(colleague).get(given.get_absolute_url()).status_code == 200
        assert "Never diesel" in client_for(colleague).get(spoken.get_absolute_url()).content.decode()

    def test_accepted_it_is_so_no_more_and_who_asked_hears_that_it_waits(
        self, client_for, employee, colleague, dispatch
    ):
        given = make_answer(make_question(colleague), by=employee)
        given.question.accept(given, by=colleague)
        dispatch()
        given.take_back(by=employee)
        dispatch()
        assert Question.objects.unsolved().filter(pk=given.question_id).exists()
        told = Notification.objects.filter(recipient=colleague, activity__verb="question.unaccepted")
        assert told.count() == 1
        assert "it waits for an answer again" in client_for(colleague).get("/notifications/").content.decode()

    def test_its_words_leave_the_search_and_its_files_are_nobodys(self, client_for, employee, dispatch):
        given = make_answer(by=employee, body="<p>Use a shellac sealer.</p>")
        dispatch()
        assert "shellac" in client_for(make_user()).get("/search/?q=shellac").content.decode().split("<main")[1]
        given.take_back(by=employee)
        dispatch()
        found = client_for(make_user()).get("/search/?q=shellac&kind=question").content.decode()
        assert "How do I oil a worktop?" not in found
        assert not UploadUse.objects.filter(target_id=given.pk, target_type__model="answer").exists()

    def test_hiding_and_showing_another_one_counts_right(self, employee, cm):
        given = make_answer(by=employee)
        other = make_answer(given.question)
        given.take_back(by=employee)
        moderation.hide(other, by=cm, reason="Rude.", clause=None)
        given.question.refresh_from_db()
        assert given.question.answer_count == 0
        moderation.restore(other, by=cm, reason="It was not.")
        given.question.refresh_from_db()
        assert given.question.answer_count == 1


class TestFlood:
    def test_who_asks_too_much_is_told_and_keeps_the_text(self, client_for, employee, settings):
        settings.PARVIS_QUESTIONS_PER_HOUR = 2
        browser, ask = client_for(employee), reverse("knowledge:questions:ask")
        answers = [
            browser.post(
                ask, {"title": f"Which glue for job {n}?", "body": "<p>Oak.</p>", "language": "en", "anyway": 1}
            )
            for n in range(3)
        ]
        assert [answer.status_code for answer in answers] == [302, 302, 422]
        page = answers[-1].content.decode()
        assert "You have asked 2 questions in an hour" in page
        assert "Which glue for job 2?" in page
        assert Question.objects.count() == 2
        again = {"title": "Which glue for job 2?", "body": "", "language": "en", "anyway": 1}
        assert client_for(make_user()).post(ask, again).status_code == 302

    def test_a_question_sent_again_is_not_counted_as_another(self, employee, settings):
        settings.PARVIS_QUESTIONS_PER_HOUR = 1
        first = make_question(employee)
        assert make_question(employee, client_id=first.client_id) == first

    def test_answers_follow_the_pace_of_messages(self, client_for, employee, settings):
        settings.PARVIS_POSTS_PER_MINUTE = 1
        make_answer(by=employee)
        question = make_question()
        page = client_for(employee).post(url("give", question), {"body": "<p>Beeswax.</p>"})
        assert page.status_code == 422
        assert "Beeswax" in page.content.decode()
        assert "Breathe" in page.content.decode()
