"""Spans of time as people say them: a number and its unit, and whether before or after."""

from typing import Any  # Django's fields take and give anything

from django import forms
from django.utils.translation import pgettext_lazy

from reminders.wording import DAY, HOUR

UNITS = [
    (1, pgettext_lazy("a unit of time", "minutes")),
    (HOUR, pgettext_lazy("a unit of time", "hours")),
    (DAY, pgettext_lazy("a unit of time", "days")),
]
SIDES = [(-1, pgettext_lazy("a span", "before")), (1, pgettext_lazy("a span", "after"))]
LONGEST = 60 * DAY


class SpanWidget(forms.MultiWidget):
    def __init__(self, attrs: dict[str, Any] | None = None, *, sided: bool = False) -> None:
        self.sided = sided
        widgets: list[forms.Widget] = [
            forms.NumberInput({"min": 0, "max": LONGEST, "class": "span-count"}),
            forms.Select(choices=UNITS),
        ]
        super().__init__([*widgets, forms.Select(choices=SIDES)] if sided else widgets, attrs)

    def decompress(self, value: int | None) -> list[Any]:
        if value is None:
            return [None, HOUR, 1][: len(self.widgets)]
        size = abs(value)
        unit = next(unit for unit in (DAY, HOUR, 1) if size % unit == 0) if size else 1
        return [size // unit, unit, -1 if value < 0 else 1][: len(self.widgets)]


class SpanField(forms.MultiValueField):
    """Minutes, as an integer; negative for "before" where ``sided``."""

    def __init__(self, *, sided: bool = False, **kwargs: Any) -> None:
        fields: list[forms.Field] = [
            forms.IntegerField(min_value=0, max_value=LONGEST),
            forms.TypedChoiceField(choices=UNITS, coerce=int),
        ]
        if sided:
            fields.append(forms.TypedChoiceField(choices=SIDES, coerce=int))
        super().__init__(fields, widget=SpanWidget(sided=sided), require_all_fields=True, **kwargs)

    def compress(self, data_list: list[int]) -> int:
        if not data_list:
            return 0
        count, unit, *side = data_list
        return count * unit * (side[0] if side else 1)
