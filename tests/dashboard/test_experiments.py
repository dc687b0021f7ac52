"""ためす: an owner begins an experiment, sees how far it is, and reads it when it may be read."""

from datetime import timedelta

import pytest
from django.test import Client

from company.models import Staff
from company.policy import Role
from messaging.policy import ChannelName, Kind
from messaging.rendering import for_editing
from messaging.services.wording import words_for
from reminders.models import CadenceStep, Experiment, ExperimentMember
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_booked_interview, a_company, a_message, a_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST, NEW = "/desk/experiments/", "/desk/experiments/new/"
EVE = f"{NEW}?step=evening-before&varies=text&variants=2"


@pytest.fixture
def owner() -> Staff:
    a_company()
    return a_staff(Role.OWNER, username="owner")


@pytest.fixture
def screen(owner: Staff) -> Client:
    return signed_in(owner)


def typed(**values: str) -> dict[str, str]:
    """The form as it opens, with these changed."""
    known = {
        "name": "短い言い方",
        "expected": "80",
        "smallest": "10",
        "until": "2026-08-01",
        "b_name": "短く",
    }
    for language in ("ja", "en"):
        for channel in (ChannelName.SMS, ChannelName.LINE, ChannelName.EMAIL):
            usual = words_for(Kind.REMINDER_EVE, channel, language, None)
            known[f"b_{channel}_{language}_body"] = for_editing(usual.body, language)
            if channel == ChannelName.EMAIL:
                known[f"b_{channel}_{language}_subject"] = for_editing(usual.subject, language)
    return known | values


SHORT = "{会社}です。{名前}さん、{日時}にお待ちしています。{リンク}"


def test_an_empty_page_says_what_it_is_for_and_offers_messages(screen: Client) -> None:
    page = text_of(screen.get(LIST))

    assert "まだ何もためしていません" in page
    assert "前日のお知らせ" in page
    assert "最後のお知らせ" not in page


def test_an_owner_begins_one_with_other_words(screen: Client, owner: Staff) -> None:
    answer = screen.post(EVE, typed(b_sms_ja_body=SHORT))

    experiment = Experiment.objects.get()
    assert answer["Location"] == f"{LIST}{experiment.pk}/"
    assert (experiment.needed, experiment.started_by, experiment.started_at) == (199, owner, NOW)
    variant = experiment.variants.get(key="b")
    assert variant.texts == {"ja": {"sms": ["", SHORT]}}


def test_words_with_an_unknown_placeholder_are_refused_and_kept(screen: Client) -> None:
    answer = screen.post(EVE, typed(b_sms_ja_body="{なまえ}さん {リンク}"))

    assert answer.status_code == 422
    assert "{なまえ}" in answer.content.decode()
    assert not Experiment.objects.exists()


def test_words_like_the_usual_ones_are_no_experiment(screen: Client) -> None:
    answer = screen.post(EVE, typed())

    assert "いまのやり方と違うところ" in text_of(answer)
    assert not Experiment.objects.exists()


@pytest.mark.parametrize(
    ("days", "at", "begins"), [("1", "12:00", True), ("1", "18:00", False), ("1", "23:30", False)]
)
def test_another_hour_must_be_another_and_one_in_which_we_write(
    screen: Client, days: str, at: str, begins: bool
) -> None:
    known = {name: value for name, value in typed().items() if "_body" not in name and "_subject" not in name}

    screen.post(f"{NEW}?step=evening-before&varies=time", known | {"b_days": days, "b_at": at})

    assert Experiment.objects.exists() == begins


def test_the_question_itself_cannot_be_left_out(screen: Client) -> None:
    answer = screen.get(f"{NEW}?step=evening-before&varies=hold_out", follow=True)

    assert "なくすことはできません" in text_of(answer)


def test_a_second_one_on_the_same_message_is_refused_in_words(screen: Client) -> None:
    screen.post(EVE, typed(b_sms_ja_body=SHORT))

    answer = screen.post(EVE, typed(b_sms_ja_body=SHORT + "。"))

    assert "すでにためしています" in text_of(answer)


@pytest.fixture
def running(screen: Client) -> Experiment:
    screen.post(EVE, typed(b_sms_ja_body=SHORT, smallest="40", expected="50"))
    return Experiment.objects.get()


def members(experiment: Experiment, key: str, *, came: int, absent: int) -> None:
    for number in range(came + absent):
        interview = a_booked_interview(starts_at=NOW + timedelta(days=1, minutes=number))
        state = InterviewState.CAME if number < came else InterviewState.ABSENT
        Interview.objects.filter(pk=interview.pk).update(state=state, booked_at=NOW)
        ExperimentMember.objects.update_or_create(
            experiment=experiment,
            application=interview.application,
            defaults={"variant": key, "since": NOW},
        )


def test_figures_stay_covered_until_they_may_be_read(screen: Client, running: Experiment) -> None:
    members(running, "b", came=3, absent=0)

    page = text_of(screen.get(f"{LIST}{running.pk}/"))
    assert "3 / 3" not in page
    assert "それでも見る" in page

    early = text_of(screen.post(f"{LIST}{running.pk}/early/"))
    assert "読むにはまだ早い" in early
    assert "来る人が増えます" not in early
    running.refresh_from_db()
    assert running.looked_early == 1


def test_when_every_variant_has_its_number_the_page_says_what_was_found(
    screen: Client, running: Experiment
) -> None:
    Experiment.objects.filter(pk=running.pk).update(needed=12)
    members(running, "a", came=2, absent=10)
    members(running, "b", came=12, absent=0)

    page = text_of(screen.get(f"{LIST}{running.pk}/"))

    assert "来る人が増えます" in page
    assert "それでも見る" not in page


def test_ending_it_is_one_press_and_a_second_press_says_so(screen: Client, running: Experiment) -> None:
    first = screen.post(f"{LIST}{running.pk}/end/", follow=True)
    second = screen.post(f"{LIST}{running.pk}/end/", follow=True)

    assert "いつものやり方に戻りました" in text_of(first)
    assert "もう終わって" in text_of(second)


def test_a_message_says_which_experiment_it_is_part_of(screen: Client, running: Experiment) -> None:
    interview = a_booked_interview(starts_at=NOW + timedelta(days=3))
    a_message(
        interview.application,
        kind=Kind.REMINDER_EVE,
        why="evening-before",
        variant=f"experiment-{running.pk}b",
        due_at=NOW + timedelta(days=2),
    )

    page = text_of(screen.get(f"/desk/applications/{interview.application.pk}/"))

    assert "「短い言い方」をためしています（B）" in page


def test_only_owners_try_things_out(screen: Client, running: Experiment) -> None:
    recruiter = signed_in(a_staff(Role.RECRUITER, username="recruiter"))

    for path in (LIST, EVE, f"{LIST}{running.pk}/"):
        assert recruiter.get(path).status_code == 403
    assert recruiter.post(f"{LIST}{running.pk}/end/").status_code == 403
    assert CadenceStep.objects.filter(step="evening-before").exists()
