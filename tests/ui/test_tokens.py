"""The design's promises about colour, held against the style sheet itself."""

import re

import pytest

from intranet.ui.bundle import LAYERS, SOURCES, build, sources
from intranet.ui.colour import contrast_ratio, mix, nearest_readable
from intranet.ui.living import colour_tokens
from intranet.ui.theme import AA, Theme, accent_family

PAPERS = ["paper", "raised", "sunken", "hover"]
TEXT_PAIRS = [
    *[(ink, paper) for ink in ("ink", "ink-soft", "accent", "accent-strong") for paper in PAPERS],
    *[("ink-faint", paper) for paper in PAPERS],
    *[(state, paper) for state in ("good", "warn", "bad", "info") for paper in ("paper", "raised", f"{state}-soft")],
    *[("ink", f"{state}-soft") for state in ("good", "warn", "bad", "info")],
    ("ink-soft", "info-soft"),
    ("accent-strong", "accent-soft"),
    ("accent", "accent-soft"),
    ("on-accent", "accent-fill"),
    ("on-accent", "accent-fill-hover"),
    ("on-bad", "bad-fill"),
    ("on-bad", "bad"),
    ("on-mark", "mark"),
]
# What is not text but must be seen: the edge of a field, the focus ring, the dot of what is new (WCAG 1.4.11).
SHAPE_PAIRS = [(shape, paper) for shape in ("control", "accent", "fresh") for paper in ("paper", "raised", "sunken")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_reaches_aa(theme: int) -> None:
    tokens = colour_tokens()
    short = {
        f"{text} on {ground}": round(contrast_ratio(tokens[text][theme], tokens[ground][theme]), 2)
        for text, ground in TEXT_PAIRS
        if contrast_ratio(tokens[text][theme], tokens[ground][theme]) < AA
    }
    assert not short


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_and_focus_can_be_seen(theme: int) -> None:
    tokens = colour_tokens()
    short = {
        f"{shape} on {ground}": round(contrast_ratio(tokens[shape][theme], tokens[ground][theme]), 2)
        for shape, ground in SHAPE_PAIRS
        if contrast_ratio(tokens[shape][theme], tokens[ground][theme]) < 3
    }
    assert not short


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_initials_can_be_read_on_every_tone(theme: int) -> None:
    css = (SOURCES / "components" / "avatar.css").read_text()
    tones = re.findall(r"background: light-dark\((#\w+), (#\w+)\); color: light-dark\((#\w+), (#\w+)\)", css)
    assert len(tones) == 8
    assert all(contrast_ratio(tone[theme], tone[theme + 2]) >= AA for tone in tones)


def test_contrast_is_wcags() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#fff", "#fff") == pytest.approx(1)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_nothing_changes_nothing() -> None:
    assert mix("#0b5a6b", "#ffffff", 1) == "#0b5a6b"
    assert mix("#0b5a6b", "#ffffff", 0) == "#ffffff"


@pytest.mark.parametrize("bad", ["", "red", "#12", "#ggg", "#1234567", "0b5a6b"])
def test_what_is_not_a_colour_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        contrast_ratio(bad, "#fff")


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    assert nearest_readable("#0b5a6b", on="#fbfaf7", ratio=AA) == "#0b5a6b"


@pytest.mark.parametrize("accent", ["#0b5a6b", "#ffdd00", "#000000", "#ffffff", "#c8102e", "#00ff88", "#7f7f7f"])
def test_whatever_the_accent_its_family_can_be_read(accent: str) -> None:
    papers = colour_tokens()
    for theme in (0, 1):
        family = {name: value[11:-1].split(", ")[theme] for name, value in accent_family(accent).items()}
        assert contrast_ratio(family["accent"], papers["paper"][theme]) >= AA
        assert contrast_ratio(family["on-accent"], family["accent-fill"]) >= AA
        assert contrast_ratio(family["on-accent"], family["accent-fill-hover"]) >= AA
        assert contrast_ratio(family["accent-strong"], family["accent-soft"]) >= AA


def test_a_theme_lets_no_value_out_of_its_declaration() -> None:
    theme = Theme(tokens={"paper": "#fff; } body { display: none", "ink": "#111", "x}": "1", "line": "url(//evil)"})
    assert theme.css == "@layer tokens { :root { --ink: #111; } }\n"


def test_the_version_of_a_theme_follows_its_content() -> None:
    assert Theme(accent="#c8102e").version == Theme(accent="#c8102e").version
    assert Theme(accent="#c8102e").version != Theme(accent="#0b5a6b").version


def test_the_bundle_holds_every_style_sheet_in_the_order_of_the_layers() -> None:
    layers = [layer for layer, _ in sources()]
    assert layers == sorted(layers, key=lambda layer: ("", *LAYERS).index(layer))
    bundled = set(SOURCES.rglob("*.css")) - {SOURCES / "admin.css"}  # content management has its own pages
    assert {path for _, path in sources()} == bundled
    css = build()
    assert css.startswith("@layer reset, tokens, base, components, pages, utilities;")
    assert css.index("@layer tokens {") < css.index("@layer components {") < css.index("@layer utilities {")
    assert css.count("{") == css.count("}")


def test_style_sheets_use_tokens_and_no_raw_colours() -> None:
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(")
    allowed = {"tokens.css", "avatar.css", "account.css"}
    offenders = [
        path.name
        for _, path in sources()
        if path.name not in allowed and raw.search(re.sub(r"light-dark\([^;]*", "", path.read_text()))
    ]
    assert not offenders


def test_no_style_sheet_is_long() -> None:
    assert all(len(path.read_text().splitlines()) <= 300 for _, path in sources())
