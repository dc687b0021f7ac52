"""Which files we take, told by what is in them; what they are called is never believed. Plain Python."""

import io
import re
import unicodedata
import zipfile
import zlib
from enum import StrEnum

MOST_BYTES = 5 * 1024 * 1024
MOST_PARTS = 2000
MOST_UNPACKED = 60 * 1024 * 1024
LONGEST_NAME = 80
CHUNK = 64 * 1024


class FileKind(StrEnum):
    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"


OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: OFFICE + "wordprocessingml.document",
    FileKind.XLSX: OFFICE + "spreadsheetml.sheet",
}


class FileFault(StrEnum):
    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    ACTIVE = "active"  # macros, scripts, or files inside
    LOCKED = "locked"  # behind a password


class BadFile(Exception):
    """We do not take this file; ``fault`` says why."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault)
        self.fault = fault


def kind_of_file(content: bytes) -> FileKind:
    """What it is by its first bytes and its structure. Raises BadFile."""
    if not content:
        raise BadFile(FileFault.EMPTY)
    if len(content) > MOST_BYTES:
        raise BadFile(FileFault.TOO_HEAVY)
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # Word and Excel before 2007, or a password
        raise BadFile(FileFault.LOCKED)
    raise BadFile(FileFault.UNKNOWN)


_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
_PDF_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise BadFile(FileFault.BROKEN)
    plain = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), content)  # /J#53 is /JS
    if _PDF_LOCKED.search(plain):
        raise BadFile(FileFault.LOCKED)
    if _PDF_ACTIVE.search(plain):
        raise BadFile(FileFault.ACTIVE)


_OFFICE_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|/embeddings/|oleobject|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|jar|html?|svg)$"
    r"|externallinks/|/macrosheets/|attachedtoolbars",
    re.IGNORECASE,
)
_MAIN_PART = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}
_MAIN_TYPE = {
    FileKind.DOCX: b"wordprocessingml.document.main+xml",
    FileKind.XLSX: b"spreadsheetml.sheet.main+xml",
}


def _office_kind(content: bytes) -> FileKind:
    """A zip with the parts of a document or a sheet, and with nothing that acts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check_parts(parts)
            names = set(parts.namelist())
            types = parts.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except BadFile:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError) as error:
        raise BadFile(FileFault.BROKEN) from error
    except NotImplementedError as error:  # what zipfile says of a way of packing it does not know
        raise BadFile(FileFault.BROKEN) from error
    except RuntimeError as error:  # a password, says zipfile
        raise BadFile(FileFault.LOCKED) from error
    kind = next((kind for kind, part in _MAIN_PART.items() if part in names), None)
    if b"macroenabled" in types.lower():
        raise BadFile(FileFault.ACTIVE)
    if kind is None or _MAIN_TYPE[kind] not in types:
        raise BadFile(FileFault.UNKNOWN)
    return kind


def _check_parts(parts: zipfile.ZipFile) -> None:
    """Every part is unpacked once, within bounds: what it says of its size is not believed."""
    listed = parts.infolist()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise BadFile(FileFault.BROKEN)
    if len({part.filename.lower() for part in listed}) != len(listed):
        raise BadFile(FileFault.BROKEN)
    unpacked = 0
    for part in listed:
        if part.flag_bits & 0x1:
            raise BadFile(FileFault.LOCKED)
        if ".." in part.filename.split("/") or part.filename.startswith(("/", "\\")):
            raise BadFile(FileFault.BROKEN)
        if _OFFICE_ACTIVE.search(part.filename):
            raise BadFile(FileFault.ACTIVE)
        with parts.open(part) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise BadFile(FileFault.BROKEN)


_KEPT_OUT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_ENDING = re.compile(r"(?:\.(?:pdf|jpe?g|png|docx|xlsx))+$", re.IGNORECASE)


def clean_file_name(name: str, kind: FileKind, *, otherwise: str) -> str:
    """The last part of a path, of visible characters, with the ending of what the file is."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem = _ENDING.sub("", _KEPT_OUT.sub("", seen)).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or otherwise}.{kind.value}"
