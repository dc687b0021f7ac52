"""Which files are taken, told by what is in them."""

import io
import struct
import zipfile

import pytest

from candidates.policy.files import (
    MOST_BYTES,
    MOST_PARTS,
    BadFile,
    FileFault,
    FileKind,
    clean_file_name,
    kind_of_file,
)

TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}"/></Types>'
WORD, SHEET = "wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(**more: str) -> bytes:
    return packed(**{"[Content_Types].xml": TYPES.format(WORD), "word/document.xml": "<w/>"} | more)


def xlsx(**more: str) -> bytes:
    return packed(**{"[Content_Types].xml": TYPES.format(SHEET), "xl/workbook.xml": "<w/>"} | more)


def fault_of(content: bytes) -> FileFault:
    with pytest.raises(BadFile) as caught:
        kind_of_file(content)
    return caught.value.fault


def test_the_five_kinds_are_known_by_their_content() -> None:
    assert kind_of_file(PDF) == FileKind.PDF
    assert kind_of_file(b"\xff\xd8\xff\xe0 whatever") == FileKind.JPEG
    assert kind_of_file(b"\x89PNG\r\n\x1a\n whatever") == FileKind.PNG
    assert kind_of_file(docx()) == FileKind.DOCX
    assert kind_of_file(xlsx()) == FileKind.XLSX


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00 program",
        b"GIF89a",
        b"just words",
        packed(**{"readme.txt": "a plain archive"}),
        packed(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        packed(**{"word/document.xml": "<w/>"}),
        packed(**{"[Content_Types].xml": TYPES.format(WORD), "xl/workbook.xml": "<w/>"}),
    ],
)
def test_anything_else_is_not_taken_whatever_it_is_called(content: bytes) -> None:
    assert fault_of(content) == FileFault.UNKNOWN


def test_nothing_and_too_much_are_said_apart() -> None:
    assert fault_of(b"") == FileFault.EMPTY
    assert fault_of(b"%PDF-" + b"x" * MOST_BYTES) == FileFault.TOO_HEAVY


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "word/vbaData.xml",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "word/media/run.exe",
        "xl/macrosheets/sheet1.xml",
        "xl/externalLinks/externalLink1.xml",
    ],
)
def test_macros_and_things_inside_are_refused(part: str) -> None:
    assert fault_of(docx(**{part: "x"})) == FileFault.ACTIVE


def test_a_document_that_calls_itself_macro_enabled_is_refused() -> None:
    types = TYPES.format(WORD) + "<!-- application/vnd.ms-word.document.macroEnabled.main+xml -->"

    assert fault_of(docx(**{"[Content_Types].xml": types})) == FileFault.ACTIVE


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word/../../x.xml"])
def test_a_part_that_would_leave_its_folder_is_refused(name: str) -> None:
    assert fault_of(docx(**{name: "x"})) == FileFault.BROKEN


def test_a_small_file_that_unpacks_without_end_is_refused() -> None:
    bomb = docx(**{f"word/media/{n}.xml": "0" * 9_000_000 for n in range(8)})

    assert len(bomb) < 200_000
    assert fault_of(bomb) == FileFault.BROKEN


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = docx(**{"word/media/a.xml": "0" * 5000})
    lying = honest.replace(struct.pack("<I", 5000), struct.pack("<I", 50))

    assert fault_of(lying) == FileFault.BROKEN


def test_too_many_parts_and_two_of_one_name_are_refused() -> None:
    many = {f"word/{n}.xml": "" for n in range(MOST_PARTS)}

    assert fault_of(docx(**many)) == FileFault.BROKEN
    assert fault_of(docx(**{"WORD/document.xml": "<other/>"})) == FileFault.BROKEN


def test_a_locked_or_broken_archive_is_said_as_such() -> None:
    locked = bytearray(docx())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        start = locked.find(mark)
        locked[start + (6 if mark == b"PK\x03\x04" else 8)] |= 1

    assert fault_of(bytes(locked)) == FileFault.LOCKED
    assert fault_of(docx()[:-30]) == FileFault.BROKEN
    assert fault_of(b"PK\x03\x04" + b"\x00" * 60) == FileFault.BROKEN
    assert fault_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == FileFault.LOCKED


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        (b"/JavaScript (app.alert(1))", FileFault.ACTIVE),
        (b"/J#61vaScript (app.alert(1))", FileFault.ACTIVE),
        (b"/S /JS", FileFault.ACTIVE),
        (b"/Launch /F (cmd.exe)", FileFault.ACTIVE),
        (b"/EmbeddedFiles 3 0 R", FileFault.ACTIVE),
        (b"/Encrypt 5 0 R", FileFault.LOCKED),
    ],
)
def test_a_pdf_that_acts_or_is_locked_is_refused(inside: bytes, fault: FileFault) -> None:
    assert fault_of(PDF.replace(b"/Catalog", b"/Catalog " + inside)) == fault


def test_half_a_pdf_is_refused() -> None:
    assert fault_of(PDF[:-8]) == FileFault.BROKEN


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("履歴書.pdf", "履歴書.pdf"),
        ("C:\\Users\\me\\履歴書.PDF", "履歴書.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("cv.pdf.exe", "cv.pdf.exe.pdf"),
        ('a"b;c\r\nd.pdf', "ab;cd.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("  . .pdf", "書類.pdf"),
        ("", "書類.pdf"),
        ("あ" * 300, "あ" * 80 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_the_file_is(name: str, kept: str) -> None:
    assert clean_file_name(name, FileKind.PDF, otherwise="書類") == kept
