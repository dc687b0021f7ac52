"""The cadence to set, in the order of the story. Saving a step plans every running application again."""

from typing import Any, ClassVar  # Django's admin hooks are untyped

from django.contrib import admin
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import ExtractHour, ExtractMinute
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from company import clock
from company.adminbase import SettingsAdmin, staff_of, yes
from reminders.forms import CadenceStepForm
from reminders.models import CadenceStep
from reminders.policy.cadence import Anchor
from reminders.services.cadence import keep_step, use_steps
from reminders.wording import DAY, HOUR, span_words, when_words, why_words

STORY = (Anchor.APPLIED, Anchor.INVITED, Anchor.ANSWER_BY, Anchor.BOOKED, Anchor.START, Anchor.CASE)
IN_ORDER = ("place", "moment", "pk")
TWO_O_CLOCK = 14 * HOUR
"""Where in its day an anchor is taken to lie when steps by the minute and by the day are put in one order."""


@admin.register(CadenceStep)
class CadenceStepAdmin(SettingsAdmin[CadenceStep]):
    form = CadenceStepForm
    list_display = ("kind", "when", "condition", "route", "useful", yes("is_active", _("in use")))
    list_filter = ("anchor", "is_active")
    actions = ("use", "stop_using")
    words: ClassVar[dict[str, StrOrPromise]] = {
        "kind": _("The words for it stand in the message texts. It stands fast once the step exists."),
        "local_time": _("In the location's own time."),
        "condition": _("Looked at again until the very moment of sending: an answer stops the rest."),
        "route": _(
            "The best channel is the one they prefer and that reaches them. What does not arrive moves on to "
            "the next channel by itself."
        ),
        "is_active": _("Without it nothing of this is planned; what has been said stays on record."),
    }
    fieldsets = (
        (None, {"fields": ("kind", "is_active")}),
        (pgettext_lazy("of a step", "When"), {"fields": ("anchor", "offset_minutes", "days", "local_time")}),
        (_("If, where and how long"), {"fields": ("condition", "route", "useful_minutes", "why")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: CadenceStep | None = None) -> Any:
        now = ((_("As it is now"), {"fields": ("in_words",)}),) if obj else ()
        return (*now, *super().get_fieldsets(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: CadenceStep | None = None) -> tuple[str, ...]:
        """Messages are known by step and kind: another kind would be said to people who heard this one."""
        return ("in_words", "kind") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[CadenceStep]:
        """In the order of the story, and within one anchor in the order of time."""
        place = Case(*(When(anchor=anchor, then=Value(n)) for n, anchor in enumerate(STORY)))
        by_day = F("days") * DAY + ExtractHour("local_time") * HOUR + ExtractMinute("local_time")
        moment = Case(
            When(days__isnull=False, then=by_day),
            default=F("offset_minutes") + TWO_O_CLOCK,
            output_field=IntegerField(),
        )
        return CadenceStep.objects.annotate(place=place, moment=moment).order_by(*IN_ORDER)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return IN_ORDER

    def named(self, obj: CadenceStep) -> str:
        return obj.get_kind_display()

    @admin.display(description=_("when"))
    def when(self, step: CadenceStep) -> str:
        return when_words(step.as_step())

    @admin.display(description=_("useful for"), ordering="useful_minutes")
    def useful(self, step: CadenceStep) -> str:
        return span_words(step.useful_minutes)

    @admin.display(description=_("in words"))
    def in_words(self, step: CadenceStep) -> str:
        step = CadenceStep.objects.get(pk=step.pk)  # as it is kept, also beside what was typed and refused
        parts = (
            when_words(step.as_step()),
            step.get_route_display(),
            _("only if: %(condition)s") % {"condition": step.get_condition_display()},
            why_words(step.why or step.step),
        )
        return " / ".join(str(part) for part in parts if part)

    def save_model(
        self, request: HttpRequest, obj: CadenceStep, form: ModelForm[CadenceStep], change: bool
    ) -> None:
        count = keep_step(obj, by=staff_of(request), now=clock.now(), fields=form.changed_data)
        self._say(request, count)

    @admin.action(description=_("Use the chosen steps"))
    def use(self, request: HttpRequest, queryset: QuerySet[CadenceStep]) -> None:
        self._say(request, use_steps(queryset, True, by=staff_of(request), now=clock.now()))

    @admin.action(description=_("Stop using the chosen steps"))
    def stop_using(self, request: HttpRequest, queryset: QuerySet[CadenceStep]) -> None:
        self._say(request, use_steps(queryset, False, by=staff_of(request), now=clock.now()))

    def _say(self, request: HttpRequest, count: int) -> None:
        words = ngettext(
            "%(count)d running application is planned again by this.",
            "%(count)d running applications are planned again by this.",
            count,
        )
        self.message_user(request, words % {"count": count})
