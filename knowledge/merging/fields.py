"""The parts of an article that are no text of blocks: title, summary, language, tags."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldMerge:
    """What became of one field. ``value`` is what to save, unless ``is_conflict``: then both are for somebody to choose."""

    value: str
    mine: str
    theirs: str
    is_conflict: bool = False


def merge_field(base: str | None, mine: str, theirs: str) -> FieldMerge:
    """Merge one field. ``base=None``: what both began from is not known, so any difference is a conflict."""
    if mine == theirs or theirs == base:
        return FieldMerge(mine, mine, theirs)
    if mine == base:
        return FieldMerge(theirs, mine, theirs)
    return FieldMerge(theirs, mine, theirs, is_conflict=True)


def merge_tags(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Keep what nobody took away and what anybody added; capitals do not make another tag. It never needs to ask."""
    before = {tag.casefold() for tag in base}
    kept_by_me, kept_by_them = ({tag.casefold() for tag in tags} for tags in (mine, theirs))
    gone = (before - kept_by_me) | (before - kept_by_them)
    merged = {tag.casefold(): tag for tag in [*theirs, *mine][::-1]}
    order = dict.fromkeys(tag.casefold() for tag in [*theirs, *mine])
    return [merged[key] for key in order if key not in gone]
