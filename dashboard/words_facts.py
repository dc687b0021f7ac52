"""What an invitation still has to be able to say, and where it is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Job
from company.models import Staff
from company.services.pictures import Fault
from dashboard.words import sentences
from scheduling.policy.checklist import Need

OF_JOB = {Need.MINUTES: "interview_minutes", Need.BRING: "bring", Need.DRESS: "dress", Need.TALK: "talk"}
OF_PLACE = {
    Need.ADDRESS: "postal_address",
    Need.ACCESS: "access",
    Need.ENTRANCE: "entrance",
    Need.PHONE: "phone",
}
OF_COMPANY = {
    Need.TEST_PAGE: "online_test_url",
    Need.HELP_PHONE: "online_help_phone",
    Need.CALLER_NUMBER: "caller_number",
}


@dataclass(frozen=True)
class Unsaid:
    """``url`` is empty where the reader may not fill it in."""

    words: str
    url: str


def need_words(need: Need) -> str:
    return {
        Need.ADDRESS: _("the address"),
        Need.ACCESS: _("the nearest station and the walk from it"),
        Need.ENTRANCE: _("where to come in"),
        Need.PHONE: _("a number to call on the day"),
        Need.MEETING_LINK: _("the meeting link of every online time"),
        Need.TEST_PAGE: _("a page to test the online meeting"),
        Need.HELP_PHONE: _("a number to call when the online meeting does not work"),
        Need.CALLER_NUMBER: _("the number we call from"),
        Need.MINUTES: _("how long it takes"),
        Need.BRING: _("what to bring"),
        Need.DRESS: _("what to wear"),
        Need.TALK: _("what we talk about"),
        Need.FACE: _("a picture of the interviewer, or a word from them"),
    }[need]


def listed(needs: Iterable[Need]) -> str:
    return str(_(", ")).join(need_words(need) for need in needs)


def refusal_words(needs: Iterable[Need]) -> str:
    """Why nobody was invited, as one sentence."""
    return _("Not sent yet: the invitation could not say %(facts)s. Fill it in, then invite.") % {
        "facts": listed(needs)
    }


def published_words(job: Job, needs: Iterable[Need]) -> str:
    """A posting may stand before an invitation can be complete: what that still waits for is said here."""
    words = _("“%(job)s” is on the list of open jobs.") % {"job": job.title}
    facts = listed(needs)
    if not facts:
        return words
    held = _("Nobody can be invited yet: an invitation could not say %(facts)s.") % {"facts": facts}
    return sentences([words, held])


def unsaid(needs: Iterable[Need], job: Job, staff: Staff) -> list[Unsaid]:
    return [Unsaid(need_words(need), _where(need, job, staff)) for need in needs]


def _where(need: Need, job: Job, staff: Staff) -> str:
    """The page of the fact, at its field."""
    if need in OF_JOB:
        return reverse("dashboard:job", args=[job.pk]) + f"#id_{OF_JOB[need]}"
    if need in OF_PLACE:
        return reverse("dashboard:location", args=[job.location_id]) + f"#id_{OF_PLACE[need]}"
    if need in OF_COMPANY:
        return reverse("dashboard:company") + f"#id_{OF_COMPANY[need]}" if staff.sees_everything else ""
    return reverse("dashboard:slots") if need is Need.MEETING_LINK else ""


def picture_words(fault: Fault) -> str:
    return {
        Fault.TOO_HEAVY: _("The file is larger than 10 MB. Please choose a smaller one."),
        Fault.NOT_A_PICTURE: _("This is no JPEG, PNG or WebP picture, or it is damaged."),
        Fault.TOO_LARGE: _("The picture has too many pixels (more than 50 million). Make it smaller first."),
        Fault.TOO_SMALL: _("The picture is too small to be seen."),
    }[fault]
