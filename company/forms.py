"""The company's own settings as an administrator types them, with what cannot be refused in words."""

from datetime import time
from typing import Any  # Django's forms take anything by keyword
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.models import Company, Location, Staff
from company.moments import weekday_words
from company.policy import SpeakingHours
from company.policy.ranges import RANGES
from company.services.pictures import MOST_BYTES, BadPicture, redraw
from company.services.staffing import would_leave_no_owner

WIDEST = SpeakingHours()


class CompanyForm(forms.ModelForm[Company]):
    class Meta:
        model = Company
        fields = (
            "name",
            "caller_number",
            "privacy_contact",
            "speaking_opens",
            "speaking_closes",
            "sms_monthly_ceiling",
            "reschedules_need_a_reason",
            "offers_earlier_times",
            "employer_name",
            "about",
            "values",
            "online_test_url",
            "online_help_phone",
            "retention_months",
            "first_contact_minutes",
            "invitation_days",
            "decision_days",
            "fewest_slots",
            "reschedules_allowed",
            "reschedule_cutoff_minutes",
            "longest_wait_days",
            "earlier_offer_minutes",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in RANGES.items():
            if name in self.fields:
                self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        opens, closes = self.cleaned_data.get("speaking_opens"), self.cleaned_data.get("speaking_closes")
        if opens and closes and not WIDEST.opens <= opens < closes <= WIDEST.closes:
            self.add_error(
                "speaking_closes", _("Choose hours between 8:00 and 21:00, the first before the last.")
            )
        return cleaned


class LocationForm(forms.ModelForm[Location]):
    zone = forms.ChoiceField()
    closed_weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Closed on"),
        coerce=int,
        choices=lambda: [(day, weekday_words([day])) for day in range(7)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Location
        fields = (
            "name",
            "slug",
            "is_active",
            "postal_address",
            "station",
            "access",
            "entrance",
            "directions",
            "map_url",
            "smoking",
            "phone",
            "caller_number",
            "opens",
            "closes",
            "closed_weekdays",
            "zone",
            "responsible",
            "deputy",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = Location._meta.get_field("zone")
        names = sorted(available_timezones(), key=lambda name: (name != field.default, name))
        self.fields["zone"] = forms.ChoiceField(
            label=field.verbose_name,
            choices=[(name, name) for name in names],
            initial=field.default,
            help_text=self.fields["zone"].help_text,
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if isinstance(opens, time) and isinstance(closes, time) and opens >= closes:
            self.add_error("closes", _("It closes before it opens. Please check both times."))
        return cleaned


class StaffForm(UserChangeForm[Staff]):
    """An existing person. The last owner stays one."""

    photo_file = forms.FileField(
        label=gettext_lazy("New picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB. It is made small here."),
    )

    def clean_photo_file(self) -> bytes | None:
        """The file's bytes, once they have proved to be a picture."""
        file = self.cleaned_data.get("photo_file")
        if not file:
            return None
        content: bytes = file.read() if file.size <= MOST_BYTES else b""
        try:
            redraw(content)
        except BadPicture as refusal:
            words = _("This is no JPEG, PNG or WebP picture, or it is damaged.")
            raise forms.ValidationError(words) from refusal
        return content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        after = Staff(
            pk=self.instance.pk,
            role=cleaned.get("role", self.instance.role),
            is_active=cleaned.get("is_active", self.instance.is_active),
        )
        if would_leave_no_owner(after):
            self.add_error(
                "role", _("This is the last owner who can sign in. Make somebody else an owner first.")
            )
        return cleaned


class NewStaffForm(UserCreationForm[Staff]):
    class Meta:
        model = Staff
        fields = ("username",)


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Everybody signs in with a password, so the choice to have none is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True
