"""「求人媒体のメール」: what boards write, how their tables read it, and what a person has to read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.models import Board, BoardJob, BoardMail, Job
from candidates.policy import BoardMailState
from candidates.services.board_mails import (
    AlreadySettled,
    bring_back,
    dismiss,
    read_again,
    take_in,
    understand,
)
from company import clock
from company.services import trail
from dashboard.aside import lay_aside, take_up, wants_back
from dashboard.forms_boards import BoardForm, MailForm, label_rows
from dashboard.permits import must_act, must_own
from dashboard.queries.boards import board_rows, found_rows, mail_rows, settled_rows, tried
from dashboard.scope import Scope, acting, staff_of
from dashboard.words_boards import field_choices, reason_words
from messaging.services.board_mail import boards_address

LONGEST_TRIAL = 20_000


@login_required
def boards(request: HttpRequest) -> HttpResponse:
    """Mails a person has to read; for owners the boards as well."""
    must_act(request)
    staff = staff_of(request)
    context = {
        "unread": mail_rows(staff),
        "settled": settled_rows(staff),
        "boards": board_rows() if staff.sees_everything else None,
        "address": boards_address(),
    }
    return render(request, "dashboard/boards/list.html", context)


@login_required
def board(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    found = get_object_or_404(Board, pk=pk)
    if request.method == "POST" and wants_back(request):
        return _job_back(request, found)
    return _board(request, found)


def _job_back(request: HttpRequest, found: Board) -> HttpResponse:
    """The title that was forgotten a moment ago means its job again."""
    gone = take_up(request, "board-job")
    job = Job.objects.filter(pk=gone["job"]).first() if gone and gone["board"] == found.pk else None
    if gone and job:
        BoardJob.objects.get_or_create(board=found, text=gone["text"], defaults={"job": job})
        messages.success(request, _("It is as it was before."))
    else:
        messages.error(request, _("It cannot be brought back any more."))
    return redirect("dashboard:board", found.pk)


@login_required
def add_board(request: HttpRequest) -> HttpResponse:
    """A new one begins with the generic table's labels."""
    must_own(request)
    generic = Board.objects.filter(senders="").order_by("pk").first()
    return _board(request, Board(labels=dict(generic.labels) if generic else {}))


def _board(request: HttpRequest, found: Board) -> HttpResponse:
    form = BoardForm(request.POST or None, instance=found)
    is_trial = request.POST.get("do") == "try"
    if request.method == "POST" and form.is_valid() and not is_trial:
        return _keep(request, form)
    labels = form.labels() if form.is_bound else dict(found.labels)
    text = request.POST.get("text", "")[:LONGEST_TRIAL]
    if is_trial:
        found.labels = labels
    context = {
        "board": found,
        "form": form,
        "labels": label_rows(labels),
        "fields": field_choices(),
        "text": text,
        "tried": tried(understand("", text, now=clock.now(), board=found))
        if is_trial and text.strip()
        else None,
        "jobs": found.jobs.select_related("job__location") if found.pk else None,
    }
    status = 422 if form.errors and not is_trial else 200
    return render(request, "dashboard/boards/board.html", context, status=status)


def _keep(request: HttpRequest, form: BoardForm) -> HttpResponse:
    is_new = form.instance.pk is None
    kept = form.save(commit=False)
    kept.labels = form.labels()
    kept.save()
    now = clock.now()
    action = "board_added" if is_new else "board_changed"
    trail.record(action, kept, now=now, by=staff_of(request), fields=sorted(form.changed_data))
    again = read_again(now=now)
    told = _("Saved.") + (_(" Mails that are read once more: %(n)d.") % {"n": again} if again else "")
    messages.success(request, told)
    return redirect("dashboard:boards")


@login_required
def board_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail beside what was read in it; a POST takes the person in."""
    must_act(request)
    staff, now = staff_of(request), clock.now()
    mail = _mail(request, pk)
    form = MailForm(request.POST or None, scope=Scope(staff), mail=mail, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            application = take_in(
                mail,
                form.applicant,
                job=form.cleaned_data["job"],
                remembers=form.cleaned_data["remembers"],
                by=staff,
                now=now,
            )
        except AlreadySettled:
            messages.error(request, _("A colleague has seen to this mail already."))
            return redirect("dashboard:boards")
        messages.success(request, _("Taken in. Thanks are on their way."))
        return redirect("dashboard:application", application.pk)
    context = {
        "mail": mail,
        "form": form,
        "found": found_rows(dict(mail.read)),
        "why": reason_words(mail.reason),
        "is_open": mail.state == BoardMailState.UNREADABLE,
    }
    return render(request, "dashboard/boards/mail.html", context, status=422 if form.errors else 200)


@acting
def dismiss_board_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    try:
        dismiss(mail, by=staff_of(request), now=clock.now())
    except AlreadySettled:
        messages.error(request, _("A colleague has seen to this mail already."))
    else:
        undo = reverse("dashboard:restore_board_mail", args=[pk])
        messages.success(request, _("Put aside: no application."), extra_tags=undo)
    return redirect("dashboard:boards")


@acting
def restore_board_mail(request: HttpRequest, pk: int) -> HttpResponse:
    bring_back(_mail(request, pk), by=staff_of(request), now=clock.now())
    return redirect("dashboard:boards")


@login_required
@require_POST
def forget_board_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The board's title means no job of ours any more."""
    must_own(request)
    found = get_object_or_404(BoardJob, pk=pk)
    lay_aside(request, "board-job", board=found.board_id, text=found.text, job=found.job_id)
    found.delete()
    undo = reverse("dashboard:board", args=[found.board_id]) + "?back=1"
    messages.success(request, _("Forgotten. The next mail with this title is asked about."), extra_tags=undo)
    return redirect("dashboard:board", found.board_id)


def _mail(request: HttpRequest, pk: int) -> BoardMail:
    return get_object_or_404(BoardMail.objects.visible_to(staff_of(request)).distinct(), pk=pk)
