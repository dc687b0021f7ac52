"""The closing rule to set; cases to look up."""

from typing import ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from candidates.models import Candidate
from company import clock
from company.adminbase import ReadOnlyAdmin, SingleAdmin, staff_of
from noshow.forms import ClosingRuleForm
from noshow.models import Case, ClosingRule
from noshow.services.ruling import keep_rule


@admin.register(ClosingRule)
class ClosingRuleAdmin(SingleAdmin[ClosingRule]):
    form = ClosingRuleForm
    fieldsets = (
        (
            None,
            {
                "fields": ClosingRuleForm.Meta.fields,
                "description": _(
                    "The same for everyone. A search ends only when all of this holds, the last notice "
                    "arrived, its deadline has passed, and not a word has come back. Any word stops it."
                ),
            },
        ),
    )
    words: ClassVar[dict[str, StrOrPromise]] = {
        "attempts": _("How often it was tried, calls included. Only what arrived counts. At least 2."),
        "channels": _("SMS, e-mail and telephone: on how many of them. At most 3."),
        "hours": _("Counted from the moment somebody said they had not come. At least 24."),
        "notice_hours": _("From the last notice to its deadline. At least 24."),
        "grace": _("Minutes after the interview's end before anything can be decided."),
        "person_confirms": _(
            "With it the rule proposes and a person closes. Without it the rule closes by itself."
        ),
    }

    def save_model(
        self, request: HttpRequest, obj: ClosingRule, form: ModelForm[ClosingRule], change: bool
    ) -> None:
        """By the same verb as on the desk: every state of the rule stays."""
        obj.pk = keep_rule(obj, by=staff_of(request), now=clock.now()).row.pk


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin[Case]):
    list_display = ("opened_at", "candidate", "state", "reason", "answered_at", "closed_at", "who_closed")
    list_display_links = ("opened_at", "candidate")
    list_filter = ("state", "reason", "interview__application__job__location")
    search_fields = (
        "interview__application__candidate__family_name",
        "interview__application__candidate__given_name",
    )
    search_help_text = _("Name of the candidate.")
    date_hierarchy = "opened_at"
    list_select_related = ("closed_by", "interview__application__candidate")
    fields = (
        "candidate",
        "state",
        "opened_at",
        "reason",
        "reason_text",
        "answered_at",
        "hold_reason",
        "closed_at",
        "who_closed",
    )

    def named(self, obj: Case) -> str:
        return str(obj.interview.application)

    @admin.display(description=_("candidate"))
    def candidate(self, case: Case) -> Candidate:
        return case.interview.application.candidate

    @admin.display(description=_("closed by"), ordering="closed_by")
    def who_closed(self, case: Case) -> str:
        return str(case.closed_by or "")
