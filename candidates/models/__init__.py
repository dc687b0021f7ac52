"""Jobs, people, applications, the pages behind secret links, and imports."""

from candidates.models.applications import Application, ApplicationQuerySet, Note
from candidates.models.boards import Board, BoardJob, BoardMail
from candidates.models.documents import Document, HousePaper
from candidates.models.finding import SearchKey
from candidates.models.imports import ColumnChoice, Import, ImportRow, ImportState
from candidates.models.jobs import Content, Job, JobPicture, JobQuerySet
from candidates.models.merging import Merge, NotTheSame
from candidates.models.pages import ContentClick, FormUse, Link, PageOpening
from candidates.models.people import LANGUAGES, Candidate, CandidateQuerySet

__all__ = [
    "LANGUAGES",
    "Application",
    "ApplicationQuerySet",
    "Board",
    "BoardJob",
    "BoardMail",
    "Candidate",
    "CandidateQuerySet",
    "ColumnChoice",
    "Content",
    "ContentClick",
    "Document",
    "FormUse",
    "HousePaper",
    "Import",
    "ImportRow",
    "ImportState",
    "Job",
    "JobPicture",
    "JobQuerySet",
    "Link",
    "Merge",
    "NotTheSame",
    "Note",
    "PageOpening",
    "SearchKey",
]
