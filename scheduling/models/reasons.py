"""Why people leave or choose another time, in the words they tap and staff read."""

from django.utils.translation import gettext_lazy as _

from scheduling.policy import LeavingReason, MovingReason

LEAVING_REASONS = [
    (LeavingReason.OTHER_JOB, _("I found another job")),
    (LeavingReason.HOURS, _("The hours do not suit me")),
    (LeavingReason.DISTANCE, _("It is too far away")),
    (LeavingReason.CONDITIONS, _("The conditions do not suit me")),
    (LeavingReason.NOT_AS_TOLD, _("The work is not what I expected")),
    (LeavingReason.HEALTH, _("My health")),
    (LeavingReason.FAMILY, _("Something in the family")),
    (LeavingReason.PLANS, _("My own plans")),
    (LeavingReason.NO_REASON, _("Just because")),
]
MOVING_REASONS = [
    (MovingReason.WORK_OR_SCHOOL, _("Work or school")),
    (MovingReason.FAMILY, _("Something in the family")),
    (MovingReason.HEALTH, _("My health")),
    (MovingReason.WAY, _("The way there")),
    (MovingReason.OTHER, _("Rather not say")),
]
