"""An experiment lived through: who joins, what they are told, what ends it, and what it finds."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from company.models import AuditEvent
from messaging.models import Message, Template
from messaging.policy import Kind, State
from noshow.models import Case
from noshow.policy import Reason
from reminders.models import CadenceStep, Experiment, ExperimentMember, ExperimentVariant, StalePlan
from reminders.policy import experiments as policy
from reminders.policy.experiments import Varies
from reminders.services.auditing import audit
from reminders.services.experiments import (
    AlreadyRunning,
    Draft,
    NothingDiffers,
    NotOnThisStep,
    end,
    end_overdue,
    result_of,
    start,
)
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests import factories as make
from tests.factories import tokyo
from tests.messaging.conftest import Providers
from tests.reminders.services.living import booked, live, moved, someone

pytestmark = pytest.mark.django_db
BEGUN = tokyo(2026, 6, 8, 9)
START = tokyo(2026, 6, 12, 13)
WORDS = {"ja": {"sms": ["", "{名前}さん、あしたお待ちしています。{リンク}"]}}


def a_draft(**values: object) -> Draft:
    known: dict[str, object] = {
        "name": "短い言い方",
        "step": "evening-before",
        "varies": Varies.TEXT,
        "variants": [ExperimentVariant(name="短く", texts=WORDS)],
        "expected": 80,
        "smallest": 10,
        "until": BEGUN + timedelta(days=60),
    }
    return Draft(**{**known, **values})  # type: ignore[arg-type]  # tests name the fields they set


def begun(**values: object) -> Experiment:
    return start(a_draft(**values), by=make.a_staff(), now=BEGUN)


def drawn(key: str, experiment: Experiment, *, at: datetime = BEGUN) -> Application:
    """Somebody who applied and booked, and was drawn for this variant."""
    variants = tuple(one.in_language("ja") for one in experiment.variants.all())
    told = policy.Experiment(experiment.pk, experiment.salt, experiment.step, variants, experiment.started_at)
    for number in range(40):
        application = someone(at, phone=f"+8190{number:08}", email=f"p{number}@example.jp")
        if policy.variant_for(told, application.pk).key == key:
            booked(application, START, now=at)
            return application
    raise AssertionError("nobody was drawn")


def the_eve(application: Application) -> Message:
    rows = Message.objects.exclude(state=State.CANCELLED)
    return rows.get(application=application, kind=Kind.REMINDER_EVE)


def test_a_variant_is_really_told_its_own_words_and_the_control_the_usual_ones(providers: Providers) -> None:
    experiment = begun()
    control, other = drawn("a", experiment), drawn("b", experiment)

    live(BEGUN, START - timedelta(hours=17))

    assert the_eve(other).body.startswith("佐々木さん、あしたお待ちしています。")
    assert the_eve(other).template_version == f"experiment-{experiment.pk}b"
    assert "1タップで" in the_eve(control).body
    assert the_eve(control).variant == f"experiment-{experiment.pk}a"


def test_who_booked_before_it_began_is_left_alone(providers: Providers) -> None:
    application = someone(BEGUN - timedelta(days=1))
    booked(application, START, now=BEGUN - timedelta(days=1))

    begun()
    live(BEGUN - timedelta(days=1), START - timedelta(hours=17))

    assert not ExperimentMember.objects.exists()
    assert the_eve(application).variant == ""


def test_a_job_with_words_of_its_own_keeps_them(providers: Providers) -> None:
    experiment = begun()
    application = someone(BEGUN)
    Template.objects.create(
        kind=Kind.REMINDER_EVE, channel="sms", job=application.job, body="白い上着をお持ちください。{link}"
    )

    booked(application, START, now=BEGUN)

    assert not ExperimentMember.objects.filter(experiment=experiment).exists()
    assert the_eve(application).variant == ""


def test_an_experiment_that_ends_in_the_same_moment_stops_nobody(providers: Providers) -> None:
    experiment = begun()
    experiment.variants.all().delete()  # as one question sees it after the other

    application = someone(BEGUN)
    booked(application, START, now=BEGUN)

    assert the_eve(application).variant == ""


def test_a_move_keeps_everybody_where_they_are(providers: Providers) -> None:
    experiment = begun()
    application = drawn("b", experiment)

    moved(application.interviews.get(), START + timedelta(days=1), now=BEGUN + timedelta(hours=1))

    assert ExperimentMember.objects.get(application=application).variant == "b"
    assert the_eve(application).variant == f"experiment-{experiment.pk}b"


def test_whoever_is_held_out_is_not_sent_that_one_word(providers: Providers) -> None:
    CadenceStep.objects.filter(step="days-before").update(condition="always")
    experiment = begun(
        step="days-before",
        varies=Varies.HOLD_OUT,
        variants=[ExperimentVariant(name="なし", is_hold_out=True)],
    )
    control, other = drawn("a", experiment), drawn("b", experiment)

    assert Message.objects.filter(application=control, kind=Kind.REMINDER_DAYS).exists()
    assert not Message.objects.filter(application=other, kind=Kind.REMINDER_DAYS).exists()
    assert the_eve(other).state == State.PLANNED


def test_ending_it_brings_the_usual_words_back_to_what_is_not_said_yet(providers: Providers) -> None:
    experiment = begun()
    application = drawn("b", experiment)

    assert end(experiment, by=make.a_staff(), now=BEGUN + timedelta(hours=2))
    assert StalePlan.objects.filter(application=application).exists()
    live(BEGUN + timedelta(hours=2), START - timedelta(hours=17))

    assert the_eve(application).variant == ""
    assert "1タップで" in the_eve(application).body
    assert not end(experiment, by=make.a_staff(), now=BEGUN + timedelta(hours=3))
    assert list(
        AuditEvent.objects.filter(action__startswith="experiment_").values_list("action", flat=True)
    ) == [
        "experiment_ended",
        "experiment_started",
    ]


def test_its_last_day_ends_it() -> None:
    experiment = begun()

    assert end_overdue(now=experiment.until - timedelta(seconds=1)) == 0
    assert end_overdue(now=experiment.until) == 1
    assert end_overdue(now=experiment.until) == 0


def test_plans_made_twice_are_the_same_while_it_runs(providers: Providers) -> None:
    experiment = begun()
    drawn("b", experiment)

    assert [drift for _person, drift in audit(now=BEGUN, repair=False) if drift] == []


def test_one_runs_on_a_message_at_a_time() -> None:
    first = begun()

    with pytest.raises(AlreadyRunning):
        begun()
    end(first, by=None, now=BEGUN)
    assert begun().is_running


@pytest.mark.parametrize(
    "values",
    [
        {"step": "final-notice"},
        {"step": "gone"},
        {"varies": Varies.HOLD_OUT, "variants": [ExperimentVariant(is_hold_out=True)]},
        {"step": "morning-call"},
    ],
    ids=["after an absence", "unknown", "the question itself", "a call"],
)
def test_what_cannot_be_tried_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(NotOnThisStep):
        begun(**values)


@pytest.mark.parametrize(
    ("varies", "variant"),
    [
        (Varies.TEXT, ExperimentVariant()),
        (Varies.ROUTE, ExperimentVariant(route="preferred")),
        (Varies.TIME, ExperimentVariant()),
    ],
)
def test_a_variant_that_is_the_control_is_refused(varies: Varies, variant: ExperimentVariant) -> None:
    with pytest.raises(NothingDiffers):
        begun(varies=varies, variants=[variant])


def outcome(application: Application, state: InterviewState) -> None:
    Interview.objects.filter(application=application).update(state=state)


def test_people_count_as_they_were_drawn_and_what_says_nothing_stands_apart(providers: Providers) -> None:
    experiment = begun()
    people = {key: [drawn(key, experiment) for _again in range(4)] for key in "ab"}
    for application, state in zip(
        people["b"],
        [InterviewState.CAME, InterviewState.CAME_LATE, InterviewState.ABSENT, InterviewState.EXCUSED],
        strict=True,
    ):
        outcome(application, state)
    for application in people["a"][:2]:
        outcome(application, InterviewState.ABSENT)
    ours = Interview.objects.get(application=people["a"][0])
    Case.objects.create(interview=ours, opened_at=START, reason=Reason.NOBODY_THERE)

    control, other = result_of(experiment, now=START).arms

    assert (other.came.hits, other.came.cases, other.other, other.open) == (2, 3, 1, 0)
    assert (control.came.hits, control.came.cases, control.other, control.open) == (0, 1, 1, 2)
    assert not result_of(experiment, now=START).may_be_read
    assert result_of(experiment, now=experiment.until).may_be_read
