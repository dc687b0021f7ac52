"""A message ready to be handed to a channel."""

from dataclasses import replace
from datetime import timedelta
from typing import Any  # fields by name

from messaging.channels import Outgoing
from messaging.policy import Attachment
from tests.factories import NOW

INVITE = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:面接\r\nEND:VCALENDAR\r\n"
CALENDAR = Attachment("invite.ics", INVITE, "text/calendar; method=REQUEST; charset=utf-8")


def an_outgoing(**values: Any) -> Outgoing:
    known = Outgoing(
        message_id=7,
        attempt_id=12,
        key="3|booked|interview:42@2026-06-11T13:00|booked|email",
        to="+819012345678",
        subject="面接のお約束",
        body="佐々木さん、お待ちしています。",
        language="ja",
        attachments=(),
        expires_at=NOW + timedelta(hours=2),
        sent_as="ひなた食堂",
        now=NOW,
    )
    return replace(known, **values)
