"""What happened to cases; ids only, inside the transaction. All carry case_id and now."""

from django.dispatch import Signal

case_opened = Signal()
case_changed = Signal()  # answered, held, released, undone, resolved
case_closed = Signal()
risks_noted = Signal()  # carries interview_ids and now
