"""再送: the time and the place once more. It leaves a minute later, so a wrong press can be taken back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.services.locking import lock_person
from company import clock
from dashboard.scope import acting, staff_of
from dashboard.texts import details_again, details_subject
from dashboard.views.answering import done, refused, the_interview
from messaging.policy import ChannelName
from messaging.services import writing
from messaging.services.holding_back import held_back, hold_back
from noshow.policy import UNDO_FOR
from reminders.policy.facts import about_details
from reminders.services.facts import reach
from reminders.services.values import spoken_to
from scheduling.models import Interview


@acting
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """The time and the place of a booked interview once more, on the best open way."""
    interview, now = the_interview(request, pk), clock.now()
    application = interview.application
    channel = next(iter(reach(application.candidate)), None)
    if channel is None or not interview.is_booked:
        return refused(request, application, _("There is no way open to write to them. Please call."))
    with spoken_to(application):
        body, subject = details_again(interview), details_subject()
    author = staff_of(request)
    about = about_details(interview.pk, interview.starts_at)
    with transaction.atomic():
        lock_person(application.candidate_id)
        if not _stands(interview):
            return refused(request, application, _("It is not so any more. Please look once more."))
        message = held_back(application, about)
        if message is None:  # pressed twice, or by two colleagues, it is said once
            message = writing.write(
                application, channel=channel, body=body, subject=subject, author=author, now=now
            )
            hold_back(message, until=now + UNDO_FOR, about=about, ends_at=interview.starts_at)
    words = _("The details go out once more in a minute (%(way)s).") % {"way": _way_word(channel)}
    messages.success(request, words, extra_tags=reverse("dashboard:stop", args=[message.pk]))
    return done(request, application)


def _stands(interview: Interview) -> bool:
    """Whether it is still the time the words were made of. The caller holds the person's lock."""
    now = Interview.objects.get(pk=interview.pk)
    return now.is_booked and now.starts_at == interview.starts_at


def _way_word(channel: ChannelName) -> str:
    words = {
        ChannelName.LINE: pgettext("channel", "LINE"),
        ChannelName.SMS: pgettext("channel", "SMS"),
        ChannelName.EMAIL: pgettext("channel", "e-mail"),
    }
    return words[channel]
