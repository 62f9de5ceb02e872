"""The templates that a new site begins with, in both languages: real headings, and under each what to write there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seed:
    kind: str
    language: str
    title: str
    description: str
    body: str


SEEDS = [
    Seed(
        "procedure",
        "en",
        "Procedure",
        "What to do, in order, and who does it.",
        """<p><em>In two sentences: what this procedure is for, and when to follow it.</em></p>
<h2>Who it concerns</h2>
<ul><li><em>Who does it: a role rather than a name.</em></li><li><em>Who must agree, and who is told.</em></li></ul>
<h2>Before you begin</h2>
<ul><li><em>What you need at hand: access, documents, materials.</em></li><li><em>What must already be done.</em></li></ul>
<h2>Steps</h2>
<ol><li><p><em>One action a step, beginning with a verb.</em></p></li><li><p><em>Say what one should see when the step worked.</em></p></li><li><p><em>Give the deadline where there is one.</em></p></li></ol>
<h2>If something goes wrong</h2>
<table><thead><tr><th>What you see</th><th>What to do</th></tr></thead><tbody><tr><td><em>The usual problem</em></td><td><em>Its remedy, and whom to call</em></td></tr></tbody></table>
<h2>Why we do it this way</h2>
<p><em>The rule, law or incident behind it, with a link: whoever changes this page needs to know.</em></p>""",
    ),
    Seed(
        "procedure",
        "fr",
        "Procédure",
        "Quoi faire, dans quel ordre, et qui le fait.",
        """<p><em>En deux phrases : à quoi sert cette procédure, et quand la suivre.</em></p>
<h2>Qui est concerné</h2>
<ul><li><em>Qui la suit : une fonction plutôt qu’un nom.</em></li><li><em>Qui doit être d’accord, qui est informé.</em></li></ul>
<h2>Avant de commencer</h2>
<ul><li><em>Ce qu’il faut avoir sous la main : accès, documents, matériel.</em></li><li><em>Ce qui doit déjà être fait.</em></li></ul>
<h2>Étapes</h2>
<ol><li><p><em>Une action par étape, qui commence par un verbe.</em></p></li><li><p><em>Dites ce qu’on doit voir quand l’étape a réussi.</em></p></li><li><p><em>Donnez le délai, s’il y en a un.</em></p></li></ol>
<h2>En cas de problème</h2>
<table><thead><tr><th>Ce que vous voyez</th><th>Que faire</th></tr></thead><tbody><tr><td><em>Le problème habituel</em></td><td><em>Son remède, et qui appeler</em></td></tr></tbody></table>
<h2>Pourquoi nous faisons ainsi</h2>
<p><em>La règle, la loi ou l’incident à l’origine, avec un lien : qui modifiera cette page en aura besoin.</em></p>""",
    ),
    Seed(
        "decision",
        "en",
        "Decision",
        "What was decided, why, and what else was considered.",
        """<p><em>The decision in one sentence, as one would tell it in the corridor.</em></p>
<table><tbody><tr><th>Decided on</th><td><em>date</em></td></tr><tr><th>Decided by</th><td><em>who, and who was heard</em></td></tr><tr><th>In force from</th><td><em>date</em></td></tr><tr><th>To be looked at again</th><td><em>date, or the event that would make us do so</em></td></tr></tbody></table>
<h2>The situation</h2>
<p><em>What made a decision necessary. Facts and figures, with their source.</em></p>
<h2>What we decided</h2>
<p><em>What will be done, by whom, until when. What is not included.</em></p>
<h2>What else we considered</h2>
<ul><li><em>Another way, and why it was not chosen.</em></li><li><em>Doing nothing: what that would have meant.</em></li></ul>
<h2>What follows</h2>
<ul><li><em>What becomes easier.</em></li><li><em>What becomes harder, and for whom.</em></li></ul>""",
    ),
    Seed(
        "decision",
        "fr",
        "Décision",
        "Ce qui a été décidé, pourquoi, et ce qui a été envisagé d’autre.",
        """<p><em>La décision en une phrase, comme on la dirait dans le couloir.</em></p>
<table><tbody><tr><th>Décidé le</th><td><em>date</em></td></tr><tr><th>Décidé par</th><td><em>qui, et qui a été entendu</em></td></tr><tr><th>En vigueur à partir du</th><td><em>date</em></td></tr><tr><th>À réexaminer</th><td><em>date, ou l’événement qui y conduirait</em></td></tr></tbody></table>
<h2>La situation</h2>
<p><em>Ce qui a rendu une décision nécessaire. Des faits et des chiffres, avec leur source.</em></p>
<h2>Ce que nous avons décidé</h2>
<p><em>Ce qui sera fait, par qui, pour quand. Ce qui n’en fait pas partie.</em></p>
<h2>Ce que nous avons envisagé d’autre</h2>
<ul><li><em>Une autre voie, et pourquoi elle n’a pas été retenue.</em></li><li><em>Ne rien faire : ce que cela aurait voulu dire.</em></li></ul>
<h2>Ce qui s’ensuit</h2>
<ul><li><em>Ce qui devient plus facile.</em></li><li><em>Ce qui devient plus difficile, et pour qui.</em></li></ul>""",
    ),
    Seed(
        "how_to",
        "en",
        "How-to",
        "How to reach one result, for somebody who does it for the first time.",
        """<p><em>After reading this you can … (one result). It takes about … minutes.</em></p>
<h2>What you need</h2>
<ul><li><em>Access, a tool, a file: with a link to each.</em></li></ul>
<h2>How to do it</h2>
<ol><li><p><em>Open …: the exact name of the button or the place.</em></p></li><li><p><em>A picture helps where words would be long.</em></p></li><li><p><em>End with what one sees when it is done.</em></p></li></ol>
<h2>Good to know</h2>
<ul><li><em>The shortcut that you wish somebody had told you.</em></li><li><em>The mistake that everybody makes once.</em></li></ul>
<h2>Stuck?</h2>
<p><em>Whom to ask, or where to ask it.</em></p>""",
    ),
    Seed(
        "how_to",
        "fr",
        "Mode d’emploi",
        "Comment obtenir un résultat, pour qui le fait la première fois.",
        """<p><em>Après cette lecture, vous saurez … (un résultat). Comptez environ … minutes.</em></p>
<h2>Ce qu’il vous faut</h2>
<ul><li><em>Un accès, un outil, un fichier : avec un lien vers chacun.</em></li></ul>
<h2>Comment faire</h2>
<ol><li><p><em>Ouvrez … : le nom exact du bouton ou de l’endroit.</em></p></li><li><p><em>Une image aide là où les mots seraient longs.</em></p></li><li><p><em>Finissez par ce qu’on voit quand c’est fait.</em></p></li></ol>
<h2>Bon à savoir</h2>
<ul><li><em>Le raccourci que vous auriez aimé connaître.</em></li><li><em>L’erreur que tout le monde fait une fois.</em></li></ul>
<h2>Une étape bloque ?</h2>
<p><em>À qui demander, ou bien où poser la question.</em></p>""",
    ),
    Seed(
        "meeting",
        "en",
        "Meeting",
        "What was said, what was decided, who does what.",
        """<table><tbody><tr><th>When and where</th><td><em>date, time, place or link</em></td></tr><tr><th>Present</th><td><em>names; type @ to name a colleague</em></td></tr><tr><th>Excused</th><td><em>names</em></td></tr><tr><th>Notes by</th><td><em>name</em></td></tr></tbody></table>
<h2>Decisions</h2>
<ul><li><em>What was decided, in one sentence each. First, because most people read no further.</em></li></ul>
<h2>Who does what</h2>
<table><thead><tr><th>What</th><th>Who</th><th>Until</th></tr></thead><tbody><tr><td><em>an action</em></td><td><em>one name</em></td><td><em>date</em></td></tr></tbody></table>
<h2>What was discussed</h2>
<h3>First subject</h3>
<p><em>The question, the arguments, where we stand. Without “he said, she said”.</em></p>
<h2>Next time</h2>
<p><em>Date, and what is left for it.</em></p>""",
    ),
    Seed(
        "meeting",
        "fr",
        "Réunion",
        "Ce qui s’est dit, ce qui est décidé, qui fait quoi.",
        """<table><tbody><tr><th>Quand et où</th><td><em>date, heure, lieu ou lien</em></td></tr><tr><th>Participation</th><td><em>noms ; tapez @ pour mentionner quelqu’un</em></td></tr><tr><th>Absences</th><td><em>noms</em></td></tr><tr><th>Notes de</th><td><em>nom</em></td></tr></tbody></table>
<h2>Décisions</h2>
<ul><li><em>Ce qui est décidé, en une phrase chacune. En premier, car beaucoup s’arrêtent là.</em></li></ul>
<h2>Qui fait quoi</h2>
<table><thead><tr><th>Quoi</th><th>Qui</th><th>Pour le</th></tr></thead><tbody><tr><td><em>une action</em></td><td><em>un seul nom</em></td><td><em>date</em></td></tr></tbody></table>
<h2>Ce qui a été discuté</h2>
<h3>Premier sujet</h3>
<p><em>La question, les arguments, où nous en sommes. Sans raconter qui a dit quoi.</em></p>
<h2>La prochaine fois</h2>
<p><em>La date, et ce qui reste à voir.</em></p>""",
    ),
    Seed(
        "glossary",
        "en",
        "A word of our glossary",
        "One word, what it means here, and what it does not.",
        """<p><em>The word means … : one sentence that a newcomer understands, without the word itself.</em></p>
<h2>How we use it</h2>
<p><em>A sentence from real work, with the word in it.</em></p>
<h2>Not to be confused with</h2>
<ul><li><em>A near word, and the difference.</em></li></ul>
<h2>Other names</h2>
<ul><li><em>Abbreviations, what customers or other departments say, the word in French.</em></li></ul>
<h2>To learn more</h2>
<ul><li><em>The article that explains the matter.</em></li></ul>""",
    ),
    Seed(
        "glossary",
        "fr",
        "Un mot de notre glossaire",
        "Un mot, ce qu’il veut dire ici, et ce qu’il ne veut pas dire.",
        """<p><em>Le mot désigne … : une phrase qu’une nouvelle recrue comprend, sans le mot lui-même.</em></p>
<h2>Comment nous l’employons</h2>
<p><em>Une phrase tirée du travail, avec le mot.</em></p>
<h2>À ne pas confondre avec</h2>
<ul><li><em>Un mot proche, et la différence.</em></li></ul>
<h2>Autres noms</h2>
<ul><li><em>Abréviations, ce que disent la clientèle ou d’autres services, le mot en anglais.</em></li></ul>
<h2>Pour aller plus loin</h2>
<ul><li><em>L’article qui explique le sujet.</em></li></ul>""",
    ),
]
