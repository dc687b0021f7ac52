"""Parts of a person's page that ask their own questions: earlier applications, twins, how it went."""

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from candidates.models import Application
from company import clock
from company.templatetags.ui import icon
from dashboard.queries import earlier_applications as earlier
from dashboard.queries import merging
from dashboard.queries.one_call import Said
from dashboard.scope import staff_of
from dashboard.words import channel_icon, channel_word, tick
from dashboard.words_attendance import Recorded, recordings_of
from scheduling.models import EXCUSES, Interview

register = template.Library()


@register.simple_tag(takes_context=True)
def earlier_applications(
    context: template.Context, application: Application
) -> list[earlier.EarlierApplication]:
    request: HttpRequest = context["request"]
    return earlier.earlier_applications(application, staff_of(request), clock.now())


@register.simple_tag(takes_context=True)
def twins_of(context: template.Context, application: Application) -> int:
    """How many other records may be this person; asked only for who may do something about it."""
    request: HttpRequest = context["request"]
    staff = staff_of(request)
    return len(merging.twins(application.candidate, staff)) if staff.may_act else 0


@register.simple_tag
def said_how(one: Said) -> SafeString:
    """The channel and what became of it, as one line."""
    if one.is_inbound:
        return format_html("{} {}", icon(channel_icon(one.channel)), channel_word(one.channel))
    how = tick(one.channel, one.state, one.reason)
    words = how.word if one.channel == "phone" else f"{how.channel} {how.word}"
    return format_html("{} {}{}", icon(how.icon), words, f"・{one.by}" if one.by else "")


@register.simple_tag
def recordings(interview: Interview) -> list[Recorded]:
    """Every recording of how it went, the newest first."""
    return recordings_of(interview)


@register.simple_tag
def excuse_reasons() -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in EXCUSES]
