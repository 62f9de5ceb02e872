"""What the worker does beside the outbox, because it may take a minute where there are ten thousand ideas."""

from django_tasks import task

from ideas.attention.drawing import draw_if_due


@task()
def draw_orders() -> None:
    """Draw the orders of the day; asked twice, done once."""
    draw_if_due()
