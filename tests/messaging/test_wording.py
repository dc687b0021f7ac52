"""Every code that is left on a row has its words, in both languages, and no code is ever shown."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from messaging.channels.twilio_codes import MEANINGS
from messaging.policy import CallOutcome, ChannelName, State
from messaging.services.receipts import MEANS
from messaging.wording import (
    attempt_words,
    next_words,
    reason_words,
    receipt_words,
    state_words,
    trouble_words,
    unclear_words,
)

ROOT = Path(__file__).resolve().parents[2]
WRITERS = [
    *sorted((ROOT / "messaging").rglob("*.py")),
    ROOT / "portal/services/not_them.py",
]
CALLS = {"DeliveryFailed": 0, "Stop": 1, "PutOff": 1, "Meaning": 0, "_failed": 1, "begin_doubt": 1}
"""Which argument is the reason, by the name of what is called."""
IN_TABLES = {"perhaps_sent", "unfollowed", "complained", "opted_out", "quota", "expired_key", "unsubscribed"}
"""Reasons that stand in tables or under a name of their own, where the search below does not look."""
HEARD = {"yes", "late", "stop", "link", "person"}
"""What was made of a candidate's own words: shown as their message, never as trouble."""


def _constant(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constant(node.body)
        yield from _constant(node.orelse)


def _reasons_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS and len(node.args) > CALLS[name]:
                yield from _constant(node.args[CALLS[name]])
            yield from (
                text for word in node.keywords if word.arg == "reason" for text in _constant(word.value)
            )
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr == "reason":
                    yield from _constant(node.value)


def every_reason() -> list[str]:
    found = {text for path in WRITERS for text in _reasons_in(path.read_text())}
    found |= (
        IN_TABLES
        | {meaning.reason for meaning in MEANINGS.values()}
        | {str(outcome) for outcome in CallOutcome}
    )
    return sorted(one for one in found - HEARD if "%" not in one and not one.startswith("missing:"))


def test_the_search_for_codes_finds_them() -> None:
    assert {"cap", "held", "worker_lost", "no_connection", "not_mobile", "too_slow"} <= set(every_reason())


@pytest.mark.parametrize("reason", every_reason())
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_reason_in_the_product_has_its_words(reason: str, language: str) -> None:
    with translation.override(language):
        words = reason_words(reason)

    assert words
    assert (language == "en") == words.isascii()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("reason", ["", *every_reason(), "30999", "http_503", "ReadTimeout"])
def test_every_state_is_told_with_every_reason_and_without_a_code(state: State, reason: str) -> None:
    for language in ("ja", "en"):
        with translation.override(language):
            told = f"{state_words(state, reason)} {trouble_words(reason)} {unclear_words(reason)}"

        assert "_" not in told
        assert "30999" not in told
        assert "http" not in told
        assert "ReadTimeout" not in told


@pytest.mark.parametrize("channel", [ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE])
def test_a_doubt_says_what_happens_next_on_each_channel(channel: ChannelName) -> None:
    with translation.override("en"):
        assert next_words(channel, 10).endswith((".", "you."))


@pytest.mark.parametrize("status", [*MEANS, "complained", "unsubscribed", "deferred", "opened", "clicked"])
def test_every_report_has_its_words(status: str) -> None:
    with translation.override("ja"):
        told = receipt_words(status)

    assert told != receipt_words("never heard of")
    assert not told.isascii()


def test_a_try_is_told_without_its_code() -> None:
    with translation.override("en"):
        assert attempt_words("retry", "busy 429") == "Not taken, tried again later: The provider was too busy"
        assert attempt_words("rejected", "not_mobile 30006") == "Refused: This number cannot take SMS"
        assert attempt_words("unknown", "ReadTimeout") == (
            "No clear answer: The line broke before the provider answered"
        )
        assert attempt_words("accepted") == "The provider took it"
