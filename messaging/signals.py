"""What happened to messages; ids only, sent inside the transaction."""

from django.dispatch import Signal

message_heard = Signal()  # message_id, now; an inbound row was written
contact_attempted = Signal()  # application_id, now; a person called them or wrote to them
address_blocked = Signal()  # suppression_id, now; it must not be used on that channel any more
address_allowed = Signal()  # suppression_id, now; it may be used again
quotas_changed = Signal()  # now; a channel's month is used up, or begins anew
