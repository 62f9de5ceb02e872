import zoneinfo
from functools import cache


@cache
def time_zones() -> frozenset[str]:
    """Return the names of the time zone database, read from the disk once in a process: it takes some 30 ms."""
    return frozenset(zoneinfo.available_timezones())
