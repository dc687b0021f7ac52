"""スタッフと役割: who works here, invitations, and how somebody leaves."""

from dataclasses import dataclass

from django.conf import settings as conf
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from company import clock
from company.models import Staff, StaffInvitation
from company.policy import Role
from company.services import inviting, two_steps
from company.services.bringing_back import bring_invitation_back
from company.services.new_passwords import mail_new_password
from company.services.staff_mail import may_be_written_to
from company.services.staffing import LastOwner, end_sessions, keep_staff
from company.services.trail import record
from dashboard.aside import wants_back
from dashboard.forms_staff import ColleagueForm, InviteForm, LeavingForm
from dashboard.permits import must_own
from dashboard.scope import staff_of
from dashboard.services import leaving
from dashboard.views.coming_back import came_back
from dashboard.views.passwords import reset_address

JUST_INVITED = "invitation_just_made"


@dataclass(frozen=True)
class Row:
    person: Staff
    has_app: bool
    is_me: bool


def invitation_address(token: str) -> str:
    return conf.PUBLIC_BASE_URL + reverse("dashboard:invited", args=[token])


@login_required
@never_cache
def staff_list(request: HttpRequest) -> HttpResponse:
    """Everybody, and who has been invited. Inviting is the form below the list."""
    must_own(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("dashboard:settings_staff")
    now = clock.now()
    with_app = set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
    people = Staff.objects.prefetch_related("locations").select_related("photo")
    rows = [Row(one, one.pk in with_app, one.pk == staff_of(request).pk) for one in people]
    context = {
        "rows": [row for row in rows if row.person.is_active],
        "gone": [row for row in rows if not row.person.is_active],
        "invitations": inviting.open_invitations().prefetch_related("locations").select_related("invited_by"),
        "now": now,
        "form": form,
        "just_invited": request.session.pop(JUST_INVITED, None) if request.method == "GET" else None,
        "mail_is_off": conf.EMAIL_PROVIDER == "off",
    }
    return render(request, "dashboard/settings/staff.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    said = form.cleaned_data
    try:
        invitation, address = inviting.invite(
            said["email"],
            role=Role(said["role"]),
            locations=list(said["locations"]),
            language=said["language"],
            link=invitation_address,
            by=staff_of(request),
            now=clock.now(),
            machine_now=timezone.now(),
        )
    except inviting.AlreadyHere:
        form.add_error("email", _("Somebody signs in with this address already."))
        return False
    request.session[JUST_INVITED] = {"email": invitation.email, "address": address}
    return True


@login_required
@require_POST
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again under a new address, or take it back."""
    must_own(request)
    found = get_object_or_404(StaffInvitation, pk=pk)
    if wants_back(request):
        return came_back(request, bring_invitation_back, found, "dashboard:settings_staff")
    if request.POST.get("do") == "again":
        try:
            address = inviting.send_again(
                found,
                link=invitation_address,
                by=staff_of(request),
                now=clock.now(),
                machine_now=timezone.now(),
            )
        except inviting.InvitationOver:
            messages.error(request, _("This invitation is over. Invite them anew."))
        else:
            request.session[JUST_INVITED] = {"email": found.email, "address": address}
    else:
        inviting.revoke(found, by=staff_of(request), now=clock.now())
        words = _("The invitation is taken back; its link opens nothing any more.")
        messages.success(request, words, extra_tags=f"{request.path}?back=1")
    return redirect("dashboard:settings_staff")


@login_required
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Role, places and name of one person."""
    must_own(request)
    person = get_object_or_404(Staff, pk=pk)
    form = ColleagueForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        messages.success(request, _("Saved."))
        return redirect("dashboard:settings_staff")
    shown = Staff.objects.get(pk=pk)
    context = {
        "form": form,
        "person": shown,
        "has_app": two_steps.uses_two_steps(shown),
        "is_me": shown.pk == staff_of(request).pk,
        "may_be_mailed": may_be_written_to(shown),
    }
    return render(request, "dashboard/settings/colleague.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: ColleagueForm) -> bool:
    try:
        with transaction.atomic():
            person = form.save(commit=False)
            keep_staff(person, by=staff_of(request), now=clock.now(), fields=form.changed_data)
            form.save_m2m()
    except LastOwner:  # two owners at the same moment
        form.add_error(
            "role", _("This is the last owner who can sign in. Make somebody else an owner first.")
        )
        return False
    return True


@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """What they hold is shown before the account ends."""
    must_own(request)
    person, now = get_object_or_404(Staff, pk=pk, is_active=True), clock.now()
    form = LeavingForm(leaving.successors(person), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            left = leaving.leave(person, to=form.cleaned_data["to"], by=staff_of(request), now=now)
        except LastOwner:
            form.add_error(
                None, _("This is the last owner who can sign in. Make somebody else an owner first.")
            )
        else:
            messages.success(request, _left_words(person, left))
            return redirect("dashboard:settings_staff")
    context = {
        "form": form,
        "person": person,
        "holds": leaving.holds(person, now=now),
        "interviews": leaving.interviews_of(person, now=now).select_related("application__candidate")[:20],
    }
    return render(request, "dashboard/settings/leave.html", context, status=422 if form.errors else 200)


def _left_words(person: Staff, left: leaving.Left) -> str:
    gone = _("%(name)s cannot sign in any more.") % {"name": person}
    n = left.applications
    handed = ngettext("%(n)d application was handed over.", "%(n)d applications were handed over.", n) % {
        "n": n
    }
    return f"{gone} {handed}" if n else gone


@login_required
@require_POST
def act_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The buttons of a colleague's page."""
    must_own(request)
    person, by, now = get_object_or_404(Staff, pk=pk), staff_of(request), clock.now()
    deed = request.POST.get("do", "")
    if deed == "come-back":
        leaving.come_back(person, by=by, now=now)
        messages.success(request, _("%(name)s may sign in again.") % {"name": person})
    elif deed == "reset-two-steps" and person.pk != by.pk:
        two_steps.give_up(person, by=by, now=now)
        messages.success(
            request,
            _("%(name)s signs in with the password alone, and sets up the app anew.") % {"name": person},
        )
    elif deed == "sign-out" and person.pk != by.pk:
        end_sessions(person)
        record("sessions_ended", person, now=now, by=by)
        messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person})
    elif deed == "new-password" and may_be_written_to(person):
        mail_new_password(person, link=reset_address, by=by, now=now, machine_now=timezone.now())
        messages.success(
            request, _("An e-mail to %(name)s says how to choose a new password.") % {"name": person}
        )
    return redirect("dashboard:colleague", pk)
