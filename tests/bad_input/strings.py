"""What no program expects, and people (or their programs) send all the same."""

import json
from functools import cache
from typing import Any

from tests.conftest import CORPUS

LONE_SURROGATE = "\ud800half a letter"
RIGHT_TO_LEFT = "\u202egnp.exe\u2066 \u200f\u200bשלום"
LONG = "x" * 20_000
HUGE = "9" * 400

# Each of these has broken a site somewhere.
SHARP = [
    "",
    " ",
    "\x00",
    "before\x00after",
    LONE_SURROGATE,
    RIGHT_TO_LEFT,
    LONG,
    HUGE,
    "-1",
    "0",
    str(2**31),
    str(2**63),
    "1e400",
    "NaN",
    "٣",
    "²",
]

ODD = [
    "undefined",
    "null",
    "None",
    "true",
    "-0",
    "0x0",
    "1/0",
    "1,5",
    "1_000",
    "--1",
    "Infinity",
    "$(touch /tmp/x)",
    "`id`",
    "; DROP TABLE accounts_user; --",
    "' OR 1=1 --",
    '"',
    "'",
    "\\",
    "%",
    "_",
    "%s%n%d",
    "{0} {} {{7*7}} {% debug %}",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "http://a/%%30%30",
    "//evil.example/",
    "\r\nSet-Cookie: x=1",
    "\t\v\f\x1b[31m\x7f\x85",
    "\ufeff",
    "\u2028\u2029",
    "\ufffe\uffff",
    "\U0010ffff",
    "Ω≈ç√∫˜µ≤≥÷",
    "社會科學院語學研究所",
    "ﷺ",
    "İıẞß",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "👩‍👩‍👧‍👦🇫🇷🏳️‍🌈",
    "🐵" * 300,
    "e\u0301" * 300,
    "* ? ( [ a OR AND NOT",
    '"unclosed « quote',
    "-",
    "- - -",
    '""',
    "a:b title:x kind:*",
    "&amp;lt; &#0; &#xD800;",
    "]]>",
    "<!--",
    "{",
    "[]",
    '{"a": 1}',
    "2026-02-31",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
    "CON",
]

# Every way into a page that we know of, for fields that take HTML.
SCRIPTS = [
    "<script>alert(1)</script>hello",
    "<img src=x onerror=alert(1)>hello",
    "<svg/onload=alert(1)>hello",
    "<a href='javascript:alert(1)'>hello</a>",
    "<a href='&#106;avascript&colon;alert(1)'>hello</a>",
    "<a href=' data:text/html,<script>alert(1)</script>'>hello</a>",
    "<p style='background:url(javascript:x)' onclick=alert(1)>hello</p>",
    "<iframe src='//evil.example'></iframe>hello",
    "<form action=x><button formaction='javascript:x'>hello</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>hello",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>hello",
    "<table><td><svg><desc><table><style><img title='</style><img src onerror=alert(1)>'>hello",
    "<scr<script>ipt>alert(1)</scr</script>ipt>hello",
    "<base href='//evil.example'><meta http-equiv=refresh content='0;url=//evil.example'>hello",
    "\x00<scr\x00ipt>alert(1)</script>\ud800hello",
    "<b " + "a=1 " * 2000 + ">hello",
    "<div>" * 500 + "hello",
    "<p>hello <em><strong>never closed",
]


@cache
def naughty() -> list[str]:
    """Return our own strings, and the big list of naughty strings where the corpus is at hand."""
    listed = CORPUS / "security_inputs" / "blns" / "blns.json"
    return [*SHARP, *ODD, *(json.loads(listed.read_text()) if listed.exists() else [])]


@cache
def scripts() -> list[str]:
    """Return our own attacks, and those that bleach is tested with where the corpus is at hand."""
    found = sorted((CORPUS / "security_inputs" / "bleach").rglob("*.test"))
    return [*SCRIPTS, *(path.read_text(errors="replace").split("\n--\n")[0] for path in found)]


def packed(texts: list[str], length: int) -> list[str]:
    """Join short texts with spaces to as few of ``length`` as can be, so that one request tries many; long ones stay alone,
    and those that may be refused whole.

    For fields of words only: whether such a field bears a string does not depend on the words beside it.
    """
    refused = [text for text in texts if "\x00" in text or LONE_SURROGATE in text]
    made = [""]
    for text in texts:
        if text in refused:
            continue
        if len(made[-1]) + len(text) >= length:
            made.append("")
        made[-1] = f"{made[-1]} {text}".lstrip()
    return [*made, *refused]


def dealt(values: list[Any], number: int, hands: int) -> list[Any]:
    """Return the share of ``values`` of the player ``number``: ``hands`` players in a row hold them all between them."""
    return values[number % hands :: hands]
