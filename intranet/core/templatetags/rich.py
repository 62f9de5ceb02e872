from datetime import datetime

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from intranet.core.drafts import KEY
from intranet.core.richtext import CleanHTML, excerpt, with_heading_ids, with_pictures

register = template.Library()


@register.filter
def rich(value: object, option: str = "") -> SafeString:
    """Show stored rich text as HTML. Anything that is not ``CleanHTML`` is escaped, whatever it claims to be.

    ``{{ article.body|rich:"anchors" }}`` gives the headings ids for the table of contents.
    """
    if not isinstance(value, CleanHTML):
        return conditional_escape("" if value is None else str(value))
    html = with_pictures(with_heading_ids(value) if option == "anchors" else value)
    return mark_safe(html)  # noqa: S308 (its type says it is clean)


@register.filter
def plain(value: str, length: int = 220) -> str:
    """The beginning of rich text as plain text, cut between two words: ``{{ post.body|plain:120 }}``."""
    return excerpt(value or "", length)


@register.simple_block_tag
def draft(content: str, key: str, fresh: bool = False, number: int = 0, at: datetime | None = None) -> str:
    """Keep in the browser what is typed in the form inside, until the server has it.

    ``{% draft "idea:new" %}<form …>…</form>{% enddraft %}``; ``key`` says which form of which object it is (letters,
    digits, ``:``, ``.``, ``-``). See ``core.drafts`` for when it is forgotten. ``fresh``: the form as served is what the
    person wrote and takes the place of the copy, kept even if they leave without a change. ``number`` and ``at``: the form as served is a copy that the server
    keeps of the same text, its number and its time; the newer of the two copies is shown, the other one offered.
    ``ValueError`` for a key that is none: forms without a key of their own would give one another's words back.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"{{% draft %}} needs the key of its form, not {key!r}")
    context = {"slot": content, "key": key, "fresh": fresh, "number": number, "at": at}
    return render_to_string("components/draft.html", context)
