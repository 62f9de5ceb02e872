import ipaddress


def is_loopback(host: str) -> bool:
    """Say whether ``host`` (a name or address, perhaps in brackets) is reached from this machine only."""
    host = host.strip().strip("[]").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
