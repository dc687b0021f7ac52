"""LINE, English. See ja_line."""

from messaging.policy import Kind

TEXTS = {
    Kind.THANKS: """\
Thank you for applying for “{job}”, {name}. We have your application.

We will be in touch. When we call, it is from {phone}.
What comes next:
{link}""",
    Kind.INVITATION: """\
{name}, we would love to meet you. Please pick a time for the interview by {deadline}; it takes a minute.
{link}""",
    Kind.INVITATION_CHASE: """\
{name}, you can still pick a time until {deadline}. If none suits, tell us here.
{link}""",
    Kind.NEW_TIMES: """\
{name}, times that suit your wishes have opened.
If you like, pick one here:
{link}""",
    Kind.BOOKED: """\
Thank you, {name}. It is a promise.

{when}
{location}
Please bring: {bring}

Place and changes:
{link}""",
    Kind.MOVED: """\
{name}, your interview has a new time. Forget the old one.
{notice}

{when}
{location}

Details:
{link}""",
    Kind.CONFIRMED: """\
Thank you, {name}. We look forward to {when}.
If your plans change:
{link}""",
    Kind.LATE_NOTED: """\
Thank you for telling us, {name}. No problem, take your time and travel safely.
Call {phone} if you need us.
{link}""",
    Kind.CANCELLED: """\
{name}, we are sorry: we cannot hold the interview on {when}.
{notice}
Let us find another day together.
{link}""",
    Kind.REMINDER_DAYS: """\
{name}, your interview is on {when}. We look forward to it.
If your plans change, just tell us with a button below.
{link}""",
    Kind.NURTURE: """\
{name}, we look forward to meeting you on {when}.
Is there anything you would like to know before? About us, and your questions:
{link}""",
    Kind.REMINDER_AHEAD: """\
{name}, how does {when} look for you?
“I will come” or another day: one tap below.
{link}""",
    Kind.REMINDER_EVE: """\
{name}, see you on {when}.
One tap below says that you are coming. Another day is fine, too.
{link}""",
    Kind.REMINDER_AGAIN: """\
{name}, does {when} still suit you?
“I will come” or another day: one tap below.
{link}""",
    Kind.DIRECTIONS: """\
{name}, see you at {time}.

{address}
{access}
Lost? Call {phone} any time.
{link}""",
    Kind.THE_WAY: """\
No problem, {name}. Take your time, we are waiting for you.

{address}
{access}
{way}
Call {phone} any time.
All you need is here:
{link}""",
    Kind.ABSENCE_FIRST: """\
{name}, we missed you and hope you are all right. Another day is fine. A word here:
{link}""",
    Kind.ABSENCE_SECOND: """\
{name}, how are you? You can pick another day or withdraw here; no call needed.
{link}""",
    Kind.ABSENCE_THIRD: """\
{name}, you can still pick another day. Withdrawing is fine, and so is “I'd rather not say”.
{link}""",
    Kind.FINAL_NOTICE: """\
{name}, we wait for your answer until {deadline}, then close this application. You can apply again any time.
{link}""",
    Kind.REJECTED: """\
Thank you for applying, {name}. We are closing this application now.
You are welcome to apply again any time.""",
    Kind.ENDED: """\
{name}, we are closing this application, so the interview on {when} will not take place.
Thank you for keeping the time free.""",
    Kind.REPLY_LINK: """\
Thank you, {name}. A person will read this. Changes and questions:
{ask}
{link}""",
    Kind.EARLIER_TIME: """\
{name}, an earlier time opened:

{when}

One tap by {deadline} and it is yours. Keeping your own time is just as fine.
{link}""",
    Kind.EARLIER_TAKEN: """\
{name}, somebody else was first for the earlier time.
Your own time stays: {when}. We look forward to it.
{link}""",
    Kind.OFFERED: """\
{name}, thank you for the interview. We would love to have you with us.

Your first day would be {first_day}.
Please answer by {deadline}, right here. Ask us anything you wonder about.
{link}""",
    Kind.OFFER_CHASE: """\
{name}, we look forward to your answer to our offer by {deadline}.
Ask us anything you wonder about. A no is quite all right, too.
{link}""",
    Kind.OFFER_ACCEPTED: """\
Thank you, {name}. We look forward to working with you.

Your first day: {first_day}
What comes next is here:
{link}""",
    Kind.JOINING: """\
{name}, we look forward to seeing you.

Your first day: {first_day}
Place: {address}
Please bring: {bring}

Call {phone} if anything comes up. The place and the way in:
{link}""",
    Kind.PRE_CALL: """\
{name}, we will call you in about 5 minutes. Our number is {phone}.
Not a good time? Tell us:
{link}""",
    Kind.LINKED: """\
{name}, you are connected by LINE. Thank you.
From now on word from {company} reaches you here, too, and you can answer right here.
{link}""",
}

STRANGER = """\
This account is for news about your application, and we do not know yet who you are.
If you have applied: open the page we sent you, press “Get it on LINE”, and send the new code here \
(it works for 10 minutes)."""
