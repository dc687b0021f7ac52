"""The company's settings by page: who we are, hours and numbers, signing in, money, what is kept how long."""

from typing import Any, ClassVar  # Django's forms take anything by keyword

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.forms import WIDEST
from company.models import Company
from company.policy.ranges import RANGES
from dashboard.dressing import dress
from dashboard.forms_places import A_NUMBER


class CompanyPart(forms.ModelForm[Company]):
    """Some fields of the one company row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in RANGES.items():
            if name in self.fields:
                self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
                self.fields[name].widget.attrs |= {"min": least, "max": most}
        dress(self)


class HoursForm(CompanyPart):
    """When we may speak, how soon we do, and from which number."""

    class Meta:
        model = Company
        fields = (
            "speaking_opens",
            "speaking_closes",
            "first_contact_minutes",
            "deputy_after_minutes",
            "caller_number",
        )
        labels: ClassVar[dict[str, Any]] = {
            "speaking_opens": gettext_lazy("SMS and LINE from"),
            "speaking_closes": gettext_lazy("SMS and LINE until"),
            "first_contact_minutes": gettext_lazy("First contact within (minutes)"),
            "deputy_after_minutes": gettext_lazy("Then the deputy is told after (minutes)"),
            "caller_number": gettext_lazy("Number we call from"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "speaking_opens": gettext_lazy("Not before 8:00."),
            "speaking_closes": gettext_lazy("Not after 21:00. What comes later waits for the morning."),
            "first_contact_minutes": gettext_lazy("Counted in the opening hours of each store."),
            "deputy_after_minutes": gettext_lazy("Counted in opening hours from the end of that time."),
            "caller_number": gettext_lazy(
                "Shown to applicants before we call. A store may have its own; empty: the store's phone."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "speaking_opens": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "speaking_closes": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caller_number"].validators.append(A_NUMBER)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("speaking_opens"), cleaned.get("speaking_closes")
        if opens and closes and not WIDEST.opens <= opens < closes <= WIDEST.closes:
            self.add_error(
                "speaking_closes", _("Choose hours between 8:00 and 21:00, the first before the last.")
            )
        return cleaned


class WaysInForm(CompanyPart):
    class Meta:
        model = Company
        fields = ("owners_need_two_steps", "tablet_minutes")
        labels: ClassVar[dict[str, Any]] = {
            "owners_need_two_steps": gettext_lazy("Owners sign in with two steps"),
            "tablet_minutes": gettext_lazy("A shared tablet goes back to the faces after (minutes)"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "owners_need_two_steps": gettext_lazy(
                "Beside the password a code from an app. An owner without one is led there first."
            ),
            "tablet_minutes": gettext_lazy("Of nobody touching it."),
        }


class SpendingForm(CompanyPart):
    class Meta:
        model = Company
        fields = ("sms_monthly_ceiling", "sms_part_yen")
        labels: ClassVar[dict[str, Any]] = {
            "sms_monthly_ceiling": gettext_lazy("SMS parts a month at most"),
            "sms_part_yen": gettext_lazy("Price of an SMS part (yen)"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "sms_monthly_ceiling": gettext_lazy(
                "At 80 % the desk warns; at the ceiling only answers to what somebody has just done go out."
            ),
            "sms_part_yen": gettext_lazy(
                "As in your contract. The likely cost of each message is counted with it."
            ),
        }


class KeepingForm(CompanyPart):
    """How long people are remembered. Shortening it erases people tonight, so their number is typed."""

    typed = forms.CharField(label=gettext_lazy("Number of people"), max_length=12, required=False)

    class Meta:
        model = Company
        fields = ("retention_months", "privacy_contact", "may_export")
        labels: ClassVar[dict[str, Any]] = {
            "retention_months": gettext_lazy("Months kept after a decision"),
            "privacy_contact": gettext_lazy("Contact for personal data"),
            "may_export": gettext_lazy("Recruiters may export lists as a file"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "retention_months": gettext_lazy("Stands in the consent text. Afterwards the person is erased."),
            "privacy_contact": gettext_lazy("Stands in the consent text, for questions about personal data."),
            "may_export": gettext_lazy("Owners always may. Every export is in the trail."),
        }

    def __init__(self, *args: Any, erased_tonight: Any, **kwargs: Any) -> None:
        """``erased_tonight`` counts, for a number of months, whom the next hour would erase."""
        super().__init__(*args, **kwargs)
        self.erased_tonight = erased_tonight
        self.lost = 0
        self.before = self.instance.retention_months

    @property
    def is_asking(self) -> bool:
        """Whether the number of people has to be typed before this is kept."""
        return self.lost > 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        months = cleaned.get("retention_months")
        if months is not None and months < self.before:
            self.lost = self.erased_tonight(months)
            if self.lost and (cleaned.get("typed") or "").strip() != str(self.lost):
                raise ValidationError(_("Please read what this erases, and type the number of people."))
        return cleaned
