"""How fair orders of a list of ideas are: simulated campaigns of ideas whose worth is known."""

from benchmarks.fairness.comparing import run

__all__ = ["run"]
