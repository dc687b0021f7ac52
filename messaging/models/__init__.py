"""What is said, to be said and heard; what providers told; what stops sending; the texts."""

from messaging.models.inbound import InboundEvent, LineCode, LineStranger
from messaging.models.messages import Attempt, DeliveryReceipt, Message, MessageQuerySet
from messaging.models.sending import CallClaim, ChannelQuota, DeliveryIncident, Hold, Suppression
from messaging.models.snippets import Snippet
from messaging.models.templates import Template, TemplateVersion, TrialSend
from messaging.models.words import CHANNELS, KINDS, STATES

__all__ = [
    "CHANNELS",
    "KINDS",
    "STATES",
    "Attempt",
    "CallClaim",
    "ChannelQuota",
    "DeliveryIncident",
    "DeliveryReceipt",
    "Hold",
    "InboundEvent",
    "LineCode",
    "LineStranger",
    "Message",
    "MessageQuerySet",
    "Snippet",
    "Suppression",
    "Template",
    "TemplateVersion",
    "TrialSend",
]
