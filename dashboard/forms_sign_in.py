"""What is typed around one's own signing in."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.models import Location, Staff
from company.policy.pins import is_pin, is_too_easy
from dashboard.dressing import dress

PASSWORD_HINT = gettext_lazy("Eight characters or more; not a word that others use as well.")


class ReallyMeForm(forms.Form):
    """The present password, before something that lessens the safety of an account."""

    password = forms.CharField(
        label=gettext_lazy("Present password"), widget=forms.PasswordInput, max_length=200, strip=False
    )

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        dress(self)
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.staff.check_password(password):
            raise ValidationError(_("This is not your present password."))
        return password


class FirstCodeForm(ReallyMeForm):
    code = forms.CharField(label=gettext_lazy("Code that the app shows"), max_length=12)

    field_order = ("code", "password")

    def __init__(self, staff: Staff, *args: Any, needs_password: bool, **kwargs: Any) -> None:
        super().__init__(staff, *args, **kwargs)
        if not needs_password:
            del self.fields["password"]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class PinForm(ReallyMeForm):
    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        max_length=12,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Four to six digits, none that anybody would try first."),
    )

    field_order = ("pin", "password")

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(staff, *args, **{"auto_id": "pin_%s", **kwargs})
        self.fields["pin"].widget.attrs["autocomplete"] = "off"

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"].strip()
        if not is_pin(pin):
            raise ValidationError(_("A PIN is four to six digits."))
        if is_too_easy(pin):
            raise ValidationError(_("Anybody would try this one first. Please choose another."))
        return pin


class TabletForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What you call it"), max_length=60)
    location = forms.ModelChoiceField(Location.objects.none(), label=gettext_lazy("Store"), empty_label=None)

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = places  # type: ignore[attr-defined]  # a model's choices
        dress(self)
        self.fields["name"].help_text = _("e.g. tablet behind the counter")


class WelcomeForm(forms.Form):
    """What an invited person says of themselves."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=60,
        help_text=gettext_lazy("Candidates and colleagues read it, e.g. 小林 美咲."),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Password"), widget=forms.PasswordInput, max_length=200, strip=False
    )
    password2 = forms.CharField(
        label=gettext_lazy("Password, once more"), widget=forms.PasswordInput, max_length=200, strip=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("ja", gettext_lazy("Japanese")), ("en", gettext_lazy("English"))],
    )
    photo = forms.FileField(label=gettext_lazy("Picture"), required=False)

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        dress(self)
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"
        self.fields["password1"].help_text = str(PASSWORD_HINT)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["photo"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        self.fields["photo"].help_text = _("JPEG, PNG or WebP, up to 10 MB. You can add it later.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        elif first:
            self._check(first, cleaned.get("name", ""))
        return cleaned

    def _check(self, password: str, name: str) -> None:
        person = Staff(username=self.email, email=self.email, display_name=name)
        try:
            password_validation.validate_password(password, person)
        except ValidationError as refusal:
            self.add_error("password1", refusal)
