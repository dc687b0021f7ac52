"""The same reports and letters end alike in any order, and however often they come."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import Settings

from company.services.profile import the_company
from messaging.models import Attempt, DeliveryReceipt, InboundEvent, Message, Suppression
from messaging.services.events import keep, settle_events
from messaging.services.receipts import apply_receipt
from tests.factories import NOW, a_candidate, a_sent_message, an_application
from tests.messaging.hooks import PHONE
from tests.messaging.services.mails import MAIL, a_mail, state_of


@pytest.fixture(autouse=True)
def _letters_come_in(settings: Settings) -> None:
    settings.INBOUND_EMAIL_DOMAIN = "reply.hinata.example"


Step = Callable[["World"], None]


class World:
    """One person with a text and a mail under way."""

    def __init__(self) -> None:
        self.application = an_application(candidate=a_candidate(phone=PHONE, email=MAIL))
        self.text = a_sent_message(self.application, address=PHONE)
        self.attempt = Attempt.objects.create(message=self.text, number=1, started_at=NOW)
        self.mail = a_mail(self.application)

    def digest(self) -> object:
        settle_events(now=NOW + timedelta(hours=1))
        heard = Message.objects.filter(direction="in")
        return (
            sorted(heard.values_list("channel", "state", "body", "needs_answer")),
            [state_of(message) for message in (self.text, self.mail)],
            sorted(Suppression.objects.values_list("channel", "address")),
            set(DeliveryReceipt.objects.values_list("message__channel", "status", "code")),
            sorted(InboundEvent.objects.values_list("event_id", flat=True)),
        )


def a_text_report(status: str, code: str = "") -> Step:
    return lambda world: apply_receipt(world.text, status, code=code, event_id=f"SM:{status}", now=NOW)


def a_mail_report(kind: str, *, soft: bool = False, reason: str = "", minute: int = 0) -> Step:
    def step(world: World) -> None:
        report = {"type": kind, "number": world.mail.pk, "soft": soft, "reason": reason}
        at = NOW + timedelta(minutes=minute)
        keep("mail", f"{kind}:{soft}", "tracking", report, occurred_at=at, now=NOW)

    return step


def a_text_in(body: str) -> Step:
    def step(world: World) -> None:
        text = {"from": PHONE, "text": body}
        keep("twilio", f"SM:{body}", "inbound", text, occurred_at=NOW, now=NOW)

    return step


def a_letter_in(body: str) -> Step:
    def step(world: World) -> None:
        letter = {"from": MAIL, "text": body, "to": [], "subject": "面接", "headers": {}}
        keep("mail", f"letter:{body}", "inbound", letter, occurred_at=NOW, now=NOW)

    return step


EVENTS: list[Step] = [
    a_text_report("queued"),
    a_text_report("sent"),
    a_text_report("delivered"),
    a_text_report("undelivered", "30006"),
    a_mail_report("deferred", minute=1),
    a_mail_report("delivered", minute=2),
    a_mail_report("bounced", soft=True, minute=3),
    a_mail_report("bounced", reason="bounced", minute=4),
    a_mail_report("complained", minute=5),
    a_text_in("はじめまして"),
    a_text_in("駐車場はありますか"),
    a_text_in("停止"),
    a_letter_in("自転車で行ってもよいですか"),
]


class TestAnyOrder(TestCase):
    @given(
        st.sets(st.sampled_from(range(len(EVENTS))), min_size=6).flatmap(
            lambda chosen: st.tuples(
                st.permutations(sorted(chosen)),
                st.permutations(sorted(chosen) + sorted(chosen)),
                st.sampled_from([1, 1, 2, 5]),
            )
        )
    )
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_the_same_events_end_alike_in_any_order_and_number(
        self, orders: tuple[list[int], list[int], int]
    ) -> None:
        """Once all together, once doubled and taken in after every event, or every few."""
        once, twice, every = orders

        assert self._outcome_of(once, len(once)) == self._outcome_of(twice, every)

    def _outcome_of(self, order: list[int], every: int) -> object:
        point = transaction.savepoint()
        the_company()
        world = World()
        for position, number in enumerate(order):
            EVENTS[number](world)
            if position % every == 0:
                settle_events(now=NOW)
        digest = world.digest()
        transaction.savepoint_rollback(point)
        return digest
