"""Where one says what one knows of an article."""

from knowledge.models import ArticlePage


def trust(article: ArticlePage, what: str) -> str:
    return f"/knowledge/-/trust/{article.pk}/{what}/"
