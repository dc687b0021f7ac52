"""What each signal of the risk looks at, for the page where its points are listed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SIGNAL_WORDS: Mapping[str, "StrPromise"] = {
    "confirmed": pgettext_lazy("signal", "Said “I am coming”"),
    "silent": pgettext_lazy("signal", "Asked, and has not answered"),
    "lead": pgettext_lazy("signal", "Days from application to interview (four weeks: all of it)"),
    "absent_before": pgettext_lazy("signal", "Did not come before (fades over a year)"),
    "came_before": pgettext_lazy("signal", "Came to an earlier interview"),
    "spoke": pgettext_lazy("signal", "Somebody has spoken with them on the phone"),
    "unreached": pgettext_lazy("signal", "No message has got through"),
    "calls_missed": pgettext_lazy("signal", "A call nobody answered (each, two at most)"),
    "moved": pgettext_lazy("signal", "The time was moved (each, three at most)"),
    "opened": pgettext_lazy("signal", "Looked at their page"),
    "chose": pgettext_lazy("signal", "Chose the time themselves"),
    "question": pgettext_lazy("signal", "Their question is not answered by us"),
    "said_late": pgettext_lazy("signal", "Told us that they will be late"),
    "keen": pgettext_lazy("signal", "Very keen on the job (not so keen: the opposite)"),
    "elsewhere": pgettext_lazy("signal", "Has applied elsewhere, too"),
    "slow": pgettext_lazy("signal", "Takes longer to answer than usual (eight times: all of it)"),
    "clicked": pgettext_lazy("signal", "Read what we sent about the work"),
    "reached": pgettext_lazy("signal", "Reached on the channel they like best"),
    "monday": pgettext_lazy("signal", "Interview on a Monday"),
    "weekend": pgettext_lazy("signal", "Interview on a weekend"),
    "morning": pgettext_lazy("signal", "Interview before 11:00"),
    "evening": pgettext_lazy("signal", "Interview from 18:00 on"),
}


def signal_words(code: str) -> str:
    return str(SIGNAL_WORDS[code])
