"""Invitations to the interviewer by e-mail, written in the transaction of the fact they tell.

What has been told is read from the mails themselves, so writing again after nothing changed writes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from candidates.models import Application
from company.models import Staff, StaffMail, StaffMailState
from company.services import staff_mail
from company.services.profile import the_company
from scheduling.models import Booking, Interview, Slot
from scheduling.services.calendars import last_slot
from scheduling.services.interviewer_calendars import invitation

REQUEST, CANCEL = "REQUEST", "CANCEL"
RELATED = (
    "slot__location",
    "slot__interviewer",
    "interview__application__candidate",
    "interview__application__job",
)


@dataclass(frozen=True)
class Told:
    """The last mail about an interview to one person."""

    sequence: int
    method: str
    may_have_left: bool


def tell_interviewers(interview_id: int, *, now: datetime, machine_now: datetime) -> None:
    """Invite whoever holds the interview now, and call it off for whoever held it before.

    The caller holds the interview's lock. Staff without an address get nothing.
    """
    booking = _booking(interview_id)
    holder = booking.slot.interviewer if booking else None
    if holder is not None and not staff_mail.may_be_written_to(holder):
        holder = None
    told = _told(interview_id)
    if booking is not None and holder is not None:
        _invite(
            booking.interview, booking.slot, holder, told.get(holder.pk), now=now, machine_now=machine_now
        )
    before = {pk: one for pk, one in told.items() if holder is None or pk != holder.pk}
    if any(one.method == REQUEST for one in before.values()):
        _call_off(interview_id, before, now=now, machine_now=machine_now)


def _booking(interview_id: int) -> Booking | None:
    """The seat it holds; after an outcome before the start there is none."""
    held = Booking.objects.filter(interview=interview_id, active=True)
    return held.select_related(*RELATED).first()


def mails_about(interview_id: int) -> QuerySet[StaffMail]:
    return StaffMail.objects.filter(key__startswith=f"interview:{interview_id}:")


def _key(interview: Interview, method: str, person_id: int) -> str:
    return f"interview:{interview.pk}:{interview.sequence}:{method}:{person_id}"


def _told(interview_id: int) -> dict[int, Told]:
    """By person, the last mail that stands: sent, failed or still to be sent."""
    told: dict[int, Told] = {}
    standing = mails_about(interview_id).filter(~Q(state=StaffMailState.CANCELLED) | Q(attempts__gt=0))
    for key, person_id, attempts in standing.order_by("pk").values_list("key", "to", "attempts"):
        _what, _number, sequence, method, _person = key.split(":")
        left = attempts > 0 or (person_id in told and told[person_id].may_have_left)
        told[person_id] = Told(int(sequence), method, left)
    return told


def _invite(
    interview: Interview,
    slot: Slot,
    holder: Staff,
    told: Told | None,
    *,
    now: datetime,
    machine_now: datetime,
) -> None:
    if told is not None and told.method == REQUEST and told.sequence >= interview.sequence:
        return
    if not interview.is_booked or slot.ends_at <= now:
        return
    _write(interview, slot, holder, REQUEST, now=now, machine_now=machine_now)


def _call_off(interview_id: int, before: dict[int, Told], *, now: datetime, machine_now: datetime) -> None:
    interview = Interview.objects.select_related("application__candidate", "application__job").get(
        pk=interview_id
    )
    for person in Staff.objects.filter(pk__in=before).order_by("pk"):
        told = before[person.pk]
        if told.method != REQUEST:
            continue
        if told.may_have_left:
            slot = _slot_told_of(interview, person)
            _write(interview, slot, person, CANCEL, now=now, machine_now=machine_now)
        else:
            staff_mail.call_off(mails_about(interview_id).filter(to=person))


def _slot_told_of(interview: Interview, person: Staff) -> Slot:
    """Where they were to meet: the last slot of theirs, else the interview's last."""
    theirs = interview.bookings.filter(interviewer=person).select_related("slot__location")
    last = theirs.order_by("-pk").first()
    return last.slot if last else last_slot(interview)


def _write(
    interview: Interview, slot: Slot, to: Staff, method: str, *, now: datetime, machine_now: datetime
) -> None:
    """What was to be sent before is called off; what is leaving at this moment is waited for."""
    earlier = mails_about(interview.pk).filter(to=to, state=StaffMailState.PLANNED)
    leases = [lease for lease in earlier.values_list("lease_until", flat=True) if lease]
    staff_mail.call_off(earlier)
    subject, body, enclosed = _words(interview, slot, to, method)
    staff_mail.write(
        to,
        key=_key(interview, method, to.pk),
        subject=subject,
        body=body,
        enclosed=enclosed,
        now=now,
        not_before=max([machine_now, *leases]),
    )


def _words(
    interview: Interview, slot: Slot, to: Staff, method: str
) -> tuple[str, str, list[staff_mail.Enclosed]]:
    words = invitation(interview, slot, to, method=method, company_name=the_company().name)
    file = staff_mail.Enclosed("interview.ics", words.file, f"text/calendar; method={method}")
    return words.subject, words.body, [file]


def _reword(mail: StaffMail, to: Staff, interview: Interview, slot: Slot, method: str) -> None:
    subject, body, enclosed = _words(interview, slot, to, method)
    staff_mail.reword(mail, subject=subject, body=body, enclosed=enclosed)


def forget_person(candidate_id: int) -> None:
    """A person is erased: no mail about their interviews keeps their name, and none is lost."""
    applications = Application.objects.filter(candidate=candidate_id)
    interviews = Interview.objects.filter(application__in=applications)
    for interview in interviews.select_related("application__candidate", "application__job"):
        mails = mails_about(interview.pk)
        mails.exclude(state=StaffMailState.PLANNED).update(subject="", body="", attachments=[])
        for mail in mails.filter(state=StaffMailState.PLANNED).select_related("to"):
            method = mail.key.split(":")[3]
            if mail.to:
                _reword(mail, mail.to, interview, _slot_told_of(interview, mail.to), method)
