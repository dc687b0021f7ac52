"""The words for channels, states and kinds, as staff read them."""

from django.utils.translation import gettext_lazy as _

from messaging.policy import ChannelName, Kind, State

CHANNELS = [
    (ChannelName.SMS, _("SMS")),
    (ChannelName.EMAIL, _("E-mail")),
    (ChannelName.LINE, _("LINE")),
    (ChannelName.PHONE, _("Phone")),
    (ChannelName.PAGE, _("Their own page")),
]


STATES = [
    (State.PLANNED, _("Planned")),
    (State.CLAIMED, _("About to be sent")),
    (State.SENDING, _("Being sent")),
    (State.ACCEPTED, _("Sent")),
    (State.DELIVERED, _("Delivered")),
    (State.UNDELIVERED, _("Could not be delivered")),
    (State.FAILED, _("Failed")),
    (State.EXPIRED, _("Not sent: too late to help")),
    (State.CANCELLED, _("No longer needed")),
    (State.SUPPRESSED, _("Stopped")),
    (State.UNKNOWN, _("Unknown, being checked")),
    (State.NEEDS_PERSON, _("Needs a person")),
    (State.RECEIVED, _("Received")),
]


KINDS = [
    (Kind.THANKS, _("Thanks for applying")),
    (Kind.INVITATION, _("Invitation to choose a time")),
    (Kind.INVITATION_CHASE, _("Soft chase of an invitation")),
    (Kind.BOOKED, _("Interview booked")),
    (Kind.MOVED, _("Interview moved")),
    (Kind.CONFIRMED, _("Thanks for the answer")),
    (Kind.LATE_NOTED, _("Running late, noted")),
    (Kind.CANCELLED, _("Interview cancelled by us")),
    (Kind.REMINDER_DAYS, _("Some days before")),
    (Kind.NURTURE, _("While they wait")),
    (Kind.REMINDER_AHEAD, _("Two days before, asking")),
    (Kind.REMINDER_EVE, _("The evening before")),
    (Kind.REMINDER_AGAIN, _("The evening before, other channel")),
    (Kind.CALL_AHEAD, _("Call the day before")),
    (Kind.CALL_MORNING, _("Call in the morning")),
    (Kind.DIRECTIONS, _("Directions")),
    (Kind.ABSENCE_FIRST, _("Could not meet: first word")),
    (Kind.ABSENCE_SECOND, _("Could not meet: other channel")),
    (Kind.ABSENCE_CALL, _("Could not meet: call")),
    (Kind.ABSENCE_THIRD, _("Could not meet: next day")),
    (Kind.FINAL_NOTICE, _("Could not meet: last notice")),
    (Kind.REJECTED, _("Closing of the application")),
    (Kind.ENDED, _("Closing before the interview")),
    (Kind.REPLY_LINK, _("Answer with the link")),
    (Kind.THE_WAY, _("The way, as asked for")),
    (Kind.EARLIER_TIME, _("An earlier time opened")),
    (Kind.EARLIER_TAKEN, _("The earlier time is taken")),
    (Kind.NEW_TIMES, _("New times opened")),
    (Kind.OFFERED, _("Offer")),
    (Kind.OFFER_CHASE, _("Soft reminder of an offer")),
    (Kind.OFFER_ACCEPTED, _("Thanks for accepting")),
    (Kind.JOINING, _("Before the first day")),
    (Kind.PRE_CALL, _("We call you shortly")),
    (Kind.FIRST_CALL, _("First call")),
    (Kind.LINKED, _("LINE connected")),
    (Kind.MANUAL, _("Written by a person")),
]
