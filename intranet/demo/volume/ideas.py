from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from ideas.models import DECIDABLE, Campaign, Decision, Idea, IdeaRevision, Status, Support, SupportEvent
from intranet.accounts import roles
from intranet.demo.volume.conversations import Talk, converse
from intranet.demo.volume.threads import LONG
from intranet.demo.volume.world import BATCH, World, follow
from intranet.discussions.models import Discussion


def add_ideas(world: World, count: int) -> None:
    """Add ``count`` ideas with supports, decisions and messages; the last one is recent and has 200 messages."""
    discussions = Discussion.objects.bulk_create([Discussion(kind="idea") for _idea in range(count)], batch_size=BATCH)
    ideas = [_idea(world, discussion) for discussion in discussions]
    ideas[-1].title, ideas[-1].status = "Une idée dont tout le monde parle", Status.SUBMITTED
    ideas[-1].created_at = world.now - timedelta(days=5)
    for idea in ideas:
        idea._derive()
    ideas = Idea.objects.bulk_create(ideas, batch_size=BATCH)
    _gather(world, ideas)
    _support(world, ideas)
    _decide(world, ideas)
    follow({(idea.author_id, idea.pk) for idea in ideas}, Idea)
    talks = []
    for idea in ideas:
        world.happened("idea.submitted", by=idea.author, target=idea, at=idea.created_at)
        length = LONG if idea is ideas[-1] else max(0, world.rng.randint(-2, 9))
        talks.append(Talk(idea, idea.discussion, idea.created_at + timedelta(hours=2), length, lively=length == LONG))
    converse(world, talks)


def _idea(world: World, discussion: Discussion) -> Idea:
    language = world.words.language()
    return Idea(
        author=world.someone(),
        campaign=Campaign.objects.open_box(),
        language=language,
        title=world.words.title(language),
        problem=world.words.paragraph(language, 4),
        proposal=world.words.paragraph(language, 4) + world.words.paragraph(language),
        benefit=world.words.paragraph(language, 2),
        status=world.rng.choice([status.value for status in DECIDABLE]),
        discussion=discussion,
        created_at=world.once(),
    )


def _gather(world: World, ideas: list[Idea]) -> None:
    """Give them departments and tags, and the revision that keeps how they began."""
    kind = ContentType.objects.get_for_model(Idea)
    known = {name: Tag.objects.get_or_create(name=name)[0] for name in world.words.tags}
    revisions, links, tagged = [], [], []
    for idea in ideas:
        departments = world.rng.sample(world.departments, world.rng.randint(1, 3))
        tags = world.words.some_tags()
        links += [Idea.departments.through(idea_id=idea.pk, department_id=each.pk) for each in departments]
        tagged += [TaggedItem(content_type=kind, object_id=idea.pk, tag=known[name]) for name in tags]
        texts = {name: getattr(idea, name) for name in ("title", "problem", "proposal", "benefit")}
        names = {"departments": sorted(each.name for each in departments), "tags": sorted(tags)}
        revisions.append(IdeaRevision(idea=idea, number=1, by=idea.author, at=idea.created_at, **texts, **names))
    Idea.departments.through.objects.bulk_create(links, batch_size=BATCH)
    TaggedItem.objects.bulk_create(tagged, batch_size=BATCH)
    IdeaRevision.objects.bulk_create(revisions, batch_size=BATCH)


def _support(world: World, ideas: list[Idea]) -> None:
    """Few ideas have most of the supports, as it is."""
    supports, log = [], []
    for idea in ideas:
        wanted = min(int(4 * world.rng.paretovariate(1.1)), len(world.people) * 2 // 3)
        who = [person for person in world.rng.sample(world.people, wanted) if person.pk != idea.author_id]
        for order, person in enumerate(who, start=1):
            at = idea.created_at + timedelta(minutes=9 * order)
            supports.append(Support(idea=idea, user=person, at=at))
            log.append(SupportEvent(idea=idea, user=person, change=SupportEvent.Change.GIVEN, at=at))
        idea.support_count = len(who)
    Support.objects.bulk_create(supports, batch_size=BATCH)
    SupportEvent.objects.bulk_create(log, batch_size=BATCH)
    Idea.objects.bulk_update(ideas, ["support_count"], batch_size=BATCH)


def _decide(world: World, ideas: list[Idea]) -> None:
    """One decision brought each idea where it stands, with an answer where one is due."""
    leila = next(person for person in world.people if person.username == "leila")
    decided = [idea for idea in ideas if idea.status != Status.SUBMITTED]
    decisions = [
        Decision(
            idea=idea,
            by=leila,
            role=roles.LEADERSHIP,
            from_status=Status.SUBMITTED,
            to_status=idea.status,
            answer=world.words.paragraph(idea.language) if Status(idea.status).needs_answer else "",
            at=idea.created_at + timedelta(days=world.rng.uniform(5, 60)),
        )
        for idea in decided
    ]
    for idea, decision in zip(decided, Decision.objects.bulk_create(decisions, batch_size=BATCH), strict=True):
        idea.last_decision = decision
        idea.official_answer = decision if decision.answer else None
        verb = "idea.answered" if decision.answer else "idea.status_changed"
        told = {"decision": decision.pk, "before": decision.from_status, "after": decision.to_status}
        world.happened(verb, by=leila, target=idea, at=decision.at, **told)
    Idea.objects.bulk_update(decided, ["last_decision", "official_answer"], batch_size=BATCH)
