from knowledge.stewardship.models.concern import Concern
from knowledge.stewardship.models.handover import HandOver
from knowledge.stewardship.models.opinion import Opinion
from knowledge.stewardship.models.stewardship import Stewardship

__all__ = ["Concern", "HandOver", "Opinion", "Stewardship"]
