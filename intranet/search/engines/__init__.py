from functools import lru_cache

from django.db import connection

from intranet.search.engines.base import Candidate, IndexUnavailableError, Key, SearchEngine

__all__ = ["Candidate", "IndexUnavailableError", "Key", "SearchEngine", "get_engine"]


@lru_cache(maxsize=1)
def get_engine() -> SearchEngine:
    """Return the engine of this site: PostgreSQL's where the database is PostgreSQL, else Whoosh."""
    if connection.vendor == "postgresql":
        from intranet.search.engines.postgres import PostgresEngine

        return PostgresEngine()
    from intranet.search.engines.whoosh import WhooshEngine

    return WhooshEngine()
