from ideas.joining.models.choice import Choice
from ideas.joining.models.claim import Claim
from ideas.joining.models.consent import Consent, Side
from ideas.joining.models.joining import Joining

__all__ = ["Choice", "Claim", "Consent", "Joining", "Side"]
