"""What is told about a place, the company and oneself, as typed on the desk."""

from itertools import count
from typing import Any, ClassVar  # Django's forms take anything by keyword
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from company.models import Company, Location, Staff
from company.policy import Role
from company.policy.ranges import RANGES
from dashboard.dressing import dress
from dashboard.forms_slots import SlotForm

A_NUMBER = RegexValidator(r"^[+0-9][0-9 ()\-‐－]{5,18}$", gettext_lazy("Write it as 0422-00-0120."))


class LocationFactsForm(forms.ModelForm[Location]):
    """What whoever acts for a place says about it."""

    closed_weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Closed on"),
        coerce=int,
        choices=SlotForm.base_fields["weekdays"].choices,  # type: ignore[attr-defined]  # a choice field
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Location
        fields: tuple[str, ...] = (
            "postal_address",
            "map_url",
            "station",
            "access",
            "entrance",
            "directions",
            "phone",
            "opens",
            "closes",
            "closed_weekdays",
            "caller_number",
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
            "caller_number": gettext_lazy("Number we call from"),
            "name": pgettext_lazy("of a place", "Name"),
            "slug": gettext_lazy("Short name in addresses"),
            "zone": gettext_lazy("Time zone"),
            "responsible": gettext_lazy("In charge of the place"),
            "deputy": gettext_lazy("Deputy"),
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
            "opens": gettext_lazy("The clock for the first contact runs between these hours."),
            "caller_number": gettext_lazy("Empty: the company’s number, else the phone of the place."),
            "slug": gettext_lazy(
                "Small letters, figures and hyphens, such as kichijoji. Empty: we make one."
            ),
            "zone": gettext_lazy("Times in messages and on pages are told in this zone."),
            "responsible": gettext_lazy("Hears first of what happens at this place."),
            "deputy": gettext_lazy("Is told when the first contact is not made in time."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "opens": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "caller_number"):
            self.fields[name].validators.append(A_NUMBER)
        dress(self, {"directions": 4})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("It closes before it opens. Please check both times."))
        return cleaned


class OwnersLocationForm(LocationFactsForm):
    """All about a place, new ones too."""

    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    class Meta(LocationFactsForm.Meta):
        fields = ("name", "slug", *LocationFactsForm.Meta.fields, "zone", "responsible", "deputy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(available_timezones(), key=lambda name: (name != "Asia/Tokyo", name))
        self.fields["zone"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # a choice field
        self.fields["zone"].help_text = str(self.Meta.help_texts["zone"])
        self.fields["zone"].initial = "Asia/Tokyo"
        self.fields["slug"].required = False
        people = Staff.objects.filter(is_active=True, role__in=[Role.OWNER, Role.RECRUITER])
        for name in ("responsible", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a model's choices
            self.fields[name].empty_label = _("Nobody yet")  # type: ignore[attr-defined]  # as above
        dress(self, {"directions": 4})

    def clean_slug(self) -> str:
        """One of our own making when none was typed; a used address stays as it is."""
        slug: str = (
            self.cleaned_data["slug"] or self.instance.slug or slugify(self.cleaned_data.get("name", ""))
        )
        if not slug:
            taken = set(Location.objects.values_list("slug", flat=True))
            slug = next(one for n in count(1) if (one := f"store-{n}") not in taken)
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("deputy") and cleaned["deputy"] == cleaned.get("responsible"):
            self.add_error(
                "deputy", _("The deputy is told when the one in charge does not act: choose another.")
            )
        return cleaned


class CompanyFactsForm(forms.ModelForm[Company]):
    class Meta:
        model = Company
        fields = (
            "name",
            "employer_name",
            "about",
            "values",
            "online_test_url",
            "online_help_phone",
            "invitation_days",
            "fewest_slots",
            "decision_days",
            "reschedules_allowed",
            "reschedule_cutoff_minutes",
            "reschedules_need_a_reason",
            "longest_wait_days",
            "offers_earlier_times",
            "earlier_offer_minutes",
        )
        labels: ClassVar[dict[str, Any]] = {
            "employer_name": gettext_lazy("Employer's name"),
            "name": pgettext_lazy("of a company", "Name"),
            "invitation_days": gettext_lazy("Days to answer an invitation"),
            "fewest_slots": gettext_lazy("Open times to offer at least"),
            "decision_days": gettext_lazy("Days to an answer after the interview"),
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
            "name": gettext_lazy("Stands in every message and on every page for applicants."),
            "invitation_days": gettext_lazy("A reminder goes before the invitation ends."),
            "fewest_slots": gettext_lazy("The desk warns when fewer times are open."),
            "decision_days": gettext_lazy("Promised on the candidate's page."),
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
        self.fields["online_help_phone"].validators.append(A_NUMBER)
        for name, (least, most) in RANGES.items():
            if name in self.fields:
                self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
        hint = self.fields["employer_name"]
        hint.help_text = str(hint.help_text) % {"name": self.instance.name}
        dress(self, {"about": 5, "values": 3})


class MeForm(forms.ModelForm[Staff]):
    photo_file = forms.FileField(label=gettext_lazy("New picture"), required=False)
    without_photo = forms.BooleanField(label=gettext_lazy("Show no picture"), required=False)

    class Meta:
        model = Staff
        fields = ("display_name", "title", "greeting", "email", "phone")
        labels: ClassVar[dict[str, Any]] = {
            "display_name": gettext_lazy("Name candidates read"),
            "title": pgettext_lazy("of a person", "Title"),
            "greeting": gettext_lazy("A word to candidates"),
            "email": gettext_lazy("My e-mail"),
            "phone": gettext_lazy("My mobile number"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "greeting": gettext_lazy("Stands beside your name on their page; two sentences do."),
            "email": gettext_lazy("For notices and a forgotten password. Candidates never see it."),
            "phone": gettext_lazy("For test messages to yourself. Candidates never see it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].validators.append(A_NUMBER)
        self.fields["photo_file"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        self.fields["photo_file"].help_text = _("JPEG, PNG or WebP, up to 10 MB. It is made small here.")
        dress(self)

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"].strip()
        if not name and self.initial.get("display_name"):
            raise ValidationError(_("Please fill this in."))
        return name
