"""The far end of the measurements understands what the product's real clients say to it."""

import asyncio
import json
import mmap
import struct
from urllib.parse import urlencode

from bench import texts
from bench.far_end import Taken, tally
from bench.sink import Book, Http, Smtp


class Written(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.words += bytes(data)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


def a_book() -> Book:
    return Book(mmap.mmap(-1, 8))


def the_payload(transport: Written) -> dict[str, object]:
    payload: dict[str, object] = json.loads(transport.words.rpartition(b"\r\n\r\n")[2])
    return payload


def test_an_sms_that_comes_in_pieces_is_taken_once_and_can_be_asked_about() -> None:
    book, transport = a_book(), Written()
    connection = Http(book)
    connection.connection_made(transport)
    body = urlencode({"To": texts.phone(7), "Body": texts.sms(7)})
    request = (
        f"POST /2010-04-01/Accounts/AC/Messages.json HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )

    for piece in (request[:30], request[30:200], request[200:]):
        connection.data_received(piece.encode())
    created = the_payload(transport)
    query = urlencode({"To": texts.phone(7), "PageSize": 20})
    connection.data_received(f"GET /2010-04-01/Accounts/AC/Messages.json?{query} HTTP/1.1\r\n\r\n".encode())

    assert transport.words.startswith(b"HTTP/1.1 201 ")
    assert (created["to"], created["body"]) == (texts.phone(7), texts.sms(7))
    assert the_payload(transport)["messages"] == [created]
    assert struct.unpack("<Q", book.counter[:8]) == (1,)


def test_a_mail_is_taken_with_its_receiver_and_its_message_id() -> None:
    book, transport = a_book(), Written()
    connection = Smtp(book)
    connection.connection_made(transport)

    connection.data_received(b"EHLO here\r\nMAIL FROM:<a@example.jp> BODY=8BITMIME\r\n")
    connection.data_received(f"RCPT TO:<{texts.address(7)}>\r\nDATA\r\n".encode())
    connection.data_received(b"Subject: x\r\nMessage-ID: <one@example.jp>\r\n\r\nwords\r\n.\r")
    connection.data_received(b"\nQUIT\r\n")

    assert [(to, mark) for _, to, mark in book.taken] == [(texts.address(7), "<one@example.jp>")]
    assert transport.words.endswith(b"250 taken\r\n221 bye\r\n")
    assert transport.closed


def test_copies_and_losses_are_counted_by_the_message_s_number() -> None:
    taken = [Taken(1.0, 1, "a"), Taken(2.0, 2, "b"), Taken(3.0, 1, "a"), Taken(4.0, 1, "c")]

    found = tally(taken, wanted=4)

    assert (found.twice, found.lost, found.most, found.marks) == (2, 2, 3, 2)


def test_a_receiver_tells_the_message_s_number() -> None:
    assert [texts.number_in(receiver) for receiver in (texts.phone(12), texts.address(345))] == [12, 345]
