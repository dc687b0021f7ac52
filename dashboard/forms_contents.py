"""Something to read or to watch, as typed by a recruiter."""

from typing import Any  # Django's forms take anything by keyword
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.models import Content
from dashboard.scope import Scope


class ContentForm(forms.ModelForm[Content]):
    class Meta:
        model = Content
        fields = ("kind", "job", "title", "summary", "minutes", "url", "body")
        labels = {
            "kind": pgettext_lazy("of content", "Kind"),
            "job": gettext_lazy("For which job"),
            "title": pgettext_lazy("of content", "Title"),
            "summary": gettext_lazy("In one line"),
            "minutes": gettext_lazy("Minutes to read or watch"),
            "url": gettext_lazy("Address, if it stands elsewhere"),
            "body": gettext_lazy("Text, if it is read here"),
        }
        help_texts = {
            "url": gettext_lazy("Begins with https://. Candidates are told that another site opens."),
            "body": gettext_lazy("An empty line begins a new paragraph."),
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        job = self.fields["job"]
        assert isinstance(job, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        job.queryset = scope.jobs().select_related("location")
        job.empty_label = _("For every job") if scope.staff.sees_everything else _("Choose a job")
        job.required = not scope.staff.sees_everything
        for name, field in self.fields.items():
            field.error_messages["required"] = _("Please fill this in.")
            _dress(name, field.widget)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and urlsplit(url).scheme != "https":
            raise ValidationError(_("Only addresses that begin with https:// can be opened safely."))
        return url

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("url") and not said.get("body") and "url" not in self.errors:
            raise ValidationError(_("Please give an address or a text."))
        return said


def _dress(name: str, widget: forms.Widget) -> None:
    if isinstance(widget, forms.Select):
        widget.attrs["class"] = "select"
    elif isinstance(widget, forms.Textarea):
        widget.attrs |= {"class": "textarea", "rows": 8}
    else:
        widget.attrs |= {"class": "input", "autocomplete": "off"}
