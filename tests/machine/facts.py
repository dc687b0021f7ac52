"""What is true at one moment, as the promises read it."""

from sandbox.simulator.promises.facts import ApplicationFacts, Facts, InterviewFacts, PersonFacts, read

__all__ = ["ApplicationFacts", "Facts", "InterviewFacts", "PersonFacts", "read"]
