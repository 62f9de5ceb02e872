from knowledge.models.articles import ArticlePage, ArticleTag, NeedsReview
from knowledge.models.imported import ImportedDocument
from knowledge.models.spaces import KnowledgeIndex, SpacePage
from knowledge.models.versions import VersionNote
from knowledge.models.writing import StaleEdit

__all__ = [
    "ArticlePage",
    "ArticleTag",
    "ImportedDocument",
    "KnowledgeIndex",
    "NeedsReview",
    "SpacePage",
    "StaleEdit",
    "VersionNote",
]
