"""What a job says, as typed by a recruiter."""

from typing import Any, ClassVar  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from candidates.models import Job
from candidates.policy.posting import SHOWN
from candidates.services.posting import PostingIncomplete, fact_words, refuse_to_say_less
from candidates.wording import FACTS
from company.policy import Role
from dashboard.dressing import dress
from dashboard.queries.slots import interviewers_for
from dashboard.scope import Scope

LINES = {"duties": 5, "welcome": 3, "people": 4}
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("name", ("title", "location", "summary", "closes_on")),
    ("work", ("duties", "duties_change", "workplace", "workplace_change")),
    ("contract", ("employment_type", "contract", "contract_term", "trial_period")),
    ("time", ("hours", "breaks", "overtime", "days_off")),
    ("pay", ("pay", "pay_unit", "pay_lowest", "pay_highest", "insurance", "smoking")),
    ("people", ("people", "welcome")),
    ("interview", ("interview_minutes", "arrive_minutes", "bring", "dress", "talk")),
    ("moving", ("reschedules_allowed", "reschedule_cutoff_minutes")),
    ("form", ("asks_birth_date", "has_night_hours", "owner", "slug")),
)
NEEDED = dict.fromkeys(
    [name for name in SHOWN if name not in {"workplace", "smoking"}], "show"
) | dict.fromkeys(["bring", "dress", "talk"], "invite")
"""What a field is needed for; place of work and smoking may be the location's."""
WIDE = {"summary", "duties", "pay", "people", "welcome", "hours", "bring", "talk"}


class JobForm(forms.ModelForm[Job]):
    class Meta:
        model = Job
        fields = tuple(name for _section, names in SECTIONS for name in names)
        labels: ClassVar[dict[str, StrOrPromise]] = {
            "title": gettext_lazy("What the job is called"),
            "location": pgettext_lazy("of a job", "Location"),
            "summary": gettext_lazy("In one line"),
            "closes_on": gettext_lazy("Takes applications until"),
            "pay_unit": gettext_lazy("Pay is counted by"),
            "pay_lowest": gettext_lazy("Lowest pay in yen"),
            "pay_highest": gettext_lazy("Highest pay in yen"),
            "people": gettext_lazy("Who works here"),
            "welcome": gettext_lazy("Who we welcome"),
            "interview_minutes": gettext_lazy("Length of the interview (minutes)"),
            "arrive_minutes": gettext_lazy("Arrive so many minutes before"),
            "bring": gettext_lazy("What to bring"),
            "dress": gettext_lazy("What to wear"),
            "talk": gettext_lazy("What we talk about"),
            "reschedules_allowed": gettext_lazy("Times a candidate may move"),
            "reschedule_cutoff_minutes": gettext_lazy("Last move before the start (minutes)"),
            "asks_birth_date": gettext_lazy("Ask for the date of birth on the form"),
            "has_night_hours": gettext_lazy("There is work after 22:00 (not for people under 18)"),
            "owner": gettext_lazy("In charge"),
            "slug": gettext_lazy("Short name in the address"),
            **{name: FACTS[name] for name in (*SHOWN, "employment_type") if name != "employer_name"},
        }
        help_texts: ClassVar[dict[str, StrOrPromise]] = {
            "summary": gettext_lazy("Stands under the name on the list of open jobs."),
            "closes_on": gettext_lazy("After that day its page shows other jobs. Empty: until taken down."),
            "duties": gettext_lazy("One thing a line reads best on a phone."),
            "duties_change": gettext_lazy("e.g. no change; or: all work in our shops"),
            "workplace": gettext_lazy("Empty: the location's address."),
            "workplace_change": gettext_lazy("e.g. no change; or: our shops in Tokyo"),
            "contract_term": gettext_lazy(
                "e.g. no fixed term; or: 6 months, renewed according to work and results, 3 years at most"
            ),
            "trial_period": gettext_lazy("e.g. none; or: 2 weeks on the same terms"),
            "hours": gettext_lazy("e.g. between 10:00 and 22:00, from 2 days a week"),
            "breaks": gettext_lazy("e.g. 45 minutes on days of over 6 hours"),
            "overtime": gettext_lazy("e.g. none; or: about 10 hours a month"),
            "days_off": gettext_lazy("e.g. by shift; or: Saturdays, Sundays and holidays"),
            "pay": gettext_lazy("In words, with fixed overtime pay if there is any."),
            "pay_lowest": gettext_lazy("For job search engines. Empty: read from the words."),
            "insurance": gettext_lazy("e.g. work accident, unemployment, health and pension insurance"),
            "smoking": gettext_lazy("e.g. no smoking inside. Empty: as at the location."),
            "people": gettext_lazy("How many, how old, how long: what a newcomer would ask a friend."),
            "welcome": gettext_lazy("Who feels at home with you. It also stands beside the invitation."),
            "arrive_minutes": gettext_lazy("0: on time is early enough."),
            "bring": gettext_lazy("Goes into the reminders. “Nothing needed” helps people most."),
            "reschedules_allowed": gettext_lazy("Empty: as for the whole company."),
            "reschedule_cutoff_minutes": gettext_lazy("Empty: as for the whole company."),
            "slug": gettext_lazy("Small letters, figures and hyphens. Left empty, it is made for you."),
        }
        widgets = {
            "closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locations = scope.locations()
        if self.instance.pk:
            locations = locations | type(self.instance.location).objects.filter(pk=self.instance.location_id)
        self._choices("location").queryset = locations.distinct()
        people = interviewers_for(locations).filter(role__in=[Role.OWNER, Role.RECRUITER])
        self._choices("owner").queryset = people
        self._choices("owner").empty_label = _("Nobody yet")
        self.fields["slug"].required = False
        self.fields["interview_minutes"].validators += [MinValueValidator(5), MaxValueValidator(480)]
        self.fields["arrive_minutes"].validators += [MaxValueValidator(60)]
        dress(self, LINES)

    def _choices(self, name: str) -> "forms.ModelChoiceField[Any]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        return field

    @property
    def sections(self) -> list[tuple[str, list[tuple[forms.BoundField, bool, str]]]]:
        """Name and fields of each; a field with whether it is wide, and what it is needed for."""
        return [
            (section, [(self[name], name in WIDE, NEEDED.get(name, "")) for name in names])
            for section, names in SECTIONS
        ]

    def clean_slug(self) -> str:
        """Left empty, an old job keeps its address and a new one gets its own."""
        typed: str = self.cleaned_data["slug"]
        return typed or (self.instance.slug if self.instance.pk else "")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        least, most = cleaned.get("pay_lowest"), cleaned.get("pay_highest")
        if most is not None and (least is None or most < least):
            self.add_error("pay_highest", _("The highest pay goes with a lowest one that is not above it."))
        return cleaned

    def _post_clean(self) -> None:
        """Once the job holds what was typed: a posting that is shown does not come to say less."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, not in the stubs
        before = Job.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if before is None or "location" not in self.cleaned_data:
            return
        try:
            refuse_to_say_less(self.instance, before)
        except PostingIncomplete as refusal:
            for fact in refusal.missing:
                words = _("A posting that is shown has to say this: %(fact)s.") % {"fact": fact_words(fact)}
                self.add_error(fact if fact in self.fields else None, words)
