"""Providers to try against: Twilio's, Postmark's and LINE's HTTP on this machine; they send nothing anywhere.

``manage.py standin`` runs it for people; tests and benchmarks use ``with Standin() as standin:``.
"""

from messaging.standin.book import ACCOUNT_SID, AUTH_TOKEN, Fault, Taken
from messaging.standin.server import Standin

__all__ = ["ACCOUNT_SID", "AUTH_TOKEN", "Fault", "Standin", "Taken"]
