"""The drawn phone and its clock. Only in the sandbox; there is no such address elsewhere."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates.models import Application
from candidates.services import links
from company import clock
from company.models import Staff
from company.services.profile import the_company
from dashboard.scope import staff_of
from messaging.channels.line_buttons import Button
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services.composing import MASK
from messaging.services.hearing import hear
from messaging.services.suppressing import address_on
from sandbox import queries
from sandbox.forms import AnswerForm, ClockForm
from sandbox.sample.place import SIGN_IN
from sandbox.services import drawn_line
from sandbox.services.filling import start_over
from sandbox.services.walking import ClockGoesForward, walk_to, where_to

TABS = (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE)
OWN = "me"
"""In the address: the phone of whoever looks, where their own test messages arrive."""
PARTS = {"phone": "sandbox/_phone.html", "behind": "sandbox/_behind.html", "clock": "sandbox/_clock.html"}


@login_required
@require_GET
def phone(request: HttpRequest) -> HttpResponse:
    """One person's phone. With htmx, ``part`` names the piece that is refreshed."""
    context = _context(request)
    part = PARTS.get(request.GET.get("part", ""))
    if part == PARTS["phone"] and context["is_own"]:
        part = "sandbox/_own_phone.html"
    return render(request, part or "sandbox/phone.html", context)


def _context(request: HttpRequest) -> dict[str, object]:
    staff, now = staff_of(request), clock.now()
    who = request.GET.get("who", "")
    everyone = queries.people(staff, who)
    chosen = next((one for one in everyone if str(one.pk) == who), None)
    is_own = who == OWN
    application = None if is_own else chosen or (everyone[0] if everyone else None)
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else ChannelName.SMS.value
    context: dict[str, object] = {
        "people": everyone,
        "is_own": is_own,
        "application": application,
        "tab": tab,
        "now": now,
        "walking_to": where_to(),
        "jumps": queries.jumps(application, now),
        "company": the_company(),
        "line_is_drawn": settings.LINE_PROVIDER == "sandbox",
        "written": request.GET.get("text", "")[:500],
    }
    if is_own:
        context["trials_here"] = queries.own_bubbles(staff, tab)
    if application:
        context |= {
            "bubbles": queries.bubbles(application, tab),
            "mails": queries.unread_mail(application, now),
            "happenings": queries.behind(application),
            "trials": queries.trials(application),
        }
    return context


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The person writes back by SMS."""
    application = get_object_or_404(Application.objects.visible_to(staff_of(request)), pk=pk)
    form = AnswerForm.of(request.POST)
    if form.is_valid():
        hear(
            application,
            channel=ChannelName.SMS,
            text=form.cleaned_data["text"],
            now=clock.now(),
            address=address_on(application.candidate, ChannelName.SMS),
        )
    else:
        messages.error(request, _("Write something first, then send it."))
    return redirect(f"{reverse('sandbox:phone')}?who={application.pk}&tab=sms")


@login_required
@require_POST
def write_in_line(request: HttpRequest, pk: int) -> HttpResponse:
    """The person writes in LINE: their code, or an answer."""
    application = get_object_or_404(Application.objects.visible_to(staff_of(request)), pk=pk)
    form = AnswerForm.of(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write something first, then send it."))
    elif drawn_line.write(application, form.cleaned_data["text"], now=clock.now()).startswith("stranger"):
        messages.error(request, _("Nobody knows this LINE yet. Send the code from the applicant's page."))
    return redirect(f"{reverse('sandbox:phone')}?who={application.pk}&tab=line")


@login_required
@require_POST
def press_in_line(request: HttpRequest, pk: int, button: str) -> HttpResponse:
    """The person presses a button under a message in LINE."""
    message = get_object_or_404(Message.objects.visible_to(staff_of(request)), pk=pk)
    if button not in set(Button):
        raise Http404
    drawn_line.press(message, Button(button), now=clock.now())
    return redirect(f"{reverse('sandbox:phone')}?who={message.application_id}&tab=line")


@login_required
@require_POST
def open_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The person taps the link of a message: only its hash is stored, so the tap makes a fresh one."""
    message = get_object_or_404(Message.objects.visible_to(staff_of(request)), pk=pk)
    page = "papers" if f"/{MASK}/papers/" in message.body else "home"
    return redirect(f"portal:{page}", links.mint(message.application, now=clock.now()))


@login_required
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Send the clock to a later moment; the background process walks it there."""
    form = ClockForm(request.POST)
    try:
        walk_to(form.target(clock.now()))
    except (ClockGoesForward, ValueError):
        messages.error(request, _("The clock only goes forward. Choose a later moment, or start over."))
    return redirect(_same_phone(request))


@login_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Forget everything and begin the sample anew."""
    start_over()
    owner = Staff.objects.get(username=SIGN_IN)
    login(request, owner, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, _("The sample begins again."))
    return redirect("sandbox:phone")


def _same_phone(request: HttpRequest) -> str:
    who, tab = request.POST.get("who", ""), request.POST.get("tab", "")
    query = f"?who={who}&tab={tab if tab in TABS else 'sms'}" if who.isdecimal() else ""
    return reverse("sandbox:phone") + query
