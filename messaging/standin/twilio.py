"""Twilio's Messages API, as far as this product and its tests use it.

A number whose last five digits are one of Twilio's codes answers with it: ``+819000021614`` is refused as a
landline, ``+819000030006`` is taken and reported undelivered.
"""

import base64
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from messaging.rendering import sms_parts
from messaging.standin.book import Book, Taken, now
from messaging.standin.http import Answer, Request

API = "/2010-04-01/Accounts"
LONGEST_BODY = 1600
LONGEST_VALIDITY = 36_000
MOST_A_PAGE = 1000
REFUSALS = {
    "21211": "The 'To' number is not a valid phone number.",
    "21408": "Permission to send an SMS has not been enabled for the region indicated by the 'To' number.",
    "21610": "Attempt to send to unsubscribed recipient",
    "21611": "This 'From' number has exceeded the maximum number of queued messages",
    "21612": "The 'To' phone number is not currently reachable using the 'From' phone number via SMS.",
    "21614": "'To' number is not a valid mobile number",
    "21635": "'To' number is a landline",
}
LOST = {"30001", "30003", "30005", "30006", "30007", "30008"}


def is_ours(request: Request, account_sid: str, auth_token: str) -> bool:
    """Basic authentication with the account's number and token, and a path of the same account."""
    expected = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
    told = request.headers.get("authorization", "").removeprefix("Basic ")
    return secrets.compare_digest(told, expected) and request.path.startswith(f"{API}/{account_sid}/")


def refusal(status: int, code: int | str, message: str) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer(status, {"code": int(code), "message": message, "more_info": more, "status": status})


def what_is_wrong(form: Mapping[str, str]) -> Answer | None:
    """The refusal a real account would get, or None."""
    to, body = form.get("To", ""), form.get("Body", "")
    if not to:
        return refusal(400, 21604, "A 'To' phone number is required.")
    if not body:
        return refusal(400, 21602, "Message body is required.")
    if not form.get("From") and not form.get("MessagingServiceSid"):
        return refusal(400, 21603, "A 'From' phone number is required.")
    if not (to.startswith("+") and to[1:].isdigit() and 8 <= len(to) <= 16):
        return refusal(400, 21211, f"Invalid 'To' Phone Number: {to[:-4]}XXXX")
    if len(body) > LONGEST_BODY:
        return refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if not 1 <= int(form.get("ValidityPeriod") or LONGEST_VALIDITY) <= LONGEST_VALIDITY:
        return refusal(400, 20001, "ValidityPeriod must be between 1 and 36000")
    if to[-5:] in REFUSALS:
        return refusal(400, to[-5:], REFUSALS[to[-5:]])
    return None


def taken_from(form: Mapping[str, str]) -> Taken:
    return Taken(
        channel="sms",
        provider_id="SM" + secrets.token_hex(16),
        to=form["To"],
        sender=form.get("From") or form["MessagingServiceSid"],
        body=form["Body"],
        at=now(),
        validity_seconds=int(form["ValidityPeriod"]) if "ValidityPeriod" in form else None,
        callback_url=form.get("StatusCallback", ""),
    )


def receipts_for(taken: Taken, usual: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The reports that follow, as status and error code."""
    if taken.to[-5:] in LOST and usual:
        return (("sent", ""), ("undelivered", taken.to[-5:]))
    return tuple((status, "") for status in usual)


def shown(taken: Taken, account_sid: str) -> dict[str, object]:
    """The message as the API shows it."""
    moment = format_datetime(taken.at)
    by_service = taken.sender.startswith("MG")
    return {
        "sid": taken.provider_id,
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": taken.body,
        "date_created": moment,
        "date_sent": moment,
        "date_updated": moment,
        "direction": "outbound-api",
        "error_code": int(taken.error_code) if taken.error_code else None,
        "error_message": None,
        "from": None if by_service else taken.sender,
        "messaging_service_sid": taken.sender if by_service else None,
        "num_media": "0",
        "num_segments": str(sms_parts(taken.body)),
        "price": None,
        "price_unit": "USD",
        "status": taken.status,
        "subresource_uris": {},
        "to": taken.to,
        "uri": f"{API}/{account_sid}/Messages/{taken.provider_id}.json",
    }


def listed(book: Book, query: Mapping[str, str], account_sid: str) -> Answer:
    """Newest first; filtered by To, From and DateSent, which knows whole days in GMT."""
    found = [taken for taken in reversed(book.taken) if taken.channel == "sms" and _matches(taken, query)]
    size = min(int(query.get("PageSize", 50)), MOST_A_PAGE)
    page = int(query.get("Page", 0))
    kept = {name: value for name, value in query.items() if name != "Page"} | {"PageSize": str(size)}
    address = f"{API}/{account_sid}/Messages.json?{urlencode(kept)}"
    following = f"{address}&Page={page + 1}" if len(found) > (page + 1) * size else None
    return Answer(
        payload={
            "messages": [shown(taken, account_sid) for taken in found[page * size : (page + 1) * size]],
            "page": page,
            "page_size": size,
            "first_page_uri": f"{address}&Page=0",
            "next_page_uri": following,
            "previous_page_uri": f"{address}&Page={page - 1}" if page else None,
            "uri": f"{address}&Page={page}",
        }
    )


def _matches(taken: Taken, query: Mapping[str, str]) -> bool:
    day = taken.at.date()
    return (
        query.get("To", taken.to) == taken.to
        and query.get("From", taken.sender) == taken.sender
        and ("DateSent" not in query or _day(query["DateSent"]) == day)
        and ("DateSent>" not in query or _day(query["DateSent>"]) <= day)
        and ("DateSent<" not in query or _day(query["DateSent<"]) >= day)
    )


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
