from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from intranet.demo.volume.conversations import Talk, converse
from intranet.demo.volume.world import BATCH, World, follow
from intranet.discussions.models import Discussion
from knowledge.models import SpacePage
from knowledge.questions.models import Answer, AnswerVote, Question, QuestionVote


def add_questions(world: World, count: int) -> None:
    """Add ``count`` questions with answers, votes and comments; two in three have an accepted answer."""
    spaces = list(SpacePage.objects.filter(live=True, audience=None).order_by("pk"))
    discussions = Discussion.objects.bulk_create([Discussion(kind="question") for _n in range(count)], batch_size=BATCH)
    questions = [_question(world, discussion, world.rng.choice(spaces)) for discussion in discussions]
    questions = Question.objects.bulk_create(questions, batch_size=BATCH)
    _tag(world, questions)
    answers = _answer(world, questions)
    _vote(world, questions, QuestionVote, "question", most=9)
    _vote(world, answers, AnswerVote, "answer", most=6)
    _accept(world, questions, answers)
    follow({(question.author_id, question.pk) for question in questions}, Question)
    for question in questions:
        world.happened("question.asked", by=question.author, target=question, at=question.created_at)
    lengths = [max(0, world.rng.randint(-3, 4)) for _question in questions]
    converse(
        world,
        [
            Talk(question, question.discussion, question.created_at + timedelta(hours=1), length)
            for question, length in zip(questions, lengths, strict=True)
        ],
    )


def _question(world: World, discussion: Discussion, space: SpacePage) -> Question:
    language, at = world.words.language(), world.once()
    mark = "\u202f?" if language == "fr" else "?"
    question = Question(
        author=world.someone(),
        language=language,
        title=f"{world.words.title(language)[:150]}{mark}",
        body=world.words.paragraph(language, 2),
        space=space,
        client_id=world.uuid(),
        discussion=discussion,
        created_at=at,
        active_at=at,
    )
    question._derive()
    return question


def _tag(world: World, questions: list[Question]) -> None:
    kind = ContentType.objects.get_for_model(Question)
    known = {name: Tag.objects.get_or_create(name=name)[0] for name in world.words.tags}
    rows = [
        TaggedItem(content_type=kind, object_id=question.pk, tag=known[name])
        for question in questions
        for name in world.words.some_tags()
    ]
    TaggedItem.objects.bulk_create(rows, batch_size=BATCH)


def _answer(world: World, questions: list[Question]) -> list[Answer]:
    wanted = [(question, number) for question in questions for number in range(world.rng.choice((0, 1, 1, 2, 2, 4)))]
    discussions = Discussion.objects.bulk_create([Discussion(kind="answer") for _n in wanted], batch_size=BATCH)
    answers = []
    for (question, number), discussion in zip(wanted, discussions, strict=True):
        at = question.created_at + timedelta(hours=world.rng.uniform(1, 30) * (number + 1))
        answers.append(
            Answer(
                author=world.someone(),
                question=question,
                language=question.language,
                body=world.words.paragraph(question.language, 3),
                client_id=world.uuid(),
                discussion=discussion,
                created_at=at,
            )
        )
        question.answer_count += 1
        question.active_at = max(question.active_at, at)
    answers = Answer.objects.bulk_create(answers, batch_size=BATCH)
    Question.objects.bulk_update(questions, ["answer_count", "active_at"], batch_size=BATCH)
    follow({(answer.author_id, answer.question_id) for answer in answers}, Question)
    for answer in answers:
        told = {"question": answer.question_id}
        world.happened("answer.given", by=answer.author, target=answer, at=answer.created_at, **told)
    return answers


def _vote(world: World, subjects: list[Any], votes: type[Any], name: str, *, most: int) -> None:
    rows = []
    for subject in subjects:
        wanted = min(int(world.rng.paretovariate(1.2)) - 1, most, len(world.people) - 1)
        who = [person for person in world.rng.sample(world.people, wanted) if person.pk != subject.author_id]
        subject.vote_count = len(who)
        rows += [
            votes(**{name: subject}, user=person, at=subject.created_at + timedelta(hours=order))
            for order, person in enumerate(who, start=1)
        ]
    votes.objects.bulk_create(rows, batch_size=BATCH)
    if subjects:
        type(subjects[0]).objects.bulk_update(subjects, ["vote_count"], batch_size=BATCH)


def _accept(world: World, questions: list[Question], answers: list[Answer]) -> None:
    first = {answer.question_id: answer for answer in reversed(answers)}
    for question in questions:
        answer = first.get(question.pk)
        if answer is not None and world.rng.random() < 0.67:
            question.accepted_answer = answer
            at = answer.created_at + timedelta(hours=3)
            told = {"question": question.pk}
            world.happened("answer.accepted", by=question.author, target=answer, at=at, **told)
    Question.objects.bulk_update(questions, ["accepted_answer"], batch_size=BATCH)
