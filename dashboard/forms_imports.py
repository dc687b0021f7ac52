"""A file and the job it is for."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.models import Job
from dashboard.scope import Scope


class UploadForm(forms.Form):
    job = forms.ModelChoiceField(Job.objects.none(), label=pgettext_lazy("column", "Job"), empty_label=None)
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput({"class": "input", "accept": ".csv,.tsv,.txt,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
        help_text=gettext_lazy("UTF-8 or Shift_JIS, as job boards and Excel write it. Up to 20,000 lines."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        job = self.fields["job"]
        assert isinstance(job, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        job.queryset = scope.jobs().select_related("location")
        job.widget.attrs["class"] = "select"
