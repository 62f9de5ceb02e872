"""Codes of receipts: told once to the voter of a secret ballot, kept only as a digest."""

import secrets
from hashlib import sha256

# Without letters and digits that look alike. 16 of 31 are 79 bits: nobody finds one by trying.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 16


def new_code() -> str:
    """Return a code in groups of four, to be written down."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, _LENGTH, 4))


def digest_of(code: str) -> str:
    """Return the SHA-256 of a code however it was typed (spaces, small letters)."""
    return sha256("".join(sign for sign in code.upper() if sign.isalnum()).encode()).hexdigest()


def short(digest: str) -> str:
    """Return how a ballot is called in the published file."""
    return digest[:16]
