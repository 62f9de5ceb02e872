"""Translations: for whoever may edit the article."""

from knowledge.translations.models import Pairing
from tests.architecture.access import POST_ONLY, Arguments, Entry
from tests.factories.knowledge import make_article


def pair() -> Arguments:
    one, other = make_article(language="en"), make_article("Un article", language="fr")
    Pairing.objects.pair(one, other, by=None)
    return (one.pk,), {}


def article() -> Arguments:
    return (make_article().pk,), {}


ACCESS = {
    "translations:pair": Entry(args=pair),
    "translations:start": POST_ONLY.having(args=article),
    "translations:confirm": POST_ONLY.having(args=pair),
    "translations:separate": POST_ONLY.having(args=pair),
}
