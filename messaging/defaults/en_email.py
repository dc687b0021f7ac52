"""E-mail, English: subject and body."""

from messaging.policy import Kind

_SIGNATURE = """

--
{company} {location}
{sender}
Phone {phone}"""

# Of messages that may be written before any place is settled.
_SHORT_SIGNATURE = """

--
{company}
{sender}
Phone {phone}"""

_FACTS = """
When: {when}
How long: about {minutes} minutes
Where: {address}
How to get there: {access}
Online meeting: {meeting_link}
You will meet: {interviewer}
Please bring: {bring}
What to wear: {dress}
What we talk about: {talk}"""

TEXTS = {
    Kind.THANKS: (
        "[{company}] Thank you for applying",
        """\
Dear {full_name},

Thank you very much for applying for "{job}". Your application has arrived.

We will be in touch with you next.
When we call, it is from {phone}. You may not know the number: please feel safe to answer.

Where things stand, and how you would like to be reached, is here. No phone call needed.
{link}"""
        + _SIGNATURE,
    ),
    Kind.INVITATION: (
        "[{company}] Please pick a time for your interview",
        """\
Dear {full_name},

Thank you for applying. We would love to meet you and talk about "{job}".

Please pick a time that suits you. It takes about a minute.
{link}

It would help us to hear from you by {deadline}.
If no time suits you, tell us on the same page when you could come."""
        + _SIGNATURE,
    ),
    Kind.INVITATION_CHASE: (
        "[{company}] You can still pick a time",
        """\
Dear {full_name},

You can still pick a time for your interview until {deadline}.
{link}

If no time suits you, or you would rather not go on, the same page takes that too. No phone call needed."""
        + _SIGNATURE,
    ),
    Kind.NEW_TIMES: (
        "[{company}] Times that suit your wishes have opened",
        """\
Dear {full_name},

Thank you for telling us when you could come. Times that suit your wishes have opened.

If you like, please pick one here. It takes about a minute.
{link}

If none of them suits you after all, tell us again on the same page. No phone call needed."""
        + _SIGNATURE,
    ),
    Kind.BOOKED: (
        "[{company}] Your interview: {when}",
        """\
Dear {full_name},

Thank you for picking a time. We look forward to meeting you.
"""
        + _FACTS
        + """

A file for your calendar is attached.
If your plans change, you can pick another day or withdraw here at any time. No phone call needed.
{link}"""
        + _SIGNATURE,
    ),
    Kind.MOVED: (
        "[{company}] Your interview has moved: {when}",
        """\
Dear {full_name},

Your interview has a new time. You can forget the old one.
{notice}
"""
        + _FACTS
        + """

The attached file moves the entry in your calendar as well.
If your plans change again, here is the page.
{link}"""
        + _SIGNATURE,
    ),
    Kind.CONFIRMED: (
        "[{company}] Thank you for your answer",
        """\
Dear {full_name},

Thank you for your answer. We look forward to meeting you on {when}.

If your plans change, you can tell us here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.LATE_NOTED: (
        "[{company}] Thanks for telling us. No problem",
        """\
Dear {full_name},

Thank you for telling us. It is no problem: take your time, we are waiting for you.

If you are lost, please call {phone}.

If today turns out to be difficult, you can pick another day here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.CANCELLED: (
        "[{company}] Our apologies about {when}",
        """\
Dear {full_name},

We are very sorry: we cannot hold the interview on {when}. You had kept the time free.
{notice}

Here we can find another day together.
{link}"""
        + _SIGNATURE,
    ),
    Kind.REMINDER_DAYS: (
        "[{company}] Your interview on {when}",
        """\
Dear {full_name},

The day of your interview is coming closer. We look forward to meeting you.
"""
        + _FACTS
        + """

If your plans have changed, you can pick another day here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.NURTURE: (
        "[{company}] Anything you would like to know before we meet?",
        """\
Dear {full_name},

We look forward to meeting you on {when}.

There is some time until then, so here is a page about the workplace and what to expect on the day.
Questions, or another day: this page is there for both.
{link}"""
        + _SIGNATURE,
    ),
    Kind.REMINDER_AHEAD: (
        "[{company}] How does {when} look for you?",
        """\
Dear {full_name},

Your interview on {when} is coming up. How does it look for you?

One tap tells us that you are coming, or that you would like another day.
{link}"""
        + _SIGNATURE,
    ),
    Kind.REMINDER_EVE: (
        "[{company}] See you on {when}",
        """\
Dear {full_name},

We look forward to meeting you on {when}.

Please tell us with one tap that you are coming.
{link}

If your plans have changed, that is all right: the same page offers other days.
"""
        + _FACTS
        + _SIGNATURE,
    ),
    Kind.REMINDER_AGAIN: (
        "[{company}] Does {when} still suit you?",
        """\
Dear {full_name},

We are writing just once more about your interview on {when}.

One tap tells us that you are coming, or that you would like another day.
{link}

If you have not answered yet, do not worry: please simply come."""
        + _SIGNATURE,
    ),
    Kind.DIRECTIONS: (
        "[{company}] How to find us: {when}",
        """\
Dear {full_name},

We are waiting for you on {when}.

Where: {address}
How to get there: {access}
Online meeting: {meeting_link}

If you are lost, please call {phone}.

If you will be late, just tell us here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.THE_WAY: (
        "[{company}] Here is how to reach us. Take your time",
        """\
Dear {full_name},

Thank you for telling us. It is no problem: take your time, we are waiting for you.

Where: {address}
Nearest: {access}
The way: {way}
Online meeting: {meeting_link}

Call {phone} and we guide you.

Everything, step by step, is here. If you will be late, just tell us there.
{link}"""
        + _SIGNATURE,
    ),
    Kind.ABSENCE_FIRST: (
        "[{company}] We missed you",
        """\
Dear {full_name},

We are sorry that we could not meet, and hope you are all right.

There can be many reasons. Being late or taking another day is fine.
Please send us just a word here. "I would rather not say" is an answer too.
{link}"""
        + _SIGNATURE,
    ),
    Kind.ABSENCE_SECOND: (
        "[{company}] How are you?",
        """\
Dear {full_name},

How are you? We are sorry that we could not meet.

You can pick another day, or withdraw, here. No phone call needed.
{link}"""
        + _SIGNATURE,
    ),
    Kind.ABSENCE_THIRD: (
        "[{company}] You can still pick another day",
        """\
Dear {full_name},

You can still pick another day for the interview.

Withdrawing is fine, and so is "I would rather not say". Please send us just a word here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.FINAL_NOTICE: (
        "[{company}] We wait for your answer until {deadline}",
        """\
Dear {full_name},

We are sorry that we could not meet, and hope you are all right.

We wait for your answer until {deadline}. Until then you can pick another day, or withdraw, here.
{link}

If we do not hear from you, we will close this application then.
You are welcome to apply again at any time after that."""
        + _SIGNATURE,
    ),
    Kind.REJECTED: (
        "[{company}] About your application",
        """\
Dear {full_name},

Thank you for applying for "{job}".

We are closing this application now. We are grateful for the time you gave us.
You are welcome to apply again at any time, and will be met with a fresh mind.

We wish you all the best."""
        + _SIGNATURE,
    ),
    Kind.ENDED: (
        "[{company}] Your application and the interview on {when}",
        """\
Dear {full_name},

Thank you for applying for "{job}" at {company}.

We are closing this application, so the interview on {when} will not take place. \
We are sorry, and thank you for keeping the time free.
You are welcome to apply again at any time."""
        + _SIGNATURE,
    ),
    Kind.REPLY_LINK: (
        "[{company}] Thank you for writing",
        """\
Dear {full_name},

Thank you for writing. A person will read it.

Changing the time, withdrawing or asking a question is quickest here.
{ask}
{link}"""
        + _SHORT_SIGNATURE,
    ),
    Kind.EARLIER_TIME: (
        "[{company}] An earlier time opened: {when}",
        """\
Dear {full_name},

While you are waiting for your interview, an earlier time opened.

{when}

If you would like it, one tap on this page by {deadline} is all it takes.
Keeping your own time is just as fine; then there is nothing to do.
{link}"""
        + _SIGNATURE,
    ),
    Kind.EARLIER_TAKEN: (
        "[{company}] Your interview stays on {when}",
        """\
Dear {full_name},

Somebody else was first for the earlier time we told you about.

Your own time stays: {when}. We look forward to meeting you.
If your plans change, here is the page.
{link}"""
        + _SIGNATURE,
    ),
    Kind.OFFERED: (
        "[{company}] A job offer: we would love to have you with us",
        """\
Dear {full_name},

Thank you for the interview. We would be glad to have you with us: {job}.

First day: {first_day} (planned)

Please tell us by {deadline}. A yes or a no is one tap here, and so is any question.
{link}"""
        + _SIGNATURE,
    ),
    Kind.OFFER_CHASE: (
        "[{company}] Our job offer: please answer by {deadline}",
        """\
Dear {full_name},

We look forward to your answer to our offer ({job}) by {deadline}.

If anything makes you hesitate, please ask us here. A no is quite all right, too; no call needed.
{link}"""
        + _SIGNATURE,
    ),
    Kind.OFFER_ACCEPTED: (
        "[{company}] Thank you for your answer",
        """\
Dear {full_name},

Thank you. All of us look forward to working with you.

First day: {first_day}

Whatever you wonder about before then, please ask us here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.JOINING: (
        "[{company}] Your first day: {first_day}",
        """\
Dear {full_name},

The day is near, and we look forward to seeing you.

First day: {first_day}
Place: {address}
How to get there: {access}
What to bring: {bring}

If anything comes up, please call {phone}, or write to us here.
{link}"""
        + _SIGNATURE,
    ),
    Kind.PRE_CALL: (
        "[{company}] We are about to call you",
        """\
Dear {full_name},

We will call you in about five minutes.
Our number is {phone}.

If this is not a good time, please tell us here when it would be.
{link}"""
        + _SHORT_SIGNATURE,
    ),
}
