"""What happened to people and applications; sent inside the transaction, with ids only."""

from django.dispatch import Signal

application_received = Signal()  # application_id, now; contact begins: they applied, or staff started it
application_left = Signal()  # application_id, now; the person withdrew, or said no to our offer
application_changed = Signal()  # application_id, now; stage, owner, contact details or preferences changed
candidate_erased = Signal()  # candidate_id, now; every app wipes what its rows tell of them
people_merged = Signal()  # kept_id, gone_id, now; two records of one person became one
merge_undone = Signal()  # kept_id, gone_id, now; they are two again
job_moved = Signal()  # job_id; it is at another place, and its applications have followed
