"""What is told about a place, the company and oneself, as typed on the desk."""

from typing import Any, ClassVar  # Django's forms take anything by keyword

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from company.models import Company, Location, Staff
from dashboard.dressing import dress

A_NUMBER = RegexValidator(r"^[+0-9][0-9 ()\-‐－]{5,18}$", gettext_lazy("Write it as 0422-00-0120."))


class LocationFactsForm(forms.ModelForm[Location]):
    class Meta:
        model = Location
        fields = (
            "postal_address",
            "map_url",
            "station",
            "access",
            "entrance",
            "directions",
            "phone",
            "opens",
            "closes",
            "smoking",
        )
        labels: ClassVar[dict[str, Any]] = {
            "postal_address": gettext_lazy("Address"),
            "map_url": gettext_lazy("Map link"),
            "station": gettext_lazy("Nearest station"),
            "access": gettext_lazy("The walk from it"),
            "entrance": gettext_lazy("Where to come in"),
            "directions": gettext_lazy("Directions, step by step"),
            "phone": pgettext_lazy("of a place", "Phone"),
            "opens": gettext_lazy("Opens at"),
            "closes": gettext_lazy("Closes at"),
            "smoking": gettext_lazy("Measures against passive smoking"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "postal_address": gettext_lazy("With the prefecture; job search engines read it."),
            "map_url": gettext_lazy("Copy it from a map. Empty: a search for the address."),
            "access": gettext_lazy("e.g. 4 minutes on foot from the park exit"),
            "entrance": gettext_lazy("Door, floor, whom to speak to."),
            "directions": gettext_lazy("One step a line. They go out again on the day."),
            "phone": gettext_lazy("Candidates reach somebody here on the day."),
            "smoking": gettext_lazy("e.g. no smoking inside; stands in every posting of this place."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "opens": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].validators.append(A_NUMBER)
        dress(self, {"directions": 4})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("It closes before it opens. Please check both times."))
        return cleaned


RANGES = {
    "reschedules_allowed": (0, 20),
    "reschedule_cutoff_minutes": (0, 3 * 24 * 60),
    "longest_wait_days": (1, 60),
    "earlier_offer_minutes": (10, 24 * 60),
}


class CompanyFactsForm(forms.ModelForm[Company]):
    class Meta:
        model = Company
        fields = (
            "employer_name",
            "caller_number",
            "about",
            "values",
            "online_test_url",
            "online_help_phone",
            "reschedules_allowed",
            "reschedule_cutoff_minutes",
            "reschedules_need_a_reason",
            "longest_wait_days",
            "offers_earlier_times",
            "earlier_offer_minutes",
        )
        labels: ClassVar[dict[str, Any]] = {
            "employer_name": gettext_lazy("Employer's name"),
            "caller_number": gettext_lazy("Number we call from"),
            "about": gettext_lazy("Who we are"),
            "values": gettext_lazy("What matters to us"),
            "online_test_url": gettext_lazy("Page to test an online meeting"),
            "online_help_phone": gettext_lazy("Number to call when an online meeting does not work"),
            "reschedules_allowed": gettext_lazy("Times a candidate may move"),
            "reschedule_cutoff_minutes": gettext_lazy("Last move before the start (minutes)"),
            "reschedules_need_a_reason": gettext_lazy("Ask candidates why they move"),
            "longest_wait_days": gettext_lazy("Days until the interview at most"),
            "offers_earlier_times": gettext_lazy("Offer freed times to those waiting longest"),
            "earlier_offer_minutes": gettext_lazy("Minutes such a time is kept for them"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "employer_name": gettext_lazy("As in the contract; stands in every posting. Empty: %(name)s."),
            "caller_number": gettext_lazy("Shown before we call. Empty: the location's own phone."),
            "values": gettext_lazy("One thing a line."),
            "online_test_url": gettext_lazy("Every meeting program has one; goes with online invitations."),
            "online_help_phone": gettext_lazy("Empty: the number we call from."),
            "reschedules_allowed": gettext_lazy("By themselves; staff may always move an interview."),
            "reschedule_cutoff_minutes": gettext_lazy("Later than this a person of ours has to do it."),
            "longest_wait_days": gettext_lazy("The desk warns when the first free time is further away."),
            "offers_earlier_times": gettext_lazy("At most three offers a person and one a day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("caller_number", "online_help_phone"):
            self.fields[name].validators.append(A_NUMBER)
        for name, (least, most) in RANGES.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
        hint = self.fields["employer_name"]
        hint.help_text = str(hint.help_text) % {"name": self.instance.name}
        dress(self, {"about": 5, "values": 3})


class MeForm(forms.ModelForm[Staff]):
    photo_file = forms.FileField(label=gettext_lazy("New picture"), required=False)
    without_photo = forms.BooleanField(label=gettext_lazy("Show no picture"), required=False)

    class Meta:
        model = Staff
        fields = ("display_name", "title", "greeting")
        labels: ClassVar[dict[str, Any]] = {
            "display_name": gettext_lazy("Name candidates read"),
            "title": pgettext_lazy("of a person", "Title"),
            "greeting": gettext_lazy("A word to candidates"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "greeting": gettext_lazy("Stands beside your name on their page; two sentences do."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo_file"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        self.fields["photo_file"].help_text = _("JPEG, PNG or WebP, up to 10 MB. It is made small here.")
        dress(self)

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"].strip()
        if not name and self.initial.get("display_name"):
            raise ValidationError(_("Please fill this in."))
        return name
