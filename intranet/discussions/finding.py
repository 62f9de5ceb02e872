"""What the search index keeps of threads and messages."""

from django.db.models import QuerySet

from intranet.contributions.registry import Document
from intranet.core.richtext import excerpt, to_text
from intranet.discussions.models import Post, Thread

TITLE_LENGTH = 70


def threads() -> "QuerySet[Thread]":
    return Thread.objects.filter(is_hidden=False).select_related("discussion", "room")


def thread_document(thread: Thread) -> Document | None:
    """The title and the opening text; the answers are documents of their own."""
    if thread.is_hidden:
        return None
    first = thread.discussion.posts.current().filter(number=1).first()
    return Document(
        title=thread.title,
        body=to_text(first.body) if first else "",
        summary=thread.room.name,
        language=thread.language,
        url=thread.get_absolute_url(),
        audience_id=thread.audience_id,
        author_id=thread.author_id,
        at=thread.discussion.last_posted_at or thread.created_at,
        weight=min(thread.discussion.post_count, 50) / 50,
    )


def posts() -> "QuerySet[Post]":
    return Post.objects.current().exclude(number=1, discussion__kind="thread").select_related("discussion")


def post_document(post: Post) -> Document | None:
    """A message; not the first of a thread, which is found with its thread."""
    opening = post.number == 1 and post.discussion.kind == "thread"
    if post.is_hidden or post.is_deleted or opening or not post.discussion.is_published:
        return None
    return Document(
        title=post_title(post),
        body=to_text(post.body),
        language=post.language,
        url=post.get_absolute_url(),
        audience_id=post.discussion.audience_id,
        author_id=post.author_id,
        at=post.created_at,
    )


def post_title(post: Post) -> str:
    """Return the first words of a message: it has no title of its own."""
    return excerpt(post.body, TITLE_LENGTH) or str(post)
