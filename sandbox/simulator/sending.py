"""The dispatcher's work without its threads: claim, gate, hand over, record, by the product's services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from messaging.channels import Accepted
from messaging.models import Message
from messaging.services.claiming import claim
from messaging.services.gathering import House, look_round
from messaging.services.gating import Passed, pass_gate
from messaging.services.reaping import reap
from messaging.services.receipts import apply_receipt
from messaging.services.recording import Done, record
from reminders.services.following import follow, replan_stale
from sandbox.simulator import living
from sandbox.simulator.checks import Watcher
from sandbox.simulator.provider import Report
from sandbox.simulator.world import Story, World

TOGETHER = 64
HOUSE_IS_OLD = timedelta(hours=1)
"""Rules of the house do not change meanwhile; only the texts of the month are counted anew."""


@dataclass
class Dispatcher:
    world: World
    watcher: Watcher | None = None
    _house: House | None = field(default=None, repr=False)
    _read_at: datetime | None = None

    def work(self) -> None:
        """Send what is due until nothing is, and follow what came of it, if anything did."""
        for _ in range(TOGETHER):
            self._send()
            if not self.world.unsettled:
                return
            self.world.unsettled = False
            while follow(now=self.world.now) or replan_stale(now=self.world.now):
                pass

    def clear_up(self) -> None:
        """What every sweep looks at, whether or not we know of a reason."""
        self.world.unsettled = True
        reap(now=self.world.now)

    def _send(self) -> None:
        """Whatever is not taken at once is looked at anew: its plan follows."""
        world = self.world
        while claimed := claim(TOGETHER, now=world.now):
            passed = pass_gate(claimed, now=world.now, house=self._rules()).passed
            if self.watcher is not None:
                self.watcher.look()
            done = [self._hand_over(one) for one in passed]
            record(done, now=world.now)
            all_well = len(done) == len(claimed) and all(isinstance(one.result, Accepted) for one in done)
            world.unsettled |= not all_well
            if len(claimed) < TOGETHER and all_well:
                return

    def _rules(self) -> House:
        world = self.world
        if self._house is None or self._read_at is None or world.now - self._read_at >= HOUSE_IS_OLD:
            self._house, self._read_at = look_round(world.now), world.now
        return self._house

    def _hand_over(self, passed: Passed) -> Done:
        world, outgoing = self.world, passed.outgoing
        story = world.stories[outgoing.application_id]
        result = world.provider.send(story.person, passed.channel)
        world.say(story, "is-sent", f"{outgoing.kind} {passed.channel} {type(result).__name__}")
        if self.watcher is not None:
            self.watcher.note(passed.channel, outgoing, is_taken=isinstance(result, Accepted))
        if isinstance(result, Accepted):
            story.messages += 1
            self._arrive(story, passed)
        return Done(outgoing, passed.claim, result, passed.channel)

    def _arrive(self, story: Story, passed: Passed) -> None:
        world, outgoing = self.world, passed.outgoing
        which = f"{outgoing.kind}/{story.turn}/{outgoing.about.partition('@')[2]}"
        report = world.provider.report(story.person, passed.channel, outgoing, which)
        if report is not None:
            world.at(world.now + report.after, lambda: _post(world, story, report))
        if report is None or report.status == "delivered":
            living.receive(world, story, outgoing.kind, passed.channel, "")


def _post(world: World, story: Story, report: Report) -> None:
    apply_receipt(Message(pk=report.message_id), report.status, code=report.code, event_id="", now=world.now)
    if report.status != "delivered":
        world.stirred = world.unsettled = True
        world.say(story, "is-not-reached", report.code)
