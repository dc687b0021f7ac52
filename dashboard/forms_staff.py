"""Inviting colleagues, and what they may see and do."""

from typing import Any, ClassVar  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from company.models import Location, Staff
from company.models.people import ROLES
from company.policy import Role
from company.services.staffing import would_leave_no_owner
from dashboard.dressing import dress

LANGUAGES = [("ja", gettext_lazy("Japanese")), ("en", gettext_lazy("English"))]


def places() -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]  # not subscriptable at run time
    return forms.ModelMultipleChoiceField(
        Location.objects.filter(is_active=True),
        label=pgettext_lazy("of a person", "Locations"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class _WithPlaces(forms.Form):
    """Whoever is no owner works somewhere, else they would see nothing."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_role = cleaned.get("role", Role.OWNER) != Role.OWNER
        if has_role and "locations" in cleaned and not cleaned["locations"]:
            self.add_error("locations", _("Choose at least one place, else they see nobody."))
        return cleaned


class InviteForm(_WithPlaces):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=150)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=ROLES, initial=Role.RECRUITER, widget=forms.RadioSelect
    )
    locations = places()
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["language"].help_text = _("Of the e-mail and of their desk; they can change it.")


class ColleagueForm(_WithPlaces, forms.ModelForm[Staff]):
    locations = places()

    class Meta:
        model = Staff
        fields = ("display_name", "title", "email", "language", "role", "locations")
        labels: ClassVar[dict[str, Any]] = {
            "display_name": gettext_lazy("Name candidates read"),
            "title": pgettext_lazy("of a person", "Title"),
            "email": gettext_lazy("E-mail"),
            "language": gettext_lazy("Language"),
            "role": gettext_lazy("Role"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "email": gettext_lazy("For notices, interview invitations and a forgotten password."),
        }
        widgets: ClassVar[dict[str, Any]] = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        role = cleaned.get("role", self.instance.role)
        if would_leave_no_owner(Staff(pk=self.instance.pk, role=role, is_active=self.instance.is_active)):
            self.add_error(
                "role", _("This is the last owner who can sign in. Make somebody else an owner first.")
            )
        return cleaned


class LeavingForm(forms.Form):
    to = forms.ModelChoiceField(
        Staff.objects.none(),
        label=gettext_lazy("Who takes over"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a model's choices
        dress(self)
