"""Answering, voting, accepting, closing, merging, hiding: who may, what follows, and how it is undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.discussions import actions as discussions
from intranet.moderation import actions as moderation
from intranet.notifications.models import Follow, Notification
from knowledge.questions.errors import Refused
from knowledge.questions.models import Answer, AnswerVote, Question, QuestionVote
from tests.factories.discussions import make_post
from tests.factories.knowledge import make_space
from tests.factories.people import make_department, make_user
from tests.factories.questions import make_answer, make_question
from tests.threads import raised_at_once


def url(name, question, *more):
    return reverse(f"knowledge:questions:{name}", args=[question.pk, *more])


def told(person):
    return {
        (n.activity.verb, n.reason) for n in Notification.objects.filter(recipient=person).select_related("activity")
    }


@pytest.mark.django_db
class TestAnswers:
    def test_who_asked_and_whom_the_answer_names_hear_of_it(self, client_for, employee, colleague, dispatch):
        question = make_question(employee)
        named = make_user(username="nora")
        client_for(colleague).post(url("give", question), {"body": "<p>Ask @nora, who oils.</p>"})
        dispatch()
        assert ("answer.given", "author") in told(employee)
        assert ("answer.given", "mention") in told(named)
        assert not told(colleague)
        page = client_for(employee).get("/notifications/").content.decode()
        assert "answered your question" in page

    def test_an_empty_answer_is_refused_in_words(self, client_for, employee):
        question = make_question()
        page = client_for(employee).post(url("give", question), {"body": "<p> </p>"})
        assert page.status_code == 422
        assert "even in one line" in page.content.decode()

    def test_the_accepted_answer_stands_first_then_what_helped_most_then_the_earlier(self, client_for, employee):
        question = make_question(employee)
        _first, second, third = (make_answer(question, body=f"<p>Answer {n}</p>") for n in "123")
        second.vote(by=make_user())
        page = client_for(employee).get(question.get_absolute_url()).content.decode()
        assert page.index("Answer 2") < page.index("Answer 1") < page.index("Answer 3")
        question.accept(third, by=employee)
        page = client_for(employee).get(question.get_absolute_url()).content.decode()
        assert page.index("Answer 3") < page.index("Answer 2") < page.index("Answer 1")

    def test_an_edited_answer_keeps_what_it_said(self, client_for, employee):
        given = make_answer(by=employee, body="<p>Three coats.</p>")
        edit = url("edit_answer", given.question, given.pk)
        assert client_for(employee).post(edit, {"body": "<p>Four coats.</p>", "version": "1"}).status_code == 302
        late = client_for(employee).post(edit, {"body": "<p>Five coats.</p>", "version": "1"})
        assert late.status_code == 422
        assert "Five coats" in late.content.decode()
        page = client_for(make_user()).get(url("answer_history", given.question, given.pk)).content.decode()
        assert "Three" in page
        assert "Four" in page

    def test_comments_on_an_answer_stand_on_its_page_and_under_it(self, client_for, employee, dispatch):
        question = make_question(employee)
        given = make_answer(question)
        make_post(make_user(), given.discussion, "<p>Linseed or tung?</p>")
        dispatch()
        assert "Linseed or tung?" in client_for(employee).get(question.get_absolute_url()).content.decode()
        assert "Linseed or tung?" in client_for(employee).get(given.get_absolute_url()).content.decode()
        assert ("post.created", "author") in told(given.author)


@pytest.mark.django_db
class TestVotes:
    def test_a_vote_counts_once_and_can_be_taken_back(self, client_for, employee):
        given = make_answer()
        for subject, address in (
            (given, url("vote_answer", given.question, given.pk)),
            (given.question, url("vote", given.question)),
        ):
            for _again in range(2):
                client_for(employee).post(address, {"on": "1"})
            subject.refresh_from_db()
            assert (subject.vote_count, subject.votes.count()) == (1, 1)
            client_for(employee).post(address, {"on": "0"})
            client_for(employee).post(address, {"on": "0"})
            subject.refresh_from_db()
            assert (subject.vote_count, subject.votes.count()) == (0, 0)

    def test_nobody_votes_for_what_they_wrote(self, client_for, employee):
        given = make_answer(by=employee)
        page = client_for(employee).post(url("vote_answer", given.question, given.pk), {"on": "1"}, follow=True)
        assert "You wrote this yourself" in page.content.decode()
        assert not AnswerVote.objects.exists()


@pytest.mark.django_db
class TestAccepting:
    def test_who_asked_accepts_and_who_answered_hears_of_it(self, client_for, employee, dispatch):
        given = make_answer(make_question(employee))
        client_for(employee).post(url("accept", given.question), {"answer": given.pk})
        dispatch()
        assert Question.objects.solved().get() == given.question
        assert ("answer.accepted", "author") in told(given.author)
        client_for(employee).post(url("accept", given.question), {"answer": ""})
        assert not Question.objects.solved().exists()

    def test_a_steward_accepts_only_after_a_week(self, client_for, cm, colleague):
        steward = make_user()
        question = make_question(space=make_space(stewards=[steward]))
        given = make_answer(question)
        sent = {"answer": given.pk}
        assert client_for(steward).post(url("accept", question), sent).status_code == 403
        Question.objects.update(created_at=timezone.now() - timedelta(days=8))
        assert client_for(colleague).post(url("accept", question), sent).status_code == 403
        assert client_for(steward).post(url("accept", question), sent).status_code == 302
        assert Question.objects.solved().exists()

    def test_the_answer_of_another_question_is_not_accepted(self, client_for, employee):
        question, other = make_question(employee), make_answer()
        assert client_for(employee).post(url("accept", question), {"answer": other.pk}).status_code == 404
        with pytest.raises(Refused):
            question.accept(other, by=employee)


@pytest.mark.django_db
class TestClosing:
    def test_closed_it_says_why_takes_no_answers_and_can_be_reopened(self, client_for, employee, colleague):
        question = make_question(employee)
        client_for(employee).post(url("close", question), {"why": "The worktop was sold."})
        page = client_for(colleague).get(question.get_absolute_url()).content.decode()
        assert "The worktop was sold." in page
        late = client_for(colleague).post(url("give", question), {"body": "<p>Kept words</p>"})
        assert late.status_code == 422
        assert "Kept words" in late.content.decode()
        client_for(employee).post(url("reopen", question))
        assert client_for(colleague).post(url("give", question), {"body": "<p>Words</p>"}).status_code == 302


@pytest.mark.django_db
class TestMerging:
    def test_the_old_address_leads_to_the_one_that_stays_with_answers_and_followers(
        self, client_for, employee, cm, dispatch
    ):
        duplicate, kept = make_question(employee), make_question(title="What oil for beech?")
        moved = make_answer(duplicate)
        follower = make_user()
        Follow.objects.follow(follower, duplicate)
        answer = client_for(cm).post(url("merge", duplicate), {"other": f"http://testserver{kept.get_absolute_url()}"})
        assert answer.url == kept.get_absolute_url()
        dispatch()
        assert client_for(employee).get(duplicate.get_absolute_url()).url == kept.get_absolute_url()
        kept.refresh_from_db()
        assert list(kept.answers.all()) == [moved]
        assert kept.answer_count == 1
        assert Follow.objects.is_following(follower, kept)
        assert ("question.merged", "author") in told(employee)
        assert ("question.merged", "author") in told(kept.author)
        assert duplicate.title in client_for(employee).get(kept.get_absolute_url()).content.decode()
        assert duplicate.title not in client_for(employee).get(reverse("knowledge:questions:list")).content.decode()

    def test_undone_each_has_its_answers_again(self, client_for, employee, cm):
        duplicate, kept = make_question(employee), make_question(title="What oil for beech?")
        moved, stays = make_answer(duplicate), make_answer(kept)
        duplicate.merge_into(kept, by=cm)
        kept.refresh_from_db()
        kept.accept(Answer.objects.get(pk=moved.pk), by=kept.author)
        client_for(cm).post(url("unmerge", duplicate))
        duplicate.refresh_from_db()
        kept.refresh_from_db()
        assert (list(duplicate.answers.all()), list(kept.answers.all())) == ([moved], [stays])
        assert (duplicate.answer_count, kept.answer_count, kept.accepted_answer) == (1, 1, None)
        assert client_for(employee).get(duplicate.get_absolute_url()).status_code == 200

    def test_no_circle_no_question_into_itself_none_into_fewer_readers(self, client_for, employee, cm):
        one, other = make_question(employee), make_question(title="What oil for beech?")
        assert client_for(cm).post(url("merge", one), {"other": str(one.pk)}).status_code == 422
        one.merge_into(other, by=cm)
        assert client_for(cm).post(url("merge", other), {"other": str(one.pk)}).status_code == 422
        payroll = make_department("Payroll")
        secret = make_question(make_user(department=payroll), space=make_space("Payroll", departments=[payroll]))
        with pytest.raises(Refused):
            other.merge_into(secret, by=cm)

    def test_answers_for_few_stay_where_they_were_written(self, client_for, employee):
        payroll = make_department("Payroll")
        insider = make_user(department=payroll)
        secret = make_question(insider, space=make_space("Payroll", departments=[payroll]))
        make_answer(secret, body="<p>Words for few.</p>")
        known = make_question(title="What oil for beech?")
        secret.merge_into(known, by=insider)
        page = client_for(employee).get(known.get_absolute_url()).content.decode()
        assert "Words for few." not in page
        assert secret.title not in page
        assert "Words for few." in client_for(insider).get(f"{secret.get_absolute_url()}?own").content.decode()


@pytest.mark.django_db
class TestHiding:
    def test_a_hidden_question_takes_answers_and_comments_with_it_and_they_come_back(self, client_for, employee, cm):
        question = make_question()
        given = make_answer(question)
        make_post(make_user(), given.discussion)
        moderation.hide(question, by=cm, reason="Off topic", clause=None)
        page = client_for(employee).get(question.get_absolute_url()).content.decode()
        assert question.title not in page
        assert "Off topic" in page
        assert client_for(employee).get(given.get_absolute_url()).status_code == 404
        assert not Answer.objects.visible_to(employee).exists()
        assert client_for(employee).get(reverse("discussions:place", args=[given.discussion_id, 1])).status_code == 404
        moderation.restore(Question.objects.get(), by=cm, reason="It was fine")
        assert client_for(employee).get(given.get_absolute_url()).status_code == 200

    def test_a_hidden_answer_says_why_is_not_counted_and_is_no_solution(self, client_for, employee, cm):
        given = make_answer(make_question(employee), body="<p>Rude words.</p>")
        given.question.accept(given, by=employee)
        moderation.hide(given, by=cm, reason="Rude", clause=None)
        page = client_for(employee).get(given.question.get_absolute_url()).content.decode()
        assert "Rude words." not in page
        assert "Rude" in page
        assert Question.objects.get().answer_count == 0
        assert not Question.objects.solved().exists()
        assert "Rude words." in client_for(given.author).get(given.question.get_absolute_url()).content.decode()
        moderation.restore(given, by=cm, reason="It was fine")
        assert Question.objects.solved().exists()
        assert Question.objects.get().answer_count == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @staticmethod
    def together(*acts):
        assert [error for error in raised_at_once(*acts) if not isinstance(error, Refused)] == []

    def test_votes_are_exact_whoever_votes_at_once(self):
        given = make_answer()
        people = [make_user() for _ in range(6)]
        votes = [lambda p=p: Answer.objects.get(pk=given.pk).vote(by=p) for p in people for _twice in range(2)]
        votes += [lambda p=p: Question.objects.get(pk=given.question_id).vote(by=p) for p in people]
        self.together(*votes)
        given.refresh_from_db()
        assert given.vote_count == AnswerVote.objects.count() == 6
        assert Question.objects.get().vote_count == QuestionVote.objects.count() == 6

    def test_two_questions_merged_into_one_another_at_once_never_make_a_circle(self):
        one, other = make_question(), make_question(title="What oil for beech?")
        make_answer(one)
        make_answer(other)
        by = make_user()
        self.together(
            lambda: Question.objects.get(pk=one.pk).merge_into(other, by=by),
            lambda: Question.objects.get(pk=other.pk).merge_into(one, by=by),
        )
        assert Question.objects.filter(duplicate_of=None).count() == 1

    def test_accepting_hiding_answering_and_merging_at_once_ends_well(self):
        question, other = make_question(), make_question(title="What oil for beech?")
        given = make_answer(question)
        by = make_user()
        self.together(
            lambda: Question.objects.get(pk=question.pk).accept(given, by=by),
            lambda: moderation.hide(given, by=by, reason="Rude", clause=None),
            lambda: Question.objects.get(pk=question.pk).answer(by=by, body="<p>Also.</p>"),
            lambda: Question.objects.get(pk=question.pk).merge_into(other, by=by),
            lambda: discussions.post(by=by, discussion=given.discussion, body="<p>Hm.</p>", client_id=given.client_id),
        )
        for one in Question.objects.all():
            assert one.answer_count == one.answers.filter(is_hidden=False).count()
