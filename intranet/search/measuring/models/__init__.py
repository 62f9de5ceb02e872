from intranet.search.measuring.models.asked import Asked
from intranet.search.measuring.models.change import Change
from intranet.search.measuring.models.counts import Day, TopQuery
from intranet.search.measuring.models.gap import Gap, GapAnswer, GapItem, GapQuery
from intranet.search.measuring.models.judgement import Judgement

__all__ = ["Asked", "Change", "Day", "Gap", "GapAnswer", "GapItem", "GapQuery", "Judgement", "TopQuery"]
