"""Queues mails with django-post-office: ``python -m bench.senders.post_office_fill HOW_MANY``."""

import sys

import django

from bench import texts


def main(how_many: int) -> None:
    django.setup()
    from post_office import mail

    numbers = range(1, how_many + 1)
    mail.send_many(
        [
            {
                "recipients": texts.address(number),
                "sender": f'"{texts.COMPANY}" <{texts.SENDER}>',
                "headers": texts.HEADERS,
                "subject": texts.SUBJECT,
                "message": texts.mail(number),
            }
            for number in numbers
        ]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
