from intranet.discussions.models.discussion import Discussion
from intranet.discussions.models.event import ThreadEvent
from intranet.discussions.models.post import Post, PostRevision
from intranet.discussions.models.reaction import Reaction
from intranet.discussions.models.reading import ReadPosition
from intranet.discussions.models.room import Room
from intranet.discussions.models.thread import Thread

__all__ = ["Discussion", "Post", "PostRevision", "Reaction", "ReadPosition", "Room", "Thread", "ThreadEvent"]
