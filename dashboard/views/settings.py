"""設定: one page that leads to everything an owner decides, and its smaller forms."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.services.erasing import due_with
from company import clock
from company.models import Location, Staff
from company.services.profile import the_company
from company.services.settings import keep_setting
from dashboard.forms_settings import CompanyPart, HoursForm, KeepingForm, SpendingForm, WaysInForm
from dashboard.permits import must_own
from dashboard.queries.channels import channel_cards
from dashboard.queries.first_run import BY_HAND, DISMISSED, first_run
from dashboard.scope import staff_of
from messaging.channels import available_channels
from messaging.policy import ChannelName
from messaging.services.trying import CannotTry, try_out, why_not


class Card(NamedTuple):
    route: str
    icon: str
    title: str
    words: str


@login_required
def hub(request: HttpRequest) -> HttpResponse:
    """Owners find everything; everybody finds what is their own."""
    staff = staff_of(request)
    context = {
        "mine": _known(_mine(staff)),
        "groups": [(title, _known(cards)) for title, cards in _owners()] if staff.sees_everything else [],
        "guide": first_run() if staff.sees_everything else None,
    }
    return render(request, "dashboard/settings/hub.html", context)


def _known(cards: list[Card]) -> list[tuple[str, Card]]:
    """With their addresses."""
    return [(reverse(card.route), card) for card in cards]


def _mine(staff: Staff) -> list[Card]:
    cards = [
        Card("dashboard:me", "id", _("How candidates see me"), _("Name, picture, a word; your own number.")),
        Card("dashboard:my_sign_in", "lock", _("My signing in"), _("Password, app for codes, PIN.")),
        Card("dashboard:notice_choices", "bell", _("Notices"), _("What you hear of, and how.")),
        Card("dashboard:calendar_feeds", "calendar", _("My calendar"), _("Interviews in your own calendar.")),
    ]
    cards.append(
        Card("dashboard:reception", "id", _("Number at the reception"), _("Typed by whoever arrives."))
    )
    if staff.may_act:
        cards.append(
            Card("dashboard:tablets", "store", _("Shared tablets"), _("One browser, many people, by PIN."))
        )
        if not staff.sees_everything:
            cards.append(
                Card("dashboard:locations", "pin", _("Our places"), _("The way there, hours, phone."))
            )
    return cards


def _owners() -> list[tuple[str, list[Card]]]:
    return [
        (
            _("Company and people"),
            [
                Card(
                    "dashboard:company",
                    "building",
                    _("The company"),
                    _("Name, words on every page, deadlines."),
                ),
                Card(
                    "dashboard:settings_hours",
                    "clock",
                    _("Hours and numbers"),
                    _("When we may write, how soon we answer, from which number we call."),
                ),
                Card(
                    "dashboard:locations",
                    "store",
                    _("Places"),
                    _("Stores: the way, hours, who is in charge."),
                ),
                Card(
                    "dashboard:settings_staff",
                    "people",
                    _("Staff and roles"),
                    _("Invite, change, say goodbye."),
                ),
                Card(
                    "dashboard:settings_ways_in",
                    "lock",
                    _("Signing in and devices"),
                    _("Two steps, tablets."),
                ),
            ],
        ),
        (
            _("What is said, and when"),
            [
                Card(
                    "dashboard:templates",
                    "doc",
                    _("Texts of messages"),
                    _("Words of every message, with preview."),
                ),
                Card(
                    "dashboard:cadence",
                    "auto",
                    _("When we write"),
                    _("Reminders: when, how, under which condition."),
                ),
                Card(
                    "dashboard:experiments",
                    "swap",
                    _("Trying things out"),
                    _("Two ways of saying one thing, compared by who comes."),
                ),
                Card(
                    "dashboard:risk",
                    "risk-mid",
                    _("The risk of not coming"),
                    _("Low, middle, high; where its points come from; whether it holds."),
                ),
                Card(
                    "dashboard:closing_rule",
                    "flag",
                    _("When a search ends"),
                    _("After an absence: how often we try, who decides, second chances."),
                ),
                Card(
                    "dashboard:settings_channels",
                    "send",
                    _("Channels"),
                    _("SMS, e-mail, LINE: what is connected, a test, the price."),
                ),
            ],
        ),
        (
            _("Coming in and going out"),
            [
                Card(
                    "dashboard:settings_columns",
                    "upload",
                    _("Import columns"),
                    _("What columns of CSV files mean."),
                ),
                Card(
                    "dashboard:boards",
                    "inbox",
                    _("Job boards’ e-mails"),
                    _("Applications that arrive by mail."),
                ),
                Card("dashboard:api_keys", "link", _("API keys"), _("Other systems hand in applications.")),
                Card("dashboard:webhooks", "arrow", _("Webhooks"), _("Other systems are told.")),
            ],
        ),
        (
            _("Personal data and records"),
            [
                Card(
                    "dashboard:settings_privacy",
                    "shield",
                    _("Keeping and erasing"),
                    _("How long people are remembered, and what one person may ask for."),
                ),
                Card(
                    "dashboard:first_run", "flag", _("First steps"), _("Seven steps to the first invitation.")
                ),
                Card("admin:index", "gear", _("Records for support"), _("Every table, to look things up.")),
            ],
        ),
    ]


def _part(request: HttpRequest, form: CompanyPart, template: str, route: str, **more: object) -> HttpResponse:
    """Show and take one form over the company row."""
    must_own(request)
    if request.method == "POST" and form.is_valid():
        names = [name for name in form.changed_data if name in form.Meta.fields]  # type: ignore[attr-defined]  # each has one
        keep_setting(form.save(commit=False), by=staff_of(request), now=clock.now(), fields=names)
        messages.success(request, _("Saved."))
        return redirect(route)
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)


@login_required
def hours(request: HttpRequest) -> HttpResponse:
    form = HoursForm(request.POST or None, instance=the_company())
    places = Location.objects.filter(is_active=True)
    return _part(request, form, "dashboard/settings/hours.html", "dashboard:settings_hours", places=places)


@login_required
def ways_in(request: HttpRequest) -> HttpResponse:
    must_own(request)
    form = WaysInForm(request.POST or None, instance=the_company())
    owners = sum(one.sees_everything for one in Staff.objects.filter(is_active=True))
    return _part(
        request, form, "dashboard/settings/ways_in.html", "dashboard:settings_ways_in", owners=owners
    )


@login_required
def channels(request: HttpRequest) -> HttpResponse:
    must_own(request)
    form = SpendingForm(request.POST or None, instance=the_company())
    staff = staff_of(request)
    cards = (
        [(card, why_not(staff, card.name)) for card in channel_cards()]
        if request.method == "GET" or form.errors
        else []
    )
    trials = staff.trial_sends.order_by("-pk")[:5]
    return _part(
        request,
        form,
        "dashboard/settings/channels.html",
        "dashboard:settings_channels",
        cards=cards,
        trials=trials,
    )


@login_required
@require_POST
def try_channel(request: HttpRequest) -> HttpResponse:
    must_own(request)
    wanted = request.POST.get("channel", "")
    body = _("This is what a message from %(company)s looks like. It works.") % {
        "company": the_company().name
    }
    try:
        if wanted not in available_channels():
            raise CannotTry("channel_off")
        try_out(
            Staff.objects.get(pk=staff_of(request).pk),
            ChannelName(wanted),
            body,
            subject=_("A test from %(company)s") % {"company": the_company().name},
            now=clock.now(),
        )
    except CannotTry as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _("On its way to you. It should arrive within a minute."))
    return redirect("dashboard:settings_channels")


@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Shortening the time says how many people it erases, and asks for that number."""
    must_own(request)
    now = clock.now()
    form = KeepingForm(
        request.POST or None,
        instance=the_company(),
        erased_tonight=lambda months: due_with(months, now=now),
    )
    return _part(request, form, "dashboard/settings/privacy.html", "dashboard:settings_privacy")


@login_required
def first_run_page(request: HttpRequest) -> HttpResponse:
    """The seven steps; a tick by hand, put away, or brought back."""
    must_own(request)
    if request.method == "POST":
        _note_step(request)
        return redirect("dashboard:desk" if request.POST.get("do") == "dismiss" else "dashboard:first_run")
    return render(request, "dashboard/settings/first_run.html", {"guide": first_run()})


def _note_step(request: HttpRequest) -> None:
    company, deed = the_company(), request.POST.get("do", "")
    done = [one for one in company.setup_done if one != DISMISSED]
    if deed == "dismiss":
        done.append(DISMISSED)
    elif deed.startswith("tick-") and deed.removeprefix("tick-") in BY_HAND:
        done.append(deed.removeprefix("tick-"))
    company.setup_done = sorted(set(done))
    keep_setting(company, by=staff_of(request), now=clock.now(), fields=["setup_done"])
