"""Words that say little, folded. Stop words are not in the index; words of questions are, but do not count beside others."""

_FRENCH = """
    a ai au aux avec c ce ces cet cette d dans de des du elle elles en es est et etait ete etre eu eux il ils
    j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on ont ou par pas pour qu que
    qui s sa sans se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y
"""
_ENGLISH = """
    a an and are as at be been but by for from had has have he her his i in into is it its my not of or our she
    that the their them they this to was we were will with you your
"""
FRENCH = frozenset(_FRENCH.split())
ENGLISH = frozenset(_ENGLISH.split())
STOP_WORDS = FRENCH | ENGLISH

# « Comment faire pour… », "How do I…": what somebody asks about stands beside these.
_QUESTION_WORDS = """
    quel quelle quels quelles comment combien pourquoi quand faut falloir dois doit doivent devoir peut peux
    peuvent pouvoir puis faire fait fais avoir as avons avez etes suis sommes cela ca ceci celui celle quoi
    dont chez lors cas plus tres aussi alors donc sert how what when where which who whom why do does did done
    can could should would may me there if any get so no need about
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS.split())

# What tells one language from the other, when words of both are counted.
TELLING_FRENCH = FRENCH - ENGLISH - {"c", "d", "j", "l", "m", "n", "s", "t", "es", "si", "on", "par", "moi"}
TELLING_ENGLISH = ENGLISH - FRENCH
