"""お知らせ: the list, the bell, what the browser shows by itself, and how each person hears of things."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from company import clock
from company.models import Notice
from company.services import notices, webhooks
from company.services.notice_choices import keep_choices, own_hook
from dashboard.forms_notices import NoticeChoicesForm
from dashboard.queries import notices as told
from dashboard.scope import staff_of


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Everything this person was told, newest first."""
    before = request.GET.get("before", "")
    lines, more = told.of(staff_of(request), before=int(before) if before.isdecimal() else None)
    context = {"lines": lines, "more": more, "is_first": not before}
    return render(request, "dashboard/notices/list.html", context)


@login_required
def bell(request: HttpRequest) -> HttpResponse:
    """The bell and its menu, asked for once a minute."""
    return render(request, "dashboard/notices/_bell_live.html", {"bell": told.bell_of(staff_of(request))})


@login_required
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it, and go where it leads."""
    notice = get_object_or_404(Notice, pk=pk, to=staff_of(request))
    notices.mark_read([notice.pk], of=staff_of(request), now=clock.now())
    return redirect(notice.path)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    notices.mark_all_read(of=staff_of(request), now=clock.now())
    messages.success(request, _("All notices are marked as read."))
    return redirect("dashboard:notices")


@login_required
def news(request: HttpRequest) -> JsonResponse:
    """For the browser's own notifications; without a number it only says where to begin."""
    staff, after = staff_of(request), request.GET.get("after", "")
    if not after.isdecimal():
        return JsonResponse({"latest": told.latest(staff, clock.now()), "news": []})
    found = told.news(staff, after=int(after[:18]))
    news = [{"id": line.notice.pk, "words": line.words, "path": line.notice.path} for line in found]
    return JsonResponse({"latest": max([int(after[:18]), *(line.notice.pk for line in found)]), "news": news})


@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Everybody's own: which ways each kind takes, when the digest comes, an address in Slack's format."""
    staff = staff_of(request)
    hook = own_hook(staff)
    form = NoticeChoicesForm(request.POST or None, staff=staff, hook_url=hook.url if hook else "")
    if request.method == "POST" and form.is_valid():
        keep_choices(
            staff,
            form.choices(),
            digest_at=form.cleaned_data["digest_at"],
            hook_url=form.cleaned_data["hook_url"],
            now=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("dashboard:notice_choices")
    latest = hook.deliveries.order_by("-pk").first() if hook else None
    context = {"form": form, "hook": hook, "latest": latest}
    return render(request, "dashboard/notices/choices.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def try_hook(request: HttpRequest) -> HttpResponse:
    """One word to their own address, to see that it arrives."""
    hook, now = own_hook(staff_of(request)), clock.now()
    if hook is None:
        messages.error(request, _("Enter an address and save it first."))
        return redirect("dashboard:notice_choices")
    text = {"text": _("Yakusoku can reach you here.")}
    webhooks.queue(hook, f"trial:{now.isoformat()}", "trial", text, now=now)
    messages.success(request, _("On its way. This page says below whether it arrived."))
    return redirect("dashboard:notice_choices")
