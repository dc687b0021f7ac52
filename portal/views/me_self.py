"""How a candidate wants to be reached, in which language, and 心あたりがない."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from candidates.models import Candidate
from candidates.policy import PhoneKind
from candidates.policy.languages import language_of
from candidates.services.preferences import change_preferences
from portal.fields import channels_on_offer
from portal.forms_me import LanguageForm, PreferencesForm
from portal.policy import HOURS
from portal.services.not_them import stop_contact
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS
from portal.views.showing import draw, where_they_stand

CHANNEL_ICONS = {"line": "line", "sms": "sms", "email": "mail", "phone": "phone"}


@require_http_methods(ANSWERS)
@linked
def preferences(request: HttpRequest, visit: Visit) -> HttpResponse:
    """連絡の方法と時間帯."""
    person = visit.application.candidate
    channels = _channels_for(person)
    form = PreferencesForm(request.POST, channels=channels)
    if request.method == "POST" and form.is_valid():
        change_preferences(
            person,
            preferred_channel=form.cleaned_data["preferred_channel"],
            preferred_hours=", ".join(form.cleaned_data["preferred_hours"]),
            now=visit.now,
        )
        return see_other(visit.address("preferences") + "?saved=1")
    return draw(
        request,
        visit,
        "preferences",
        where_they_stand(visit),
        status=422 if request.method == "POST" else 200,
        channels=[(code, CHANNEL_ICONS[code], label) for code, label in channels],
        hours=HOURS,
        chosen_hours=person.preferred_hours.split(", "),
        is_saved="saved" in request.GET,
    )


def _channels_for(person: Candidate) -> list[tuple[str, str]]:
    """Those this company uses that have something on record to reach them by."""
    reaches = {
        "sms": person.phone_kind == PhoneKind.MOBILE,
        "phone": bool(person.phone),
        "email": bool(person.email),
        "line": bool(person.line_id),
    }
    return [(code, label) for code, label in channels_on_offer() if reaches[code]]


@require_http_methods(ANSWERS)
@linked
def language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ことば: this page and what we send from now on."""
    address = visit.address("home")
    form = LanguageForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return see_other(address)
    person, words = visit.application.candidate, form.cleaned_data["language"]
    written_in, is_easy = language_of(words)
    change_preferences(
        person,
        language=written_in,
        easy_words=is_easy,
        now=visit.now,
    )
    back = request.POST.get("next", "")
    response = see_other(back if back.startswith(address) else address)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, words, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@require_http_methods(ANSWERS)
@linked
def not_me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """心あたりがない: one screen that names nobody, one press; afterwards the link is closed."""
    here = where_they_stand(visit)
    if request.method != "POST":
        return draw(request, visit, "not_me", here)
    stop_contact(visit.application, now=visit.now)
    return draw(request, visit, "not_me_done", here)
