"""Tables that are not in a person's file, each with its reason; a test finds one that is in neither place."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

REPEATS: Mapping[str, StrOrPromise] = {
    "candidates.notthesame": _("Only the numbers of two records that are two people."),
    "candidates.searchkey": _("The name and addresses once more, in the spelling of the search."),
    "company.bulkitem": _("Which act was done for whom; its effect stands with the messages."),
    "company.notice": _("Tells colleagues, with a first name at most, what stands in the other kinds."),
    "company.staffmail": _(
        "E-mails to colleagues that repeat what stands in the other kinds; 90 days at most."
    ),
    "company.webhookdelivery": _("What other systems of the company were told; it repeats the other kinds."),
    "messaging.callclaim": _("Which colleague is calling just now; gone within the hour."),
    "messaging.inboundevent": _(
        "What the mobile, mail or LINE company sent us, until it stands as a message."
    ),
    "messaging.linecode": _("A code for connecting LINE, stored as a fingerprint; good for a short while."),
    "messaging.linestranger": _("A LINE account we cannot tell yet, stored as a fingerprint."),
    "candidates.formuse": _(
        "A fingerprint of the network address against misuse of the form; gone in a day."
    ),
    "scheduling.slothold": _("A time kept for ten minutes while they read."),
    "reminders.experimentmember": _(
        "Which of two ways a message was said to them; the message itself is in the file."
    ),
    "reminders.staleplan": _("That something is to be planned anew; gone within seconds."),
    "company.apianswer": _("Answers to other systems, by number; gone in a day."),
}
"""About people, and not read out: it repeats what is, or tells nobody anything."""

NOBODYS = frozenset(
    {
        # the house: its own settings, places, jobs, words, rules
        *("company.company", "company.location", "company.picture", "company.savedview", "company.bulkact"),
        *("company.clockshift", "company.heartbeat", "company.trailseal", "company.trailcheck"),
        *("candidates.job", "candidates.jobpicture", "candidates.content", "candidates.board"),
        *("candidates.boardjob", "candidates.housepaper", "candidates.import", "candidates.columnchoice"),
        *("messaging.hold", "messaging.channelquota", "messaging.deliveryincident", "messaging.snippet"),
        *("messaging.template", "messaging.templateversion", "messaging.trialsend"),
        *("scheduling.receptioncode", "scheduling.askingrule", "scheduling.calendarfeed"),
        *("scheduling.availabilityrule", "scheduling.closure", "scheduling.busyfeed", "scheduling.busytime"),
        "scheduling.slot",
        *("noshow.figurecell", "noshow.figurestate", "noshow.riskmodel", "noshow.risksettings"),
        *("noshow.closingrule", "noshow.closingruleversion"),
        *("reminders.cadencestep", "reminders.cadenceversion", "reminders.planaudit"),
        *("reminders.experiment", "reminders.experimentvariant", "sandbox.simulation"),
        # people who work here, and machines
        *("company.staff", "company.staffinvitation", "company.sharedtablet", "company.apitoken"),
        "company.webhook",
    }
)
"""Nothing of an applicant is in them: settings, sums, and what belongs to colleagues and machines."""

NOT_OURS = frozenset({"admin", "auth", "contenttypes", "sessions", "axes", "otp_totp", "otp_static"})
"""Tables of the frameworks: signing in, and the administration's log of its own."""
