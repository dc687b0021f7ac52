"""What happened to people and applications; sent inside the transaction, with ids only."""

from django.dispatch import Signal

application_received = Signal()  # application_id, now; the person applied by their own act
application_changed = Signal()  # application_id, now; stage, owner, contact details or preferences changed
