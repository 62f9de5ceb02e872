"""Sets of ids in few bytes: sorted, each as its distance to the one before, seven bits a byte."""

from collections.abc import Iterable, Iterator


def pack(ids: Iterable[int]) -> bytes:
    """Return ``ids`` (none negative) as bytes; each once."""
    found = bytearray()
    before = 0
    for number in sorted(set(ids)):
        distance, before = number - before, number
        while distance > 127:
            found.append(distance & 127 | 128)
            distance >>= 7
        found.append(distance)
    return bytes(found)


def unpack(packed: bytes) -> Iterator[int]:
    """Yield the ids that ``pack`` put in, smallest first."""
    number = distance = shift = 0
    for byte in packed:
        distance |= (byte & 127) << shift
        if byte & 128:
            shift += 7
            continue
        number += distance
        yield number
        distance = shift = 0
