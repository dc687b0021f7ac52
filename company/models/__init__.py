"""The company itself: profile, locations, the people who work there, the trail, what runs."""

from company.models.desk import BulkAct, BulkItem, SavedView
from company.models.notices import NOTICE_KINDS, Notice
from company.models.people import ROLES, Staff, StaffMail, StaffMailState, StaffManager
from company.models.pictures import Picture
from company.models.profile import Company, Location
from company.models.running import ClockShift, Heartbeat
from company.models.signing_in import SharedTablet, StaffInvitation
from company.models.trail import AuditEvent, AuditEventQuerySet, TrailCheck, TrailSeal
from company.models.webhooks import ApiAnswer, ApiToken, Webhook, WebhookDelivery

__all__ = [
    "NOTICE_KINDS",
    "ROLES",
    "ApiAnswer",
    "ApiToken",
    "AuditEvent",
    "AuditEventQuerySet",
    "BulkAct",
    "BulkItem",
    "ClockShift",
    "Company",
    "Heartbeat",
    "Location",
    "Notice",
    "Picture",
    "SavedView",
    "SharedTablet",
    "Staff",
    "StaffInvitation",
    "StaffMail",
    "StaffMailState",
    "StaffManager",
    "TrailCheck",
    "TrailSeal",
    "Webhook",
    "WebhookDelivery",
]
