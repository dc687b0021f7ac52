"""What happened to interviews; ids only, sent inside the transaction. All carry interview_id and now."""

from django.dispatch import Signal

interview_invited = Signal()
interview_booked = Signal()
interview_moved = Signal()
interview_changed = Signal()  # the time stays; the interviewer or the meeting link is another
interview_confirmed = Signal()
interview_late_noted = Signal()
interview_cancelled = Signal()  # by us or by the candidate
interview_outcome_recorded = Signal()  # came, came_late, excused, absent, or taken back
interview_released = Signal()  # invited or booked no more because the application ended another way
interview_way_asked = Signal()  # 迷いました: they ask for the way, on the day
earlier_time_changed = Signal()  # an earlier time was offered to it, or that offer ended
earlier_time_lost = Signal()  # with offer_id: somebody else took it; sent without this person's lock
interview_lapsed = Signal()  # nobody answered the invitation in time
times_wished = Signal()  # application_id instead of interview_id: none of the offered times suits
times_opened = Signal()  # application_id instead of interview_id: times that suit a wish have opened
wish_answered = Signal()  # application_id instead of interview_id: a person saw to what they wished
