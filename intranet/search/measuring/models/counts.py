from django.db import models

# A text is told of on its own only when at least so many people asked it.
FEWEST_PEOPLE = 3


class Day(models.Model):
    """How the searches of one day ended, everybody's together. Nothing personal: kept for good."""

    day = models.DateField(primary_key=True)
    searches = models.PositiveIntegerField(default=0)
    clicked = models.PositiveIntegerField(default=0)
    abandoned = models.PositiveIntegerField(default=0)
    reformulated = models.PositiveIntegerField(default=0)
    zero = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)


class TopQuery(models.Model):
    """What was asked by at least ``FEWEST_PEOPLE`` in the week that begins on ``week`` (a Monday)."""

    week = models.DateField()
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
    times = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()

    class Meta:
        ordering = ["-week", "-people", "-times", "key"]
        constraints = [models.UniqueConstraint(fields=["week", "key"], name="top_query_once")]

    def __str__(self) -> str:
        return self.text
