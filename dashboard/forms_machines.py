"""Keys for machines and addresses for events, as an owner types them."""

from datetime import date, datetime, time
from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from company.models import Location
from company.policy import ApiScope, HookEvent
from company.services.hooks import check_address
from company.services.reaching import NotReached
from dashboard.dressing import dress
from dashboard.words_machines import event_choices, post_trouble_words

SCOPES = [
    (ApiScope.WRITE, gettext_lazy("Post applications")),
    (ApiScope.READ, gettext_lazy("Read applications and their interviews")),
    (ApiScope.JOBS, gettext_lazy("Read jobs")),
]


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=60,
        widget=forms.TextInput({"placeholder": gettext_lazy("e.g. kiosk in the shop")}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )
    locations = forms.ModelMultipleChoiceField(
        Location.objects.none(),
        label=gettext_lazy("Only for these locations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        dress(self)
        places = self.fields["locations"]
        assert isinstance(places, forms.ModelMultipleChoiceField)  # noqa: S101  tells the type checker
        places.queryset = Location.objects.filter(is_active=True)
        for name in ("scopes", "locations"):
            self.fields[name].widget.attrs = {}

    def clean_expires_on(self) -> datetime | None:
        """To the end of that day."""
        day: date | None = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if day < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class WebhookForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("webhook", "Name"), max_length=60)
    url = forms.CharField(
        label=pgettext_lazy("webhook", "Address"),
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://…", "inputmode": "url"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), widget=forms.CheckboxSelectMultiple, choices=event_choices
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["events"].widget.attrs = {}

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            check_address(url)
        except NotReached as refused:
            raise forms.ValidationError(post_trouble_words(refused.code), code=refused.code) from refused
        return url

    def clean_events(self) -> list[str]:
        return [str(event) for event in HookEvent if event in self.cleaned_data["events"]]
