"""The audit trail in words: what was done, and to what. Of the details only names of fields are told."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from company.models import AuditEvent

ACTIONS = {
    "address_allowed": gettext_lazy("Address may be used again"),
    "address_blocked": gettext_lazy("Address blocked"),
    "answered": gettext_lazy("Marked as answered"),
    "application_contacted": gettext_lazy("First human contact"),
    "application_repeated": gettext_lazy("Sent the form again"),
    "application_stored": gettext_lazy("Applied"),
    "application_withdrawn": gettext_lazy("Withdrew"),
    "cadence_changed": gettext_lazy("Cadence changed"),
    "trial_sent": gettext_lazy("Test message sent"),
    "cadencestep_added": gettext_lazy("Cadence step added"),
    "cadencestep_changed": gettext_lazy("Cadence step changed"),
    "earlier_time_accepted": gettext_lazy("Took an earlier time"),
    "earlier_time_declined": gettext_lazy("Kept the later time"),
    "earlier_time_expired": gettext_lazy("No answer about an earlier time"),
    "earlier_time_offered": gettext_lazy("Earlier time offered"),
    "earlier_time_stopped": gettext_lazy("Offer of an earlier time stopped"),
    "earlier_time_taken": gettext_lazy("Somebody else took the earlier time"),
    "earlier_times_switched": gettext_lazy("Offering earlier times switched on or off"),
    "leaving_reason_given": gettext_lazy("Why they left, told afterwards"),
    "calendar_feed_made": gettext_lazy("Calendar address made"),
    "calendar_feed_revoked": gettext_lazy("Calendar address revoked"),
    "api_key_made": gettext_lazy("API key made"),
    "api_key_revoked": gettext_lazy("API key revoked"),
    "board_added": gettext_lazy("Job board added"),
    "board_changed": gettext_lazy("Job board changed"),
    "board_mail_brought_back": gettext_lazy("Job board’s mail brought back"),
    "board_mail_dismissed": gettext_lazy("Job board’s mail put aside"),
    "board_mail_taken_in": gettext_lazy("Job board’s mail taken in"),
    "webhook_changed": gettext_lazy("Webhook changed"),
    "webhook_deleted": gettext_lazy("Webhook deleted"),
    "webhook_made": gettext_lazy("Webhook added"),
    "webhook_secret_renewed": gettext_lazy("Webhook’s secret renewed"),
    "webhook_switched_off": gettext_lazy("Webhook switched off"),
    "webhook_switched_on": gettext_lazy("Webhook switched on"),
    "webhook_tried": gettext_lazy("Webhook tried"),
    "busy_feed_added": gettext_lazy("Interviewer's calendar added"),
    "busy_feed_removed": gettext_lazy("Interviewer's calendar removed"),
    "call_announced": gettext_lazy("Call announced by SMS"),
    "call_logged": gettext_lazy("Call logged"),
    "case_answered": gettext_lazy("Answered after the absence"),
    "case_closed_by_hand": gettext_lazy("Case closed by a person"),
    "case_closed_by_rule": gettext_lazy("Case closed by the rule"),
    "case_handed_over": gettext_lazy("Case handed to a person"),
    "case_held": gettext_lazy("Case put on hold"),
    "case_opened": gettext_lazy("Case opened"),
    "case_released": gettext_lazy("Case no longer on hold"),
    "case_resolved": gettext_lazy("Case settled"),
    "case_taken_up_again": gettext_lazy("Case taken up again"),
    "case_undone": gettext_lazy("Case taken back"),
    "closing_confirmed": gettext_lazy("Closing confirmed"),
    "closing_proposed": gettext_lazy("Closing proposed by the rule"),
    "closing_stopped_by_word": gettext_lazy("Closing stopped by a word from them"),
    "closing_taken_back": gettext_lazy("Closing taken back"),
    "closure_made": gettext_lazy("Closed for interviews"),
    "closure_taken_back": gettext_lazy("Open for interviews again"),
    "closingrule_added": gettext_lazy("Closing rule set"),
    "closingrule_changed": gettext_lazy("Closing rule changed"),
    "company_added": gettext_lazy("Company set up"),
    "company_changed": gettext_lazy("Company settings changed"),
    "candidate_erased": gettext_lazy("The person's data was erased"),
    "contact_changed": gettext_lazy("Contact details changed"),
    "contact_started": gettext_lazy("Contact started"),
    "import_columns_chosen": gettext_lazy("Columns of a CSV file chosen"),
    "import_confirmed": gettext_lazy("CSV file saved"),
    "import_discarded": gettext_lazy("CSV file discarded"),
    "import_started": gettext_lazy("Contact with a CSV file's people started"),
    "import_uploaded": gettext_lazy("CSV file uploaded"),
    "interview_booked": gettext_lazy("Interview booked"),
    "interview_cancelled": gettext_lazy("Interview cancelled"),
    "interview_confirmed": gettext_lazy("Said they are coming"),
    "interview_invited": gettext_lazy("Invited to choose a time"),
    "interview_lapsed": gettext_lazy("Invitation ended without a time"),
    "content_created": gettext_lazy("Added to what candidates read"),
    "content_changed": gettext_lazy("Changed what candidates read"),
    "content_moved": gettext_lazy("Put what candidates read in order"),
    "content_shown": gettext_lazy("Showed something to read"),
    "content_put_away": gettext_lazy("Put something to read away"),
    "interview_way_asked": gettext_lazy("Asked for the way"),
    "interview_late_noted": gettext_lazy("Said they are late"),
    "interview_meeting_changed": gettext_lazy("Interviewer or meeting link changed"),
    "interview_moved": gettext_lazy("Interview moved"),
    "interview_released": gettext_lazy("Interview time given back"),
    "interview_reopened": gettext_lazy("Interview open again"),
    "constraints_noted": gettext_lazy("When they can come noted"),
    "invitation_taken_up": gettext_lazy("Ended invitation taken up again"),
    "invitation_extended": gettext_lazy("Invitation extended"),
    "job_changed": gettext_lazy("Job changed"),
    "job_created": gettext_lazy("Job added"),
    "job_picture_added": gettext_lazy("Job picture added"),
    "job_picture_removed": gettext_lazy("Job picture taken off"),
    "job_picture_reworded": gettext_lazy("Words of a job picture changed"),
    "job_published": gettext_lazy("Job published"),
    "job_taken_down": gettext_lazy("Job taken down"),
    "line_code_made": gettext_lazy("Code for LINE shown"),
    "line_linked": gettext_lazy("LINE connected"),
    "line_unlinked": gettext_lazy("LINE disconnected"),
    "location_added": gettext_lazy("Location added"),
    "location_changed": gettext_lazy("Location changed"),
    "message_brought_back": gettext_lazy("Decision about a message taken back"),
    "message_called_instead": gettext_lazy("Call asked for in place of a message"),
    "message_heard": gettext_lazy("Heard from the candidate"),
    "message_let_go": gettext_lazy("Message let go"),
    "message_said_anyway": gettext_lazy("Message arrived, as they told us"),
    "message_sent_again": gettext_lazy("Message sent once more"),
    "rule_changed": gettext_lazy("Availability rule changed"),
    "rule_created": gettext_lazy("Availability rule made"),
    "rule_deleted": gettext_lazy("Availability rule deleted"),
    "rule_paused": gettext_lazy("Availability rule paused"),
    "rule_resumed": gettext_lazy("Availability rule in use again"),
    "sending_held": gettext_lazy("Sending put on hold"),
    "sending_released": gettext_lazy("Sending released"),
    "message_sent_early": gettext_lazy("Message sent before its time"),
    "message_stopped": gettext_lazy("Planned message stopped"),
    "message_written": gettext_lazy("Message written"),
    "note_written": gettext_lazy("Note written"),
    "outcome_recorded": gettext_lazy("Outcome recorded"),
    "outcome_taken_back": gettext_lazy("Outcome taken back"),
    "owner_changed": gettext_lazy("In charge changed"),
    "password_set": gettext_lazy("New password set"),
    "proposal_withdrawn": gettext_lazy("Proposed closing withdrawn"),
    "slot_changed": gettext_lazy("Slot changed"),
    "slot_created": gettext_lazy("Slot created"),
    "slot_withdrawn": gettext_lazy("Slot withdrawn"),
    "slots_supplied": gettext_lazy("Slots brought in step with a rule"),
    "import_column_changed": gettext_lazy("Meaning of an import column changed"),
    "import_column_forgotten": gettext_lazy("Meaning of an import column forgotten"),
    "new_password_asked": gettext_lazy("Link for a new password sent"),
    "personal_data_read_out": gettext_lazy("Personal data read out as a file"),
    "pin_chosen": gettext_lazy("PIN chosen"),
    "pin_removed": gettext_lazy("PIN removed"),
    "sessions_ended": gettext_lazy("Signed out everywhere by an owner"),
    "sharedtablet_added": gettext_lazy("Shared tablet added"),
    "sharedtablet_revoked": gettext_lazy("Shared tablet taken back"),
    "staff_invited": gettext_lazy("Colleague invited"),
    "staff_invited_again": gettext_lazy("Invitation of a colleague sent again"),
    "staff_invitation_accepted": gettext_lazy("Invitation of a colleague accepted"),
    "staff_invitation_revoked": gettext_lazy("Invitation of a colleague taken back"),
    "staff_left": gettext_lazy("Left, and handed everything over"),
    "two_steps_begun": gettext_lazy("Second step of signing in set up"),
    "two_steps_ended": gettext_lazy("Second step of signing in taken away"),
    "staff_added": gettext_lazy("Staff member added"),
    "staff_changed": gettext_lazy("Staff member changed"),
    "stage_moved": gettext_lazy("Stage changed"),
    "text_changed": gettext_lazy("Message text changed"),
    "text_restored": gettext_lazy("Built-in message text restored"),
    "times_wished": gettext_lazy("Told when they could come"),
    "wish_matched": gettext_lazy("Times opened that suit a wish"),
    "wish_answered": gettext_lazy("Wished times answered"),
    "withdrawal_undone": gettext_lazy("Withdrawal taken back"),
    "wrong_person_told": gettext_lazy("Told us we wrote to the wrong person"),
}
UNNAMED = {
    "candidates.columnchoice": pgettext_lazy("a thing in the trail", "import column"),
    "candidates.note": pgettext_lazy("a thing in the trail", "note"),
    "scheduling.busyfeed": pgettext_lazy("a thing in the trail", "calendar of an interviewer"),
    "scheduling.availabilitywish": pgettext_lazy("a thing in the trail", "wished times"),
}


def action_words(action: str) -> str:
    """What was done; an action nobody has put into words yet is shown as its code."""
    return str(ACTIONS.get(action, action))


def about_words(event: AuditEvent) -> str:
    """``interview 12``: the kind of thing and its number."""
    kind = UNNAMED.get(event.entity) or apps.get_model(event.entity)._meta.verbose_name
    return _("%(kind)s %(number)s") % {"kind": kind, "number": event.entity_id}


def detail_words(event: AuditEvent) -> str:
    """The names of the fields that were changed, if that was it."""
    names = event.details.get("fields")
    if not isinstance(names, list) or event.entity in UNNAMED:
        return ""
    model = apps.get_model(event.entity)
    words = []
    for name in names:
        try:
            words.append(str(getattr(model._meta.get_field(str(name)), "verbose_name", name)))
        except FieldDoesNotExist:
            continue
    return str(_(", ")).join(words)


def mail_trouble_words(code: str) -> str:
    """Why an e-mail to staff did not leave, for administrators."""
    words = {
        "": "",
        "busy": _("The mail server is busy."),
        "invalid_address": _("There is no such address. Correct it under staff, then try again."),
        "misconfigured": _("The mail server does not know us. Check the settings for e-mail."),
        "no_address": _("They have no address, or no longer work here."),
        "no_connection": _("The mail server does not answer."),
        "refused": _("The mail server refused it."),
    }
    return words.get(code, code)
