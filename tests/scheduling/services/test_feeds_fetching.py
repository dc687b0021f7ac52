"""Somebody else's address is read without lending them our place in the network. Real sockets, real TLS."""

import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address

import pytest

from scheduling.services.feeds_fetching import LARGEST, FeedRefused, Reach, checked_address, fetch, is_public
from tests.scheduling.calendar_server import FILE, CalendarServer, calendar_server, drip, plain


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with calendar_server(tmp_path_factory.mktemp("tls")) as server:
        yield server


@pytest.fixture
def server(one_server: CalendarServer) -> CalendarServer:
    one_server.answer = plain()
    one_server.asked.clear()
    one_server.looked_up.clear()
    return one_server


def refusal(url: str, reach: Reach | None = None) -> str:
    with pytest.raises(FeedRefused) as refused:
        fetch(url, reach)
    return refused.value.code


def test_a_calendar_is_read_over_one_pinned_look_up(server: CalendarServer) -> None:
    assert fetch(server.url, server.reach()) == FILE

    assert server.looked_up == ["calendar.example"]
    assert server.asked[0].startswith(b"GET /private/basic.ics HTTP/1.1\r\n")
    assert f"Host: calendar.example:{server.port}".encode() in server.asked[0]


def test_webcal_means_https(server: CalendarServer) -> None:
    assert fetch(server.url.replace("https://", "webcal://"), server.reach()) == FILE


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://calendar.example/a.ics", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("gopher://calendar.example/", "not_https"),
        ("https://name:word@calendar.example/a.ics", "credentials"),
        ("https://calendar.example@169.254.169.254/", "credentials"),
        ("https://calendar.example:22/a.ics", "port"),
        ("https://calendar.example:99999/a.ics", "address"),
        ("https:///a.ics", "address"),
        ("https://calendar.example/a b.ics", "address"),
        ("https://calendar.example/a\r\nHost: inside", "address"),
        ("https://calendar.example/" + "a" * 500, "address"),
    ],
)
def test_an_address_we_would_not_read_is_refused_before_anything_is_looked_up(url: str, code: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    assert refusal(url, Reach(look_up=never)) == code
    if code != "address":
        with pytest.raises(FeedRefused):
            checked_address(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",  # noqa: S104
        "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "198.18.0.1", "203.0.113.9",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2002:a9fe:a9fe::", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_an_inward_address_is_refused_whatever_its_name(address: str) -> None:
    assert not is_public(ip_address(address))
    reach = Reach(look_up=lambda host, port: [address])

    assert refusal("https://looks-fine.example/a.ics", reach) == "private"
    if ":" not in address:
        assert refusal(f"https://{address}/a.ics") == "private"


@pytest.mark.parametrize(
    "address", ["142.250.196.110", "2404:6800:4004:80b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_open_internet_may_be_reached(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_inward_address_among_several_refuses_them_all(server: CalendarServer) -> None:
    reach = server.reach(addresses=("127.0.0.1", "10.0.0.1"))

    assert refusal(server.url, reach) == "private"
    assert server.asked == []


def test_this_machine_is_refused_unless_a_test_allows_it(server: CalendarServer) -> None:
    reach = replace(server.reach(), allows=is_public)

    assert refusal(server.url, reach) == "private"
    assert server.asked == []


def test_a_redirect_is_not_followed(server: CalendarServer) -> None:
    server.answer = plain(b"", status="302 Found", more=f"Location: {server.url}\r\n")

    assert refusal(server.url, server.reach()) == "redirect"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (plain(b"<html>", kind="text/html; charset=utf-8"), "not_calendar"),
        (plain(FILE, more="Content-Encoding: gzip\r\n"), "not_calendar"),
        (plain(b"", status="404 Not Found"), "gone"),
        (plain(b"", status="500 Oh no"), "unreachable"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Length: 2000000\r\n\r\n", "too_big"),
        (b"HTTP/1.0 200 OK\r\nContent-Type: text/calendar\r\n\r\n" + b"x" * (LARGEST + 1), "too_big"),
        (b"\x00\x01\x02 nonsense", "unreachable"),
        (b"", "unreachable"),
    ],
)
def test_anything_but_a_calendar_of_a_bearable_size_is_refused(
    server: CalendarServer, answer: bytes, code: str
) -> None:
    server.answer = answer

    assert refusal(server.url, server.reach()) == code


def test_a_server_that_drips_is_left_when_the_time_is_over(server: CalendarServer) -> None:
    server.answer = drip
    began = time.monotonic()

    assert refusal(server.url, server.reach(seconds=0.6)) == "slow"
    assert time.monotonic() - began < 2


def test_a_look_up_that_never_ends_is_left_too(server: CalendarServer) -> None:
    def long(host: str, port: int) -> list[str]:
        time.sleep(1.5)
        return []

    began = time.monotonic()

    assert refusal(server.url, replace(server.reach(seconds=0.2), look_up=long)) == "slow"
    assert time.monotonic() - began < 1


def test_a_certificate_of_somebody_else_is_refused(server: CalendarServer) -> None:
    other_name = server.url.replace("calendar.example", "other.example")

    assert refusal(other_name, server.reach()) == "certificate"
    assert refusal(server.url, replace(server.reach(), context=ssl.create_default_context())) == "certificate"


def test_nobody_there_is_told_apart_from_no_such_name(server: CalendarServer) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    nobody = replace(server.reach(), ports=frozenset({1}))

    assert refusal("https://calendar.example:1/a.ics", nobody) == "unreachable"
    assert refusal(server.url, replace(server.reach(), look_up=unknown)) == "no_such_host"
