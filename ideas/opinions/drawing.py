"""The map as a drawing and as words: what ``mapping`` kept, put in the frame of the page for one reader."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from ideas.opinions import mapping
from ideas.opinions.models import OpinionMap, Statement

if TYPE_CHECKING:
    from intranet.accounts.models import User

WIDTH, HEIGHT, MARGIN = 640, 400, 48
LETTERS = "ABCDE"


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Group:
    """An ellipse of the drawing, turned by ``angle`` degrees, with its letter, size and what is typical of it."""

    number: int
    letter: str
    size: int
    x: float
    y: float
    rx: float
    ry: float
    angle: float
    is_mine: bool
    typical: "list[Line]"


@dataclass(frozen=True)
class Line:
    """A statement with the rates that may be shown: of everyone, and of each group by its letter."""

    statement: Statement
    agree: bool
    everyone: dict[str, int] | None
    groups: list[tuple[str, dict[str, int] | None]]


@dataclass(frozen=True)
class Drawing:
    placed: int
    groups: list[Group]
    dots: list[Dot]
    me: Dot | None
    my_letter: str
    uniting: list[Line]
    dividing: list[Line]
    liked: list[Line]

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"


def drawing_of(opinion_map: OpinionMap, user: "User") -> Drawing | None:
    """Return what ``user`` is shown of the map; ``None`` as long as nothing may be. Two queries.

    Statements that were hidden since it was drawn are left out.
    """
    kept: dict[str, Any] = opinion_map.result
    if "axes" not in kept:
        return None
    named = {line["statement"] for line in _lines(kept)}
    texts = Statement.objects.visible_to(user).in_bulk(named)
    place = mapping.place_of(opinion_map, user)
    frame = _Frame(kept, place)

    def lines(rows: list[dict[str, Any]]) -> list[Line]:
        return [_line(row, texts[row["statement"]]) for row in rows if row["statement"] in texts]

    mine = place["group"] if place else None
    return Drawing(
        placed=kept["placed"],
        groups=[
            Group(
                number=group["number"],
                letter=LETTERS[group["number"]],
                size=group["size"],
                x=frame.x(group["x"]),
                y=frame.y(group["y"]),
                rx=round(max(group["long"] * frame.scale, 14), 1),
                ry=round(max(group["short"] * frame.scale, 14), 1),
                angle=-group["angle"],
                is_mine=group["number"] == mine,
                typical=lines(group["typical"]),
            )
            for group in kept["groups"]
        ],
        dots=[Dot(frame.x(x), frame.y(y), round(3 + sqrt(n), 1)) for x, y, n in kept["squares"]],
        me=Dot(frame.x(place["x"]), frame.y(place["y"]), 7) if place else None,
        my_letter=LETTERS[mine] if mine is not None else "",
        uniting=lines(kept["uniting"]),
        dividing=lines(kept["dividing"]),
        liked=lines(kept["liked"]),
    )


class _Frame:
    """The same scale both ways, so that distances mean the same; the reader is always inside."""

    def __init__(self, kept: dict[str, Any], place: dict[str, Any] | None) -> None:
        points = [(x, y) for x, y, _n in kept["squares"]]
        for group in kept["groups"]:
            points += [(group["x"] + way * group["long"], group["y"] + way * group["long"]) for way in (-1, 1)]
        if place:
            points.append((place["x"], place["y"]))
        points = points or [(0.0, 0.0)]
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        self.middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)

    def x(self, value: float) -> float:
        return round(WIDTH / 2 + (value - self.middle[0]) * self.scale, 1)

    def y(self, value: float) -> float:
        return round(HEIGHT / 2 - (value - self.middle[1]) * self.scale, 1)


def _lines(kept: dict[str, Any]) -> list[dict[str, Any]]:
    typical = [line for group in kept["groups"] for line in group["typical"]]
    return [*kept["uniting"], *kept["dividing"], *kept["liked"], *typical]


def _line(row: dict[str, Any], statement: Statement) -> Line:
    groups = [(LETTERS[number], rates) for number, rates in enumerate(row["groups"])]
    return Line(statement, row.get("agree", True), row["everyone"], groups)
