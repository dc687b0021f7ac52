"""A job board's label table, and what a person reads in a mail that could not be read."""

from typing import Any  # Django's forms take anything by keyword
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.models import Board, BoardMail, Job
from candidates.policy import Applicant
from candidates.policy.board_mails import MAIL_FIELDS
from candidates.policy.rows import Row, read_row
from candidates.services.import_words import problem_words
from dashboard.dressing import dress
from dashboard.scope import Scope

MOST_LABELS = 60
CELLS = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "phone",
    "email",
    "birth_on",
    "motivation",
    "availability",
)


class BoardForm(forms.ModelForm[Board]):
    """``labels`` are written one a line: what the board writes, then ``=`` and the field's name."""

    class Meta:
        model = Board
        fields = ("name", "senders", "job", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, {"senders": 2})
        job = self.fields["job"]
        assert isinstance(job, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        job.queryset = Job.objects.select_related("location")
        job.empty_label = _("None: a person decides")
        self.fields["is_active"].widget.attrs = {}

    def labels(self) -> dict[str, str]:
        """The table as it was typed: pairs of ``label`` and ``field``; lines without a label are left out."""
        names, fields = self.data.getlist("label"), self.data.getlist("field")  # type: ignore[attr-defined]  # a QueryDict
        pairs = list(zip(names, fields, strict=False))[:MOST_LABELS]
        return {
            " ".join(name.split())[:40]: field
            for name, field in pairs
            if name.strip() and field in MAIL_FIELDS
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = set(self.labels().values())
        if not found & {"full_name", "family_name", "given_name"}:
            self.add_error(None, _("One label has to be the name."))
        if not found & {"phone", "email"}:
            self.add_error(None, _("One label has to be the phone or the e-mail."))
        return data


class MailForm(forms.Form):
    """Text as it stands in the mail; it is cleaned like a line of a file."""

    job = forms.ModelChoiceField(Job.objects.none(), label=pgettext_lazy("column", "Job"))
    remembers = forms.BooleanField(
        label=gettext_lazy("Next time this board writes so, it means this job"), required=False, initial=True
    )
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60, required=False)
    family_kana = forms.CharField(label=gettext_lazy("Family name in kana"), max_length=60, required=False)
    given_kana = forms.CharField(label=gettext_lazy("Given name in kana"), max_length=60, required=False)
    phone = forms.CharField(label=pgettext_lazy("number", "Phone"), max_length=60, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=320, required=False)
    birth_on = forms.CharField(label=gettext_lazy("Date of birth"), max_length=40, required=False)
    motivation = forms.CharField(
        label=gettext_lazy("Motivation"), max_length=4000, required=False, widget=forms.Textarea
    )
    availability = forms.CharField(
        label=gettext_lazy("Availability"), max_length=4000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, scope: Scope, mail: BoardMail, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": started_from(mail)} | kwargs)
        dress(self, {"motivation": 2, "availability": 2})
        self.now = now
        self.row: Row | None = None
        job = self.fields["job"]
        assert isinstance(job, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        job.queryset = scope.jobs().select_related("location")
        job.empty_label = _("Choose the job")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        job: Job | None = data.get("job")
        zone = job.location.zone if job else str(ZoneInfo("Asia/Tokyo"))
        cells = {name: data.get(name, "") for name in CELLS}
        self.row = read_row(cells, now=self.now, zone=zone, language="ja")
        for problem in self.row.problems:
            field = "family_name" if problem.field == "full_name" else problem.field
            self.add_error(field if field in self.fields else None, problem_words(problem))
        return data

    @property
    def applicant(self) -> Applicant:
        return self.row.applicant if self.row else Applicant()


def started_from(mail: BoardMail) -> dict[str, Any]:
    """What was read so far; a full name is split at its first space."""
    read: dict[str, str] = dict(mail.read)
    known: dict[str, Any] = {name: read.get(name, "") for name in CELLS}
    for kind in ("name", "kana"):
        family, _space, given = read.get(f"full_{kind}", "").partition(" ")
        known[f"family_{kind}"] = known[f"family_{kind}"] or family
        known[f"given_{kind}"] = known[f"given_{kind}"] or given.strip()
    return known | {"job": mail.job_id}


def label_rows(labels: dict[str, str], spare: int = 3) -> list[tuple[str, str]]:
    """For the table: what is there, and some empty lines."""
    return [*labels.items(), *[("", "")] * spare]
