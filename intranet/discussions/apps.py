from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "intranet.discussions"
    label = "discussions"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import Kind, registry
        from intranet.discussions import finding, telling
        from intranet.discussions.models import Post, Thread
        from intranet.notifications.rules import notify

        registry.register(
            Kind(
                model=Thread,
                name="thread",
                label=_("Thread"),
                label_plural=_("Threads"),
                icon="messages-square",
                card="discussions/_card.html",
                indexable=finding.threads,
                document=finding.thread_document,
                discussion="discussion",
                moderated=True,
                highlightable=True,
                select=("author__department", "room", "discussion"),
                order=40,
            )
        )
        registry.register(
            Kind(
                model=Post,
                name="post",
                label=_("Message"),
                label_plural=_("Messages"),
                icon="message-square",
                card="discussions/_post_card.html",
                indexable=finding.posts,
                document=finding.post_document,
                moderated=True,
                title=finding.post_title,
                select=("author__department", "discussion"),
                order=50,
            )
        )
        for verb, label in {
            "thread.created": _("opened a thread"),
            "thread.closed": _("closed a thread"),
            "thread.reopened": _("reopened a thread"),
            "thread.pinned": _("pinned a thread"),
            "thread.unpinned": _("unpinned a thread"),
            "post.created": _("wrote a message"),
            "post.edited": _("edited a message"),
            "post.deleted": _("deleted their message"),
            "post.reacted": _("reacted to a message"),
            "thread.imported": _("imported a thread"),
            "post.imported": _("imported a message"),
        }.items():
            registry.declare_verb(verb, label)
        notify("post.created", to=telling.whom_a_post_concerns)
        registry.provide("live.authorize", telling.may_listen)
        registry.provide("home.waiting", telling.unread_answers)
        roles.grant("discussions.manage_thread", roles.COMMUNITY_MANAGER)
        for action in ("add", "change", "view"):
            roles.grant(f"discussions.{action}_room", roles.COMMUNITY_MANAGER)
