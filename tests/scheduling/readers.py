"""Two independent readers of calendar files, and a calendar that obeys them as programs do (RFC 5546)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from icalendar import Calendar
from icalendar import Event as TheirEvent

from tests.scheduling import libical
from tests.scheduling.libical import Event, File


def by_icalendar(text: str) -> File:
    calendar = Calendar.from_ical(text)
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, TheirEvent)]
    return File(
        str(calendar["METHOD"]),
        sum(len(part.errors) for part in calendar.walk()),
        tuple(
            Event(
                uid=str(event["UID"]),
                sequence=int(str(event["SEQUENCE"])),
                starts_at=_utc(event.start),
                ends_at=_utc(event.end),
                status=str(event["STATUS"]),
                summary=str(event["SUMMARY"]),
                location=str(event["LOCATION"]),
                description=str(event["DESCRIPTION"]),
            )
            for event in events
        ),
    )


def _utc(moment: object) -> datetime:
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


Reader = Callable[[str], File]
READERS: dict[str, Reader] = {"icalendar": by_icalendar, "libical": libical.read}


@dataclass
class Store:
    """Somebody's calendar: a newer REQUEST replaces, a newer CANCEL removes, older ones are ignored."""

    read: Reader
    events: dict[str, Event] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)

    def take(self, text: str) -> None:
        file = self.read(text)
        assert file.errors == 0
        for event in file.events:
            if event.sequence < self.newest.get(event.uid, 0):
                continue
            self.newest[event.uid] = event.sequence
            if file.method == "CANCEL":
                assert event.status == "CANCELLED"
                self.events.pop(event.uid, None)
            else:
                assert event.status == "CONFIRMED"
                self.events[event.uid] = event

    def take_whole(self, text: str) -> None:
        """A subscribed calendar is read as a whole: what is no longer in it is gone."""
        self.events.clear()
        self.take(text)
