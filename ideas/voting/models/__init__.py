from ideas.voting.models.ballot import Ballot, Vote
from ideas.voting.models.event import VoteEvent
from ideas.voting.models.result import Result
from ideas.voting.models.sealed import Participation, SealedBallot

__all__ = ["Ballot", "Participation", "Result", "SealedBallot", "Vote", "VoteEvent"]
