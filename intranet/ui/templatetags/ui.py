"""Tags and filters that every template has without loading: icons, modules, slots, times, people's initials."""

import zlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.template import defaultfilters
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from js_asset import Media

from intranet.ui import importmap as site_importmap
from intranet.ui.dates import as_written
from intranet.ui.frozen import frozen
from intranet.ui.stencil import stencil
from intranet.ui.theme import current

register = template.Library()

AVATAR_TONES = 8


def _nonce(context: Context) -> str:
    request = context.get("request")
    return str(getattr(request, "csp_nonce", "") or "")


# --- icons and static modules


register.tag("frozen", frozen)
register.tag("stencil", stencil)


SILENT = mark_safe('aria-hidden="true"')  # our own words


@register.simple_tag
def icon(name: str, label: str = "", large: bool = False) -> SafeString:
    """An icon of the sprite. Beside a word it is silent; alone it needs ``label``."""
    return _icon(name, str(label), large)


@lru_cache(maxsize=2000)
def _icon(name: str, label: str, large: bool) -> SafeString:
    voice = format_html('role="img" aria-label="{}"', label) if label else SILENT
    size = " icon-lg" if large else ""
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"/></svg>', size, voice, static("icons/sprite.svg"), name
    )


@register.simple_tag(takes_context=True)
def importmap(context: Context) -> SafeString:
    return site_importmap.render(_nonce(context))


@register.simple_tag(takes_context=True)
def module(context: Context, name: str) -> SafeString:
    """Load ``static/js/<name>.js`` as a module: ``{% module "elements/thread" %}``."""
    return SafeString(f'{_module(name)}{conditional_escape(_nonce(context))}"></script>')


@lru_cache(maxsize=500)
def _module(name: str) -> SafeString:
    return format_html('<script type="module" src="{}" nonce="', static(f"js/{name}.js"))


@register.simple_tag(takes_context=True)
def form_media(context: Context, form: forms.BaseForm | forms.Media) -> SafeString:
    """The style sheets and scripts of a form, with the nonce, without a second import map."""
    media = form if isinstance(form, forms.Media) else form.media
    attrs = {"nonce": _nonce(context)}
    wrapped = Media.from_media(media)
    return mark_safe("\n".join([*wrapped.render_css(attrs=attrs), *wrapped.render_js(attrs=attrs)]))  # noqa: S308  (the media of our own widgets)


@register.simple_tag
def theme_css() -> SafeString:
    """The link to the charter's values; nothing on a site whose charter decides nothing."""
    theme = current()
    return _theme_css(theme.version) if theme.css else SafeString("")


@lru_cache(maxsize=4)
def _theme_css(version: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', reverse("ui:theme_css", args=[version]))


# --- slots: {% notice "warn" title=… %} … {% endnotice %}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> str:
    return render_to_string("components/notice.html", {"slot": content, "kind": kind, "title": title})


@register.simple_block_tag
def dialog(content: str, dialog_id: str, title: str, wide: bool = False) -> str:
    return render_to_string("components/dialog.html", {"slot": content, "id": dialog_id, "title": title, "wide": wide})


@register.simple_block_tag
def menu(content: str, label: str, icon: str = "ellipsis", text: str = "", start: bool = False) -> str:
    context = {"slot": content, "label": label, "icon": icon, "text": text, "start": start}
    return render_to_string("components/menu.html", context)


@register.simple_block_tag
def aside(content: str) -> str:
    """The right column, only where a page fills it. A page may bring its own ``<aside class="page-aside">``."""
    content = content.strip()
    if not content or content.startswith("<aside"):
        return SafeString(content)
    return format_html(
        '<aside class="page-aside" aria-label="{}">{}</aside>', _("About this page"), SafeString(content)
    )


# --- people


@register.filter
def initials(name: object) -> str:
    """“Anne-Marie Le Goff” → “AG”: the first letter of the first and of the last word."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """The picture of a person, or their initials; silent for screen readers, whose name stands beside it."""
    photo = person.photo.url if person.photo else ""
    return _avatar(person.display_name, photo, size)


@lru_cache(maxsize=5000)
def _avatar(name: str, photo: str, size: str) -> SafeString:
    inside = format_html('<img src="{}" alt="" loading="lazy" decoding="async">', photo) if photo else initials(name)
    css = f"avatar{f' avatar-{size}' if size else ''} avatar-{avatar_tone(name)}"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, inside)


@register.filter
def avatar_tone(name: object) -> int:
    """One of the eight tones, always the same for the same person."""
    return zlib.crc32(str(name).encode()) % AVATAR_TONES


# --- numbers and times


@register.filter
def number(value: Any) -> str:
    """A whole number with the separators of the language: “1 234” in French, “1,234” in English."""
    return formats.number_format(value, use_l10n=True, force_grouping=True) if value is not None else ""


@register.filter("date", expects_localtime=True, is_safe=False)
def date_filter(value: Any, arg: str | None = None) -> str:
    """Django's filter, with the first of a month as French writes it."""
    return as_written(defaultfilters.date(value, arg))


@register.simple_tag
def ago(when: datetime | None, in_sentence: bool = False) -> SafeString:
    """A moment, relative up to a week and a date after; the exact moment on hover and for screen readers.

    ``in_sentence``: it follows words, as in “Published …”; the date then reads “on 21 November”.
    """
    if when is None:
        return SafeString("")
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return _ago(local.isoformat(timespec="seconds"), local, _age(local), in_sentence, get_language())


def _age(when: datetime) -> tuple[str, int]:
    """Return the unit and the number in which to say how long ago ``when`` was; no unit beyond a week."""
    age = timezone.now() - when if timezone.is_aware(when) else datetime.now() - when
    if age < timedelta(minutes=1):
        return "now", 0
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return "minutes", minutes
    if minutes < 24 * 60:
        return "hours", minutes // 60
    return ("days", age.days) if age.days < 7 else ("", 0)


@lru_cache(maxsize=5000)
def _ago(iso: str, when: datetime, age: tuple[str, int], in_sentence: bool, _language: str) -> SafeString:
    # The same moment in two time zones is equal, and reads otherwise: ``iso`` tells them apart.
    exact = as_written(formats.date_format(when, "DATETIME_FORMAT"))
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        iso,
        exact,
        _since(when, age, in_sentence),
    )


def _since(when: datetime, age: tuple[str, int], in_sentence: bool) -> str:
    unit, count = age
    if unit == "now":
        return _("just now")
    if unit == "minutes":
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", count) % {"count": count}
    if unit == "hours":
        return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}
    if unit == "days":
        return ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}
    date = as_written(formats.date_format(when, "DATE_FORMAT"))
    return _("on %(date)s") % {"date": date} if in_sentence else date


# --- forms


@register.filter
def is_check(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def required_fields_only(form: forms.BaseForm) -> bool:
    """Whether every visible field is required: then “optional” need not be said anywhere."""
    return all(field.field.required for field in form.visible_fields())


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Each language in its own words: people look for theirs."""
    names = {"fr": "Français", "en": "English"}
    return [(code, names.get(code, str(label))) for code, label in settings.LANGUAGES]


@register.filter
def joined(value: Any, separator: str) -> SafeString:
    return SafeString(separator.join(conditional_escape(part) for part in value))
