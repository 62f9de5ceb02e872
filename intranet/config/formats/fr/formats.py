"""French as a French editor sets it: narrow no-break spaces between thousands, « 21 novembre 2026 à 9:30 »."""

THOUSAND_SEPARATOR = "\N{NARROW NO-BREAK SPACE}"
DATETIME_FORMAT = r"j F Y \à H:i"
