"""The company itself: profile, locations, the people who work there, the trail, what runs."""

from company.models.people import Staff, StaffMail, StaffMailState, StaffManager
from company.models.pictures import Picture
from company.models.profile import Company, Location
from company.models.running import ClockShift, Heartbeat
from company.models.trail import AuditEvent, AuditEventQuerySet

__all__ = [
    "AuditEvent",
    "AuditEventQuerySet",
    "ClockShift",
    "Company",
    "Heartbeat",
    "Location",
    "Picture",
    "Staff",
    "StaffMail",
    "StaffMailState",
    "StaffManager",
]
