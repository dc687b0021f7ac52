"""Jobs, people, applications, the pages behind secret links, and imports."""

from candidates.models.applications import Application, ApplicationQuerySet, Note
from candidates.models.imports import ColumnChoice, Import, ImportRow, ImportState
from candidates.models.jobs import Content, Job, JobPicture, JobQuerySet
from candidates.models.pages import ContentClick, FormUse, Link, PageOpening
from candidates.models.people import LANGUAGES, Candidate, CandidateQuerySet

__all__ = [
    "LANGUAGES",
    "Application",
    "ApplicationQuerySet",
    "Candidate",
    "CandidateQuerySet",
    "ColumnChoice",
    "Content",
    "ContentClick",
    "FormUse",
    "Import",
    "ImportRow",
    "ImportState",
    "Job",
    "JobPicture",
    "JobQuerySet",
    "Link",
    "Note",
    "PageOpening",
]
