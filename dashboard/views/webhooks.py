"""「Webhook」: addresses that events are posted to, what was posted, and posting it again. Owners only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from company import clock
from company.models import Webhook, WebhookDelivery
from company.services.hooks import change_hook, delete_hook, make_hook, renew_secret, switch_hook, try_hook
from company.services.webhooks_posting import send_again
from dashboard.forms_machines import WebhookForm
from dashboard.permits import must_own
from dashboard.queries.machines import hook_rows, post_rows
from dashboard.scope import staff_of

JUST_MADE = "webhook_secret_just_made"


@login_required
@never_cache
def webhooks(request: HttpRequest) -> HttpResponse:
    """The addresses; a POST adds one."""
    must_own(request)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hook = make_hook(**form.cleaned_data, by=staff_of(request), now=clock.now())
        request.session[JUST_MADE] = hook.secret
        return redirect("dashboard:webhook", hook.pk)
    context = {"hooks": hook_rows(), "form": form}
    return render(request, "dashboard/machines/webhooks.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One address with what was posted to it; a POST changes it."""
    hook = _found(request, pk)
    start = {"name": hook.name, "url": hook.url, "events": hook.events}
    form = WebhookForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        change_hook(hook, **form.cleaned_data, by=staff_of(request), now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("dashboard:webhook", pk)
    context = {
        "hook": hook,
        "form": form,
        "rows": post_rows(hook),
        "secret": request.session.pop(JUST_MADE, "") if request.method == "GET" else "",
    }
    return render(request, "dashboard/machines/webhook.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def act_on_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """``do``: on, off, try, renew or delete."""
    hook, staff, now = _found(request, pk), staff_of(request), clock.now()
    match request.POST.get("do"):
        case "on" | "off" as wanted:
            switch_hook(hook, on=wanted == "on", by=staff, now=now, machine_now=timezone.now())
            messages.success(request, _("In use again.") if wanted == "on" else _("Switched off."))
        case "try":
            try_hook(hook, by=staff, now=now)
            messages.success(request, _("A test event is on its way. Load the page again to see the answer."))
        case "renew":
            request.session[JUST_MADE] = renew_secret(hook, by=staff, now=now)
        case "delete":
            delete_hook(hook, by=staff, now=now)
            messages.success(request, _("Deleted."))
            return redirect("dashboard:webhooks")
    return redirect("dashboard:webhook", pk)


@login_required
@require_POST
def resend_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    delivery = get_object_or_404(WebhookDelivery.objects.filter(webhook__in=_company_hooks()), pk=pk)
    send_again(delivery, machine_now=timezone.now())
    messages.success(request, _("It is posted again in a moment."))
    return redirect("dashboard:webhook", delivery.webhook_id)


def _company_hooks() -> QuerySet[Webhook]:
    return Webhook.objects.filter(staff=None)


def _found(request: HttpRequest, pk: int) -> Webhook:
    must_own(request)
    return get_object_or_404(_company_hooks(), pk=pk)
