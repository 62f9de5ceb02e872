"""The charter is written in French and English; each reader gets theirs, or the other when theirs is missing."""

from django.utils import translation


def pick(french: str, english: str) -> str:
    if reads_french():
        return french or english
    return english or french


def reads_french() -> bool:
    return (translation.get_language() or "fr").startswith("fr")
