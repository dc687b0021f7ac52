"""How fast the far end is by itself: what any sender could reach at most."""

import asyncio
import time
from urllib.parse import urlencode

from bench import texts
from bench.far_end import FarEnd

CONNECTIONS = 32


def http_ceiling(far_end: FarEnd, count: int) -> float:
    """Messages a second, asked over raw connections that write the same bytes again and again."""
    far_end.prepare(0.0)
    body = urlencode({"To": texts.phone(1), "From": "+15005550006", "Body": texts.sms(1)})
    head = "POST /2010-04-01/Accounts/AC/Messages.json HTTP/1.1\r\nHost: sink\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    return asyncio.run(_asked(far_end.http_port, request, count))


async def _asked(port: int, request: bytes, count: int) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(_one_connection(port, request, count // CONNECTIONS) for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - started)


async def _one_connection(port: int, request: bytes, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(count):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0]))
    writer.close()


def smtp_ceiling(far_end: FarEnd, count: int) -> float:
    """Mails a second, over raw connections that stay open."""
    far_end.prepare(0.0)
    return asyncio.run(_mailed(far_end.smtp_port, count))


async def _mailed(port: int, count: int) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(_one_mailer(port, count // CONNECTIONS) for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - started)


async def _one_mailer(port: int, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    mail = f"Message-ID: <1@sink>\r\n\r\n{texts.mail(1)}\r\n.\r\n".encode()
    said = (b"MAIL FROM:<a@b>\r\n", b"RCPT TO:<person-1@example.com>\r\n", b"DATA\r\n", mail)
    for _ in range(count):
        for words in said:
            writer.write(words)
            await reader.readline()
    writer.close()
