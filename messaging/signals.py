"""What happened to messages; ids only, sent inside the transaction."""

from django.dispatch import Signal

message_heard = Signal()  # message_id, now; an inbound row was written
contact_attempted = Signal()  # application_id, now; a person called them or wrote to them
