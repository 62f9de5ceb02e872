"""The words of a text as they can be compared: folded, stemmed, without the small ones. French and English."""

import re
import unicodedata

import snowballstemmer

# A text that long says what it is about well before its end.
_MOST_CHARACTERS = 4000
_MOST_WORDS = 250

# Words of both languages, folded, that say nothing of what a text is about.
_LITTLE = """
    a afin ai aie ainsi alors an and any are as at au aucun aussi autre aux avait avant avec avoir be been but
    by ca can car ce ceci cela celle celles celui ces cet cette ceux chaque ci comme comment could d dans de
    depuis des do does donc dont du each elle elles en encore entre es est et etaient etait etant ete etre eu
    eux faire fait faut for from had has have he her his how i idea idee if il ils in into is it its j je jusque
    l la le les leur leurs lors lui m ma mais make me meme mes moi moins mon more most must my n ne ni no nos
    not notre nous on one only or ou our par parce pas peu peut plus plutot pour pourquoi pouvoir proposal
    propose proposition qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses she should si so
    some son sont sous such sur t ta tant te tel tels tes than that the their them then there these they this
    those to toi ton tous tout toute toutes tres trop tu un une up us use very via vos votre vous was we were
    what when where which who why will with would y you your
"""
_SMALL = frozenset(_LITTLE.split())


def words_of(title: str, text: str, language: str) -> str:
    """Return the distinct comparable words as one string, each between spaces, so that ``" word "`` finds whole words."""
    found = dict.fromkeys(stem for forms in stems(f"{title} {text}", language) for stem in forms)
    return f" {' '.join(list(found)[:_MOST_WORDS])} "


def stems(text: str, *languages: str) -> list[frozenset[str]]:
    """Return the distinct comparable words of ``text``, in its order: each as the set of its stems in ``languages``."""
    tokens = re.findall(r"[^\W_]{2,40}", fold(text[:_MOST_CHARACTERS]))
    # A stemmer keeps its word in itself: new ones a call, for threads.
    stemmers = [snowballstemmer.stemmer("english" if name == "en" else "french") for name in languages]
    # Plurals first: the French stemmer leaves that of "vélos".
    kept = dict.fromkeys(_singular(token) for token in tokens if token not in _SMALL)
    return [frozenset(stemmer.stemWord(token) for stemmer in stemmers) for token in kept]


def _singular(token: str) -> str:
    return token[:-1] if len(token) > 3 and token[-1] in "sx" else token


def fold(text: str) -> str:
    """Return ``text`` in lower case and without accents ("Économies" and "economies" are one)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
