from knowledge.questions.models.answer import Answer
from knowledge.questions.models.harvest import Credit, Harvest
from knowledge.questions.models.question import Question
from knowledge.questions.models.revisions import AnswerRevision, QuestionRevision
from knowledge.questions.models.routing import Routing, RoutingChoice
from knowledge.questions.models.votes import AnswerVote, QuestionVote

__all__ = [
    "Answer",
    "AnswerRevision",
    "AnswerVote",
    "Credit",
    "Harvest",
    "Question",
    "QuestionRevision",
    "QuestionVote",
    "Routing",
    "RoutingChoice",
]
