"""One story as rows: the person, the application, its interview, and what was said."""

from candidates.policy import Stage
from messaging.policy import ChannelName, Direction, Kind, State
from noshow.policy import CaseState
from sandbox.mass.chain import Store
from sandbox.mass.keys import search_keys
from sandbox.mass.moments import DAY, HOUR, MINUTE, text, words
from sandbox.mass.people import Person
from sandbox.mass.rows import Rows
from sandbox.mass.seats import Seat, Seats
from sandbox.mass.story import Story
from scheduling.policy import InterviewState

CAME = {InterviewState.CAME, InterviewState.CAME_LATE}
SMS_YEN = 12
NOTES = (
    "土日に入れるとのこと。",
    "電話で少し話しました。感じのよい方。",
    "週3日希望。",
    "面接後すぐ働けるそうです。",
)
REASONS = {Stage.WITHDRAWN: "no_reason", Stage.CLOSED: "no_answer"}


class Telling:
    """Writes stories into rows. ``now`` is in seconds."""

    def __init__(self, stores: list[Store], rows: Rows, now: int) -> None:
        self.stores, self.rows, self.now = stores, rows, now
        self.seats = Seats(stores)

    def tell(self, story: Story, who: Person) -> None:
        store = self.stores[story.store]
        self._application(story, who, store)
        seat = self._interview(story) if story.interview else None
        self._said(story, who, store, seat)
        if story.draws.random() < 0.05 and story.contacted_at:
            note = NOTES[int(story.draws.random() * len(NOTES))]
            self.rows.add("note", story.number, store.recruiter, note, text(story.contacted_at))

    def _application(self, story: Story, who: Person, store: Store) -> None:
        applied = text(story.applied_at)
        self.rows.add(
            "application",
            who.number,
            store.jobs[story.job],
            store.location,
            story.stage.value,
            story.source.value,
            applied,
            store.recruiter,
            text(story.applied_at + 30 * MINUTE),
            _or_none(story.contacted_at),
            _or_none(story.closed_at),
            REASONS.get(story.stage, "") if story.closed_at else "",
        )
        for key in search_keys(who):
            self.rows.add("key", story.number, store.location, key)
        self.rows.add("event", applied, story.number, story.number)

    def _interview(self, story: Story) -> Seat | None:
        state = story.interview
        if state is None or state == InterviewState.INVITED:
            self._interview_row(story, InterviewState.INVITED, None)
            return None
        seat = self.seats.next(story.store, story.met_on, self.rows)
        if state == InterviewState.BOOKED and seat.starts_at < self.now:
            draw = story.draws.random()
            state = InterviewState.CAME if draw < 0.85 else InterviewState.ABSENT if draw < 0.93 else state
        number = self._interview_row(story, state, seat)
        is_held = state != InterviewState.CANCELLED_BY_CANDIDATE
        self.rows.add(
            "booking",
            number,
            seat.slot,
            seat.interviewer,
            text(seat.starts_at),
            text(seat.ends_at),
            int(is_held),
            text(story.contacted_at + HOUR),
            None if is_held else text(seat.starts_at - 5 * HOUR),
        )
        if state == InterviewState.ABSENT:
            is_over = bool(story.closed_at)
            self.rows.add(
                "case",
                number,
                (CaseState.CLOSED if is_over else CaseState.OPEN).value,
                text(min(seat.starts_at + 20 * MINUTE, self.now)),
                _or_none(story.closed_at),
            )
        return seat

    def _interview_row(self, story: Story, state: InterviewState, seat: Seat | None) -> int:
        invited = story.contacted_at + MINUTE
        is_outcome = state in CAME or state == InterviewState.ABSENT
        says_yes = state in CAME or (state == InterviewState.BOOKED and story.draws.random() < 0.6)
        outcome_at = min(seat.starts_at + 10 * MINUTE, self.now) if seat and is_outcome else 0
        cancelled_at = seat.starts_at - 5 * HOUR if seat and "cancelled" in state else 0
        return self.rows.add(
            "interview",
            story.number,
            self.stores[story.store].location,
            f"{story.draws.getrandbits(128):032x}",
            state.value,
            text(invited),
            text(invited + 3 * DAY),
            text(seat.starts_at) if seat else None,
            text(seat.ends_at) if seat else None,
            text(invited + HOUR) if seat else None,
            text(min(invited + 2 * HOUR, self.now)) if says_yes else None,
            _or_none(cancelled_at),
            _or_none(outcome_at),
            text(outcome_at or cancelled_at or min(invited + HOUR, self.now)),
        )

    def _said(self, story: Story, who: Person, store: Store, seat: Seat | None) -> None:
        line = Line(self, story, who, f"{store.name}です。{who.family}さん、")
        line.ours(Kind.THANKS, story.applied_at + MINUTE, "ご応募ありがとうございます。")
        if not story.contacted_at:
            return
        line.ours(Kind.INVITATION, story.contacted_at + 2 * MINUTE, "面接の日時を、ここから選べます。")
        if seat is not None:
            self._about_the_interview(line, story, seat)
        elif story.closed_at and story.draws.random() < 0.35:
            line.ours(Kind.INVITATION_CHASE, story.contacted_at + DAY, "合う時間がないときは教えてください。")
        elif story.closed_at and story.draws.random() < 0.15:
            line.theirs(story.contacted_at + 5 * HOUR, "すみません、今回は見送ります。", answered=True)
        if story.stage == Stage.REJECTED and story.closed_at:
            line.ours(Kind.REJECTED, story.closed_at, "今回は見送りとなりました。ご縁に感謝いたします。")
        if story.wrote:
            line.theirs(
                self.now - int(story.draws.random() * DAY), "何時に着けばよいですか。", answered=False
            )
        if story.stuck:
            line.stuck(self.now - HOUR)

    def _about_the_interview(self, line: "Line", story: Story, seat: Seat) -> None:
        when, about = (
            words(seat.starts_at),
            f"interview:{self.rows.number('interview')}@{text(seat.starts_at)}",
        )
        line.ours(Kind.BOOKED, story.contacted_at + HOUR, f"{when}、お約束しました。", about)
        eve = seat.starts_at - 20 * HOUR
        line.ours(Kind.REMINDER_EVE, eve, f"面接は{when}です。お会いできるのを楽しみにしています。", about)


class Line:
    """One person's conversation; every fifth is by e-mail."""

    def __init__(self, telling: Telling, story: Story, who: Person, head: str) -> None:
        self.telling, self.story, self.who, self.head = telling, story, who, head
        self.channel = ChannelName.EMAIL if story.number % 5 == 0 else ChannelName.SMS

    def ours(self, kind: Kind, at: int, words: str, about: str = "") -> None:
        """Said and delivered, or planned when it lies ahead."""
        is_said = at <= self.telling.now
        about = about or f"application:{self.story.number}"
        number = self._row(
            Direction.OUT,
            f"{self.story.number}|{kind}|{about}|fill|{self.channel}",
            kind,
            about,
            State.DELIVERED if is_said else State.PLANNED,
            f"{self.head}{words}\n…/i/••••/" if is_said else "",
            at,
        )
        if is_said and self.story.is_fresh:
            self.telling.rows.add("attempt", number, text(at), text(at + 1))
            self.telling.rows.add("receipt", number, text(at + 5))
            link = self.telling.rows.add(
                "link", self.story.number, f"{self.story.draws.getrandbits(256):064x}", text(at)
            )
            if self.story.draws.random() < 0.5:
                self.telling.rows.add("opening", link, text(min(at + HOUR, self.telling.now)))

    def theirs(self, at: int, words: str, *, answered: bool) -> None:
        number = self._row(Direction.IN, "", Kind.MANUAL, "", State.RECEIVED, words, at, asks=not answered)
        if answered:
            self._row(
                Direction.OUT,
                f"{self.story.number}|answer|{number}",
                Kind.MANUAL,
                "",
                State.DELIVERED,
                f"{self.head}承知しました。ご連絡ありがとうございました。",
                at + HOUR,
            )

    def stuck(self, at: int) -> None:
        key, about = f"{self.story.number}|stuck", f"application:{self.story.number}"
        self._row(Direction.OUT, key, Kind.MANUAL, about, State.NEEDS_PERSON, f"{self.head}お電話します", at)

    def _row(
        self,
        direction: Direction,
        key: str,
        kind: Kind,
        about: str,
        state: State,
        body: str,
        at: int,
        *,
        asks: bool = False,
    ) -> int:
        is_out, is_said = direction == Direction.OUT, state != State.PLANNED
        has_left = is_out and is_said
        is_sms = self.channel == ChannelName.SMS and has_left
        moment = text(at)
        return self.telling.rows.add(
            "message",
            self.story.number,
            direction.value,
            key,
            kind.value,
            about,
            "fill" if is_out else "",
            self.channel.value,
            state.value,
            "no_answer" if state == State.NEEDS_PERSON else "",
            body,
            self.who.email if self.channel == ChannelName.EMAIL else self.who.phone,
            2 if is_sms else 0,
            2 * SMS_YEN if is_sms else 0,
            moment,
            moment,
            text(at + DAY),
            moment if is_said else text(self.telling.now),
            moment if has_left else None,
            text(at + 5) if is_said else None,
            int(has_left),
            f"fill-{self.story.number}-{kind}" if has_left else "",
            int(asks),
            None,
        )


def _or_none(moment: int) -> str | None:
    return text(moment) if moment else None
