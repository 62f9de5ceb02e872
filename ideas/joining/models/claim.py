from django.db import models


class Claim(models.Model):
    """What one support stands for when ideas were merged: that somebody supported ``idea``, since ``at``.

    A ``Support`` without claims stands for itself. One that was carried along, or that brings together what somebody
    gave to two ideas, has a claim for each idea: its date is that of the first, and separating the ideas gives each
    its own back. Taking a support back takes its claims: they count only while the support is there, so that
    withdrawing stays one statement (hence no constraint in the database; ids are never given twice).
    """

    support = models.ForeignKey(
        "ideas.Support", on_delete=models.DO_NOTHING, db_constraint=False, related_name="claims"
    )
    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    via = models.ForeignKey("ideas.Idea", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["support", "idea"], name="ideas_claim_once")]

    def __str__(self) -> str:
        return f"{self.support_id} ← {self.idea_id}"
