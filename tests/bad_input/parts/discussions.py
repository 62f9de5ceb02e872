import uuid
from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    thread, post = made.thread, made.post
    return {
        "discussions:room": {"slug": thread.room.slug},
        **{f"discussions:{name}": {"pk": thread.pk} for name in ("thread", "close", "pin", "follow")},
        **{f"discussions:{name}": {"pk": thread.discussion_id} for name in ("reply", "events", "read")},
        "discussions:place": {"pk": thread.discussion_id, "number": 1},
        **{f"discussions:{name}": {"pk": post.pk} for name in ("post", "edit", "delete", "react", "history")},
    }


def forms(made: Made) -> list[Form]:
    message = {"body": "<p>Hello</p>", "client_id": str(uuid.uuid4())}
    thread = {**message, "title": "A thread", "language": "en"}
    return [
        Form("discussions:new", thread, ("body",), query=f"?room={made.thread.room.slug}", texts=("title",)),
        Form("discussions:reply", {**message, "parent": "1"}, ("body",)),
        Form("discussions:edit", {"body": "<p>Changed</p>"}, ("body",)),
        Form("discussions:react", {"name": "like", "on": "1"}),
        Form("discussions:read", {"number": "1"}),
        Form("discussions:close", {"open": "0"}),
        Form("discussions:pin", {"pinned": "1"}),
        Form("discussions:follow", {"follow": "1"}),
    ]
