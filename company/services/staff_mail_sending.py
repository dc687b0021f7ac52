"""One e-mail to staff on its way out, over the mail connection that candidates' mails use as well."""

import hashlib
import smtplib
from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from company.models import StaffMail

CALENDAR = "text/calendar"
LINK = "{link}"
"""Where the secret address goes, in a mail that carries one."""
NO_SUCH_ADDRESS = {550, 551, 553}


class Failed(Exception):
    """It did not leave; ``reason`` is a code that ``company.wording`` puts into words."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent

    @property
    def is_everybodys(self) -> bool:
        """It is the connection's fault, so the next mail would fail as well."""
        return self.reason in {"no_connection", "misconfigured"}


class Lines:
    """One connection for a run of mails; opened by the first, closed at the end."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def take(self) -> BaseEmailBackend:
        if self._backend is None:
            self._backend = get_connection()
            self._backend.open()
        return self._backend

    def drop(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError):
                return  # the line is gone, which is what was wanted

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()


def send(mail: StaffMail, lines: Lines) -> None:
    """Hand it to the mail server or provider; the trial's drawn one takes everything. Raises Failed."""
    if settings.EMAIL_PROVIDER == "sandbox":
        return
    try:
        _hand_over(mail, lines)
    except Failed:
        raise
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        reason = "invalid_address" if code in NO_SUCH_ADDRESS else "refused" if code >= 500 else "busy"
        raise Failed(reason, permanent=code >= 500) from error
    except smtplib.SMTPAuthenticationError as error:
        lines.drop()
        raise Failed("misconfigured") from error
    except smtplib.SMTPResponseException as error:
        lines.drop()
        raise Failed("refused" if error.smtp_code >= 500 else "busy") from error
    except (smtplib.SMTPException, OSError) as error:
        lines.drop()
        raise Failed("no_connection") from error


def _hand_over(mail: StaffMail, lines: Lines) -> None:
    if not settings.EMAIL_BACKEND.startswith("anymail."):
        lines.take().send_messages([compose(mail, with_buttons=True)])
        return
    from anymail import exceptions  # brings requests along, so only where it is used

    try:
        try:
            lines.take().send_messages([compose(mail)])
        except exceptions.AnymailUnsupportedFeature:
            lines.take().send_messages([compose(mail, plain=True)])
    except exceptions.AnymailRecipientsRefused as error:
        raise Failed("invalid_address", permanent=True) from error
    except exceptions.AnymailConfigurationError as error:
        raise Failed("misconfigured") from error
    except exceptions.AnymailError as error:
        raise Failed("refused") from error


def compose(mail: StaffMail, *, with_buttons: bool = False, plain: bool = False) -> EmailMultiAlternatives:
    """``with_buttons``: the calendar also as an alternative part, which mail programs act on by themselves.

    ``plain`` leaves the method out of the file's type, for providers that refuse it.
    """
    email = EmailMultiAlternatives(
        subject=mail.subject.replace("=?", "= ?"),
        body=mail.body.replace(LINK, mail.secret) if mail.secret else mail.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        headers={
            "Message-ID": message_id(mail),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    for enclosed in mail.attachments:
        kind = CALENDAR if plain and enclosed["kind"].startswith(CALENDAR) else enclosed["kind"]
        if with_buttons and kind.startswith(CALENDAR):
            email.attach_alternative(enclosed["content"], kind)
        email.attach(enclosed["name"], enclosed["content"], kind)
    return email


def message_id(mail: StaffMail) -> str:
    """The same for every try, so that mailboxes fold a repetition."""
    digest = hashlib.sha256(f"{mail.pk}|{mail.key}".encode()).hexdigest()[:32]
    return f"<s{mail.pk}.{digest}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"
