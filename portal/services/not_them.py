"""「心あたりがない」: the link reached somebody else. Contact stops, links die, a person looks into it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from candidates.models import Application, Link
from candidates.services.locking import lock_person
from candidates.signals import application_changed
from company.policy import Actor
from company.services import trail
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from messaging.services.suppressing import suppress

REASON = "not_theirs"


def stop_contact(application: Application, *, now: datetime) -> None:
    """Use neither the phone nor the e-mail on record any more, and close every link of this person."""
    with transaction.atomic():
        person = lock_person(application.candidate_id)
        for channel in (ChannelName.SMS, ChannelName.PHONE):
            suppress(channel, person.phone, reason=REASON, now=now)
        suppress(ChannelName.EMAIL, person.email, reason=REASON, now=now)
        suppress(ChannelName.LINE, person.line_id, reason=REASON, now=now)
        Link.objects.filter(application__candidate=person, revoked_at=None).update(revoked_at=now)
        trail.record(
            "wrong_person_told", person, now=now, actor=Actor.CANDIDATE, application_id=application.pk
        )
        with translation.override(settings.LANGUAGE_CODE):
            told = _("Whoever opened the link says this application is not theirs. Contact has stopped.")
        hear(application, channel=ChannelName.PAGE, text=told, now=now)
        for pk in Application.objects.active().filter(candidate=person).values_list("pk", flat=True):
            application_changed.send(sender=Application, application_id=pk, now=now)
