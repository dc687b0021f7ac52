"""I16: whoever the written rule ended had every chance. Read from rows, by none of the rule's own reading."""

from datetime import timedelta

from candidates.models import Application
from messaging.models import Message
from messaging.policy import ChannelName, Direction, State
from noshow.models import Case
from noshow.services.cases import the_rule
from noshow.services.closing import RULE_REASON
from sandbox.simulator.promises.witness import Witness, fail
from scheduling.policy import InterviewState

CASE_WORDS = ("absence_first", "absence_second", "absence_third", "final_notice")
ARRIVED = {State.ACCEPTED, State.DELIVERED}


def nobody_is_closed_wrongly(world: Witness) -> None:
    """I16: a rejection by the rule has a miss, the hours, a delivered last notice, and no word since."""
    ended = Application.objects.filter(stage="rejected", closed_reason=RULE_REASON)
    for case in Case.objects.filter(interview__application__in=ended, state="closed").select_related(
        "interview__application"
    ):
        if case.findings and not any(row["code"] == "approved" and row["holds"] for row in case.findings):
            _judge(case)


def _judge(case: Case) -> None:
    interview, closed_at, rule = case.interview, case.closed_at, the_rule()
    application = interview.application
    if interview.state != InterviewState.ABSENT or interview.ends_at is None or closed_at is None:
        fail("I16 absent", f"case {case.pk} was closed for an interview that is {interview.state}")
        return
    by_rule = all(row["holds"] for row in case.findings if row["code"] != "approved")
    if not by_rule:
        return  # a person decided, knowing what the rule did not find
    if closed_at < max(
        interview.ends_at + timedelta(minutes=rule.grace), case.opened_at + timedelta(hours=rule.hours)
    ):
        fail("I16 early", f"case {case.pk} was closed at {closed_at}, before its time")
    if application.last_word_at is not None and case.opened_at < application.last_word_at <= closed_at:
        fail("I16 word", f"case {case.pk} was closed at {closed_at} after a word")
    heard = Message.objects.filter(
        application__candidate=application.candidate_id, direction=Direction.IN, needs_answer=True
    )
    if heard.filter(created_at__lte=closed_at).exists():
        fail("I16 unread", f"case {case.pk} was closed over words that nobody had read")
    said = Message.objects.filter(about=f"case:{case.pk}", kind__in=CASE_WORDS, sent_at__lte=closed_at)
    arrived = [row for row in said.exclude(channel=ChannelName.PHONE) if row.state in ARRIVED]
    if not any(row.kind == "final_notice" for row in arrived):
        fail("I16 notice", f"case {case.pk} was closed without a last notice that arrived")
