"""What goes in and comes out, as the OpenAPI description tells it. Nothing more is taken than is named."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal, get_args

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StrictBool

from candidates.policy import Stage
from scheduling.policy import InterviewState

LARGEST_NUMBER = 2**63 - 1
Name = Annotated[str, Field(max_length=60)]
Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
"""Told in UTC."""

StageName = Literal[
    "received", "in_contact", "interviewing", "deciding", "offered", "joined",
    "rejected", "withdrawn", "declined", "closed",
]  # fmt: skip
StateName = Literal[
    "invited", "booked", "came", "came_late", "excused", "absent",
    "cancelled_by_us", "cancelled_by_candidate", "lapsed",
]  # fmt: skip
if {*get_args(StageName)} != {*Stage} or {*get_args(StateName)} != {*InterviewState}:
    raise ImportError("The API's description has to name every stage and every state.")


class ApplicantIn(Schema):
    """Who applies. One name and one way to be reached (phone or e-mail) are enough."""

    model_config = ConfigDict(extra="forbid")

    full_name: Name = Field("", description="Split at the first space; or give family_name and given_name.")
    family_name: Name = ""
    given_name: Name = ""
    full_kana: Name = ""
    family_kana: Name = ""
    given_kana: Name = ""
    phone: Annotated[str, Field(max_length=60)] = Field("", description="Japanese, in any writing.")
    email: Annotated[str, Field(max_length=320)] = ""
    birth_on: Annotated[str, Field(max_length=40)] = Field(
        "", description="e.g. 2001-04-03 or 平成13年4月3日"
    )
    language: Literal["ja", "en"] = Field("ja", description="Which language we write to them in.")
    preferred_channel: Literal["", "sms", "email", "phone"] = ""
    preferred_hours: Annotated[str, Field(max_length=80)] = ""
    guardian_consent: StrictBool = False


class ApplicationIn(Schema):
    """One application. The person is thanked at once, unless ``start_contact`` is false."""

    model_config = ConfigDict(extra="forbid")

    job: Annotated[str, Field(min_length=1, max_length=120)] = Field(
        description="The job's slug or number, as GET /jobs tells them."
    )
    applicant: ApplicantIn
    external_ref: Annotated[str, Field(max_length=120)] = Field(
        "", description="Your own number of this application. A number names one application."
    )
    source: Annotated[str, Field(max_length=60)] = Field(
        "", description="Where they applied, e.g. a job board."
    )
    applied_at: AwareDatetime | None = Field(
        None, description="With an offset: 2026-06-01T03:00:00Z or 2026-06-01T12:00:00+09:00."
    )
    motivation: Annotated[str, Field(max_length=4000)] = ""
    availability: Annotated[str, Field(max_length=4000)] = ""
    consent_text: Annotated[str, Field(max_length=4000)] = Field(
        "", description="What they agreed to about the use of their data, word for word; empty if unknown."
    )
    start_contact: StrictBool = Field(True, description="false: nobody is written to until staff say so.")


class PlaceOut(Schema):
    slug: str
    name: str


class JobOut(Schema):
    id: int
    slug: str
    title: str
    location: PlaceOut
    takes_applications: bool
    closes_on: date | None = None
    url: str


class JobRef(Schema):
    id: int
    slug: str
    title: str
    location: PlaceOut


class ApplicationOut(Schema):
    """Where an application stands. Never the person's name, number or address."""

    id: int
    external_ref: str
    job: JobRef
    stage: StageName
    source: str
    applied_at: Moment
    contact_started_at: Moment | None = None
    first_contact_due_at: Moment | None = None
    contacted_at: Moment | None = None
    decide_by: Moment | None = None
    offered_at: Moment | None = None
    offer_accepted_at: Moment | None = None
    starts_on: date | None = None
    closed_at: Moment | None = None
    closed_reason: str
    updated_at: Moment
    url: str = Field(description="The application's page for staff.")


class InterviewOut(Schema):
    id: int
    state: StateName
    invited_at: Moment
    answer_by: Moment | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    confirmed_at: Moment | None = None
    late_minutes: int | None = None
    moves: int
    cancelled_at: Moment | None = None
    outcome_at: Moment | None = None


class Applications(Schema):
    items: list[ApplicationOut]
    next: str | None = Field(None, description="The cursor of the next page; null on the last one.")


class Jobs(Schema):
    items: list[JobOut]
    next: str | None = None


class Interviews(Schema):
    items: list[InterviewOut]


class Checked(Schema):
    """The application could be taken. Nothing was stored and nobody was written to."""

    job: JobRef


class Me(Schema):
    name: str
    prefix: str
    scopes: list[str]
    all_locations: bool = Field(description="False: only those named here, also when none is left.")
    locations: list[PlaceOut]
    expires_at: Moment | None = None
    requests_per_minute: int


class FaultOut(Schema):
    code: str
    message: str


class Problem(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: dict[str, list[FaultOut]] | None = None


class ListFilters(Schema):
    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[str, Field(max_length=200)] = Field("", description="As ``next`` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class ApplicationFilters(ListFilters):
    updated_since: AwareDatetime | None = Field(
        None, description="Only what changed at or after this moment."
    )
    external_ref: Annotated[str, Field(max_length=120)] = ""
    stage: StageName | None = None
    job: Annotated[str, Field(max_length=120)] = Field("", description="Slug or number.")
