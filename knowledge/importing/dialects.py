"""What other site generators add to Markdown, turned into plain Markdown or HTML before it is rendered.

Known: Liquid as Eleventy and Jekyll use it (``{% page "/x/" %}``, ``{% image %}``, ``{% alert %}``, ``{{ site.baseurl }}``,
``{: .class}``), and VuePress (``[[toc]]``, ``<Button link text/>``; its ``:::`` boxes are a plugin of the renderer).
What only the original site could fill in (an include, a loop) is left out and counted.
"""

import re
from collections.abc import Callable
from html import escape

_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|<!--.*?-->", re.DOTALL)
_ALERT = re.compile(r"\{%-?\s*alert\b([^%]*?)-?%\}(.*?)\{%-?\s*endalert\s*-?%\}", re.DOTALL)
_TAG = re.compile(r"\{%-?\s*([\w-]+)\s*((?:[^%]|%(?!\}))*?)-?%\}")
_OUTPUT = re.compile(r"\{\{-?\s*([^{}]*?)\s*-?\}\}")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^\n]*\}[ \t]*$\n?|\{:[^{}\n]*\}", re.MULTILINE)
_JEKYLL_TOC = re.compile(r"^[-*1.]+[ \t]+\S[^\n]*\n\{:\s*toc[^}]*\}\s*$", re.MULTILINE | re.IGNORECASE)
_VUE_TOC = re.compile(r"^\[\[toc\]\]\s*$", re.MULTILINE | re.IGNORECASE)
_VUE_BUTTON = re.compile(r"<Button\b([^>]*?)/?>(?:</Button>)?")
_VUE_OTHER = re.compile(r"</?[A-Z][A-Za-z]+\b[^>]*>")
_VUE_ATTRIBUTE = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)')")

_BOX_OPENS = re.compile(r"^[ \t]{0,3}:::[ \t]*([A-Za-z]+)", re.MULTILINE)
_BOX_CLOSES = re.compile(r"^[ \t]{0,3}:::[ \t]*$", re.MULTILINE)

LeftOut = Callable[[str], None]


def to_markdown(text: str, left_out: LeftOut) -> str:
    """Return ``text`` without template calls; ``left_out(call)`` is told of each that only its own site could fill."""
    raw: list[str] = []

    def keep(match: re.Match[str]) -> str:
        raw.append(match.group(1))
        return f"\ue000{len(raw) - 1}\ue001"

    text = _RAW.sub(keep, text)
    text = _COMMENT.sub("", text)
    text = _ALERT.sub(_alert, text)
    text = _TAG.sub(lambda match: _call(match, left_out), text)
    text = _OUTPUT.sub(lambda match: _output(match, left_out), text)
    text = _JEKYLL_TOC.sub("", text)
    text = _ATTRIBUTES.sub("", text)
    text = _VUE_TOC.sub("", text)
    text = _VUE_BUTTON.sub(_button, text)
    text = _VUE_OTHER.sub("", text)
    # A box may be written close to a list, which would swallow its end; and its kind with a capital.
    text = _BOX_OPENS.sub(lambda match: f"\n::: {match.group(1).lower()}", text)
    text = _BOX_CLOSES.sub("\n:::\n", text)
    return re.sub("\ue000(\\d+)\ue001", lambda match: raw[int(match.group(1))], text)


def _words(arguments: str) -> list[str]:
    return [(double or single).strip() for double, single in _QUOTED.findall(arguments)]


def _alert(match: re.Match[str]) -> str:
    """A boxed remark becomes a quotation that begins with its title."""
    title = next(iter(_words(match.group(1))), "")
    lines = ([f"**{title}**", ""] if title else []) + match.group(2).strip().splitlines()
    return "\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def _call(match: re.Match[str], left_out: LeftOut) -> str:
    name, words = match.group(1), _words(match.group(2))
    if name in {"page", "link", "download"} and words:
        if name == "page" or "://" in words[0]:
            return words[0]
        return (
            "/" + words[0].lstrip("/")
            if name == "link"
            else "/downloads/" + words[0].lstrip("/").removeprefix("downloads/")
        )
    if name.startswith("image") and words:
        path = words[0] if "/" in words[0] and words[0].startswith(("/", "_")) else f"/_img/{words[0].lstrip('/')}"
        alt = words[1] if len(words) > 1 else ""
        return f'<img src="{escape(path)}" alt="{escape(alt)}">'
    if name == "slack_channel" and words:
        return f"`#{words[0].lstrip('#')}`" if len(words) == 1 else f"{words[1]} (`#{words[0].lstrip('#')}`)"
    if name not in {"assign", "endalert", "endif", "endfor", "uswds_icon"}:
        left_out(match.group().strip()[:120])
    return ""


def _output(match: re.Match[str], left_out: LeftOut) -> str:
    if "baseurl" not in match.group(1) and "base_url" not in match.group(1):
        left_out(match.group()[:120])
    return ""


def _button(match: re.Match[str]) -> str:
    given = {name: double or single for name, double, single in _VUE_ATTRIBUTE.findall(match.group(1))}
    if not given.get("link"):
        return ""
    return f'<p><a href="{escape(given["link"])}">{escape(given.get("text") or given["link"])}</a></p>'
