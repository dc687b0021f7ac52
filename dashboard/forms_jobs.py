"""What a job says, as typed by a recruiter."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.models import Job
from company.policy import Role
from dashboard.queries.slots import interviewers_for
from dashboard.scope import Scope

LINES = {"duties": 5, "welcome": 3}


class JobForm(forms.ModelForm[Job]):
    class Meta:
        model = Job
        fields = (
            "title",
            "location",
            "contract",
            "summary",
            "duties",
            "pay",
            "hours",
            "welcome",
            "interview_minutes",
            "bring",
            "dress",
            "talk",
            "asks_birth_date",
            "has_night_hours",
            "owner",
            "slug",
            "is_published",
        )
        labels = {
            "title": gettext_lazy("What the job is called"),
            "location": pgettext_lazy("of a job", "Location"),
            "contract": gettext_lazy("Type of contract"),
            "summary": gettext_lazy("In one line"),
            "duties": gettext_lazy("What you do"),
            "pay": gettext_lazy("Pay"),
            "hours": gettext_lazy("Hours and days"),
            "welcome": gettext_lazy("Who we welcome"),
            "interview_minutes": gettext_lazy("Length of the interview (minutes)"),
            "bring": gettext_lazy("What to bring"),
            "dress": gettext_lazy("What to wear"),
            "talk": gettext_lazy("What we talk about"),
            "asks_birth_date": gettext_lazy("Ask for the date of birth on the form"),
            "has_night_hours": gettext_lazy("There is work after 22:00 (not for people under 18)"),
            "owner": gettext_lazy("In charge"),
            "slug": gettext_lazy("Short name in the address"),
            "is_published": gettext_lazy("Show it on the list of open jobs and take applications"),
        }
        help_texts = {
            "summary": gettext_lazy("Stands under the name on the list of open jobs."),
            "duties": gettext_lazy("One thing a line reads best on a phone."),
            "bring": gettext_lazy("Goes into the reminders. “Nothing needed” helps people most."),
            "slug": gettext_lazy("Small letters, figures and hyphens. Left empty, it is made for you."),
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
        for name, field in self.fields.items():
            field.error_messages["required"] = _("Please fill this in.")
            self._dress(name, field.widget)

    def _choices(self, name: str) -> "forms.ModelChoiceField[Any]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        return field

    @staticmethod
    def _dress(name: str, widget: forms.Widget) -> None:
        if isinstance(widget, forms.Select):
            widget.attrs["class"] = "select"
        elif isinstance(widget, forms.Textarea):
            widget.attrs |= {"class": "textarea", "rows": LINES.get(name, 3)}
        elif not isinstance(widget, forms.CheckboxInput):
            widget.attrs |= {"class": "input", "autocomplete": "off"}

    def clean_slug(self) -> str:
        """Left empty, an old job keeps its address and a new one gets its own."""
        typed: str = self.cleaned_data["slug"]
        return typed or (self.instance.slug if self.instance.pk else "")
