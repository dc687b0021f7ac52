"""Where middle and high risk begin."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.dressing import dress


class LevelsForm(forms.Form):
    """Per cent of not coming."""

    middle = forms.IntegerField(
        label=gettext_lazy("Middle from (% not coming)"),
        min_value=1,
        max_value=98,
        help_text=gettext_lazy("Below it the risk is called low."),
    )
    high = forms.IntegerField(
        label=gettext_lazy("High from (% not coming)"),
        min_value=2,
        max_value=99,
        help_text=gettext_lazy("Who stands here is named first, on the desk."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        middle, high = cleaned.get("middle"), cleaned.get("high")
        if middle is not None and high is not None and middle >= high:
            self.add_error("high", _("High begins above middle: choose a larger number."))
        return cleaned
