"""LINE by its Messaging API. A push carries a retry key, so in doubt the same key is simply sent again."""

import uuid
from collections.abc import Callable
from typing import Any  # linebot ships no types

from django.conf import settings

from messaging.channels.base import Accepted, Doubt, OutcomeUnknown, Outgoing, Usage
from messaging.channels.line_bubble import message_of
from messaging.policy import ChannelName

KEYS = uuid.UUID("6f1c5f0e-27c0-4d3b-9d5b-0a4f2f1f6a57")


class LineMessaging:
    """One per process, shared by all threads.

    200 is not delivery: somebody who blocked the account is answered for with 200, too.
    """

    name = ChannelName.LINE
    doubt = Doubt.SAME_KEY

    def __init__(self) -> None:
        # Lazily, because the web process names this channel without ever sending: 1.4 s and 47 MB.
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

        asked = Configuration(host=settings.LINE_BASE_URL, access_token=settings.LINE_CHANNEL_ACCESS_TOKEN)
        asked.retries = False  # what is repeated, and when, is the outbox's matter
        asked.connection_pool_maxsize = max(64, settings.SENDING_THREADS)
        self._api = MessagingApi(ApiClient(asked))

    def send(self, outgoing: Outgoing) -> Accepted:
        from linebot.v3.messaging import Message, PushMessageRequest

        request = PushMessageRequest(to=outgoing.to, messages=[Message.from_dict(message_of(outgoing))])
        outgoing.check_in_time()
        told = self._ask(self._api.push_message_with_http_info, request, x_line_retry_key=retry_key(outgoing))
        if isinstance(told, Accepted):
            return told
        if told.data is None:  # a 2xx of another kind
            raise OutcomeUnknown("unreadable_answer")
        return Accepted(provider_id=str(told.data.sent_messages[0].id))

    def reply(self, reply_token: str, text: str) -> None:
        """Answer an event at once, outside every quota. LINE knows no retry key here: one try, no more."""
        from linebot.v3.messaging import ReplyMessageRequest, TextMessage

        request = ReplyMessageRequest(reply_token=reply_token, messages=[TextMessage(text=text)])
        self._ask(self._api.reply_message_with_http_info, request)

    def usage(self) -> Usage:
        """This month's quota and what is used of it, as LINE counts."""
        quota = self._ask(self._api.get_message_quota_with_http_info).data
        used = self._ask(self._api.get_message_quota_consumption_with_http_info).data
        limited = str(getattr(quota.type, "value", quota.type)) == "limited"
        return Usage(limit=quota.value if limited else None, used=int(used.total_usage))

    def _ask(self, call: Callable[..., Any], *said: object, **more: object) -> Any:
        """The library's answer, or Accepted where the key had been taken before."""
        from linebot.v3.messaging.exceptions import ApiException
        from urllib3.exceptions import HTTPError

        from messaging.channels import line_errors

        try:
            return call(*said, _request_timeout=(settings.CONNECT_SECONDS, settings.READ_SECONDS), **more)
        except ApiException as error:
            if error.status == line_errors.ALREADY_TAKEN:
                return Accepted(provider_id=str((error.headers or {}).get(line_errors.ACCEPTED_ID) or ""))
            raise line_errors.judged(error) from error
        except HTTPError as error:
            raise line_errors.broken(error) from error
        except ValueError as error:  # 2xx, but not what LINE answers with
            raise OutcomeUnknown("unreadable_answer") from error


def retry_key(outgoing: Outgoing) -> str:
    """The same for every try at one message, the first one included; another row has another."""
    return str(uuid.uuid5(KEYS, f"{outgoing.message_id}|{outgoing.key}"))
