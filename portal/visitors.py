"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNSPECIFIED = "::"  # an address in form, so that every table of addresses takes it


def network_address(request: HttpRequest) -> str:
    """The visitor's address for counting; an IPv6 visitor is its /64, which is one connection.

    Behind our own proxy the last entry of X-Forwarded-For is the one that proxy wrote.
    """
    written = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        written = request.headers.get("X-Forwarded-For", written).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return UNSPECIFIED
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
