"""What a reader would miss or mind in a text: one set of rules for templates, single messages and letters.

No database and no clock. ``bad`` remarks keep a text from being kept or sent, ``warn`` ones only say so;
remarks without a tone say what is well. Every remark says what to do, and most can be done by one press.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging.addresses import Where, addresses_in
from messaging.drafts import BRACED, Draft, parts_of
from messaging.knowing import DAY, NAMES, braced, known_values, label
from messaging.policy import Kind
from messaging.rendering import OPTIONAL, MissingValue, check, render_line, variables_in
from messaging.tone import harsh_words

BAD, WARN, FINE = "bad", "warn", ""
AIM_SMS = {"ja": 2, "en": 3}
"""SMS parts; more is worth a warning. English with a Japanese name counts as Japanese and is longer."""
LONGEST_SMS = 4  # parts; more is refused
LONGEST_SUBJECT = {"ja": 40, "en": 70}  # characters a phone shows before it cuts a subject off
ABOUT_A_DAY = frozenset(
    {
        *(Kind.BOOKED, Kind.MOVED, Kind.CANCELLED, Kind.EARLIER_TIME),
        *(Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN),
    }
)
"""Without a day or an hour these say nothing."""
_LOOSE_BRACE = re.compile(r"[{｛}｝]")
_AFTER_NAME = re.compile(
    r"[{｛]\s*(名前|氏名|name|full_name)\s*[}｝][ 　]*(様|さま|さん|くん|君|ちゃん|殿|氏)?"
)


@dataclass(frozen=True)
class Remark:
    """``insert`` is put in where the cursor stands; ``find`` in the field ``where`` becomes ``put``."""

    tone: str
    icon: str
    head: str
    text: str
    code: str = ""
    insert: str = ""
    find: str = ""
    put: str = ""
    where: str = "body"


def remarks(draft: Draft) -> list[Remark]:
    """Everything worth saying about it, what stops it first; what is well where nothing is wrong."""
    found = [*_words(draft), *_items(draft), *_facts(draft), *_address(draft), *_links(draft)]
    found += [*_tones(draft), *_lines(draft), *_length(draft), *_subject_length(draft)]
    found.sort(key=lambda one: one.tone != BAD)
    return found + list(_praise(draft, found))


def stops(found: Iterable[Remark]) -> list[Remark]:
    """Those that keep the text from being kept or sent."""
    return [one for one in found if one.tone == BAD]


def worries(found: Iterable[Remark]) -> int:
    return sum(bool(one.tone) for one in found)


def _words(draft: Draft) -> Iterator[Remark]:
    if not draft.body.strip():
        yield Remark(BAD, "alert", _("There is no text"), _("An empty message is not sent."), "empty")
    if draft.is_email and not draft.subject.strip():
        yield Remark(
            BAD, "alert", _("There is no subject"), _("A mail without one looks like spam."), "no_subject"
        )


def _items(draft: Draft) -> Iterator[Remark]:
    """Unknown items, braces left open, and items that are always empty here."""
    for name in check(draft.whole):
        head = _("%(item)s is not known") % {"item": f"{{{name}}}"}
        yield Remark(BAD, "alert", head, _("Use one of the items below."), "unknown")
    if brace := _LOOSE_BRACE.search(BRACED.sub("", draft.whole)):
        head = _("A %(brace)s stands alone") % {"brace": brace[0]}
        yield Remark(
            WARN, "alert", head, _("It would be sent as it is. Close it, or take it out."), "loose_brace"
        )
    known = known_values(draft.kind) if draft.known is None else draft.known
    for name in sorted(draft.said - known):
        head = _("%(item)s has no value here") % {"item": braced(name, draft.language)}
        if name in OPTIONAL:
            yield Remark(WARN, "alert", head, _("Its line is always left out."), "always_empty")
        else:
            words = _("The message would not be sent. Take it out.")
            yield Remark(BAD, "alert", head, words, "always_empty")


def _facts(draft: Draft) -> Iterator[Remark]:
    """What the built-in words say and these do not."""
    lacking = draft.expected - draft.said
    if "link" in lacking and not _links_to_us(draft):
        words = _("Without it nobody can answer, move or withdraw with one tap.")
        yield _lack(draft, "link", words, BAD)
    day = sorted(draft.expected & DAY, key=("when", "date", "time").index)
    if day and not DAY & draft.said:
        tone = BAD if draft.kind in ABOUT_A_DAY else WARN
        yield _lack(draft, day[0], _("Without it nobody knows when."), tone)
    if "deadline" in lacking:
        tone = BAD if draft.kind == Kind.FINAL_NOTICE else WARN
        yield _lack(draft, "deadline", _("Without it nobody knows by when."), tone)
    if NAMES & draft.expected and not NAMES & draft.said:
        words = _("A message with one's name is answered more often.")
        yield _lack(draft, "full_name" if draft.is_email else "name", words, WARN)
    company = draft.values.get("company", "")
    if "company" in lacking and not (company and company in draft.whole):
        words = _("Who does not see at once whom it is from does not open the link.")
        yield _lack(draft, "company", words, WARN)
    if "address" in lacking and not {"access", "map", "way"} & draft.said:
        yield _lack(draft, "address", _("Whoever comes for the first time worries about the place."), WARN)
    if "minutes" in lacking:
        words = _("Knowing about how long it takes makes it easier to plan the day.")
        yield _lack(draft, "minutes", words, WARN)


def _lack(draft: Draft, name: str, why: str, tone: str) -> Remark:
    item = braced(name, draft.language)
    return Remark(tone, "alert", _("%(item)s is missing") % {"item": item}, why, f"no_{name}", item)


def _links_to_us(draft: Draft) -> bool:
    return any(one.where == Where.OURS for one in addresses_in(draft.whole, draft.own_host))


def _address(draft: Draft) -> Iterator[Remark]:
    """様 in the salutation of a mail, さん in SMS and LINE; never the bare name."""
    if draft.language != "ja":
        return
    right = "様" if draft.is_email else "さん"
    for number, match in enumerate(_AFTER_NAME.finditer(draft.body)):
        title = match[2] or ""
        if title == right or (draft.is_email and number and title == "さん"):
            continue
        put = match[0].rstrip(" 　").removesuffix(title).rstrip(" 　") + right
        head = (
            _("The name stands without %(title)s") % {"title": right}
            if not title
            else _("%(wrong)s after the name") % {"wrong": title}
        )
        words = _("A mail greets with the name and 様.") if draft.is_email else _("SMS and LINE say さん.")
        yield Remark(WARN, "user", head, words, "title", find=match[0], put=put)
        return


def _links(draft: Draft) -> Iterator[Remark]:
    strict = WARN if draft.is_letter else BAD
    item, typed = braced("link", draft.language), 0
    for address in addresses_in(draft.whole, draft.own_host):
        typed += 1
        shown = {"address": address.text[:60]}
        match address.where:
            case Where.PERSONAL:
                head = _("%(address)s is one person's own page") % shown
                words = _("Everybody gets a link of their own from the item.")
                yield Remark(BAD, "link", head, words, "personal_link", find=address.text, put=item)
            case Where.SHORT:
                head = _("%(address)s hides where it leads") % shown
                words = _("Carriers filter short addresses, and nobody knows what opens.")
                yield Remark(strict, "link", head, words, "short_link", find=address.text, put=item)
            case Where.FOREIGN:
                head = _("%(address)s leads to another house") % shown
                words = _("Link to our own page; what else helps stands there.")
                yield Remark(strict, "link", head, words, "foreign_link", find=address.text, put=item)
    count = typed + len(_LINK.findall(draft.whole))
    if count > 1:
        head = ngettext("There is %(n)d link", "There are %(n)d links", count) % {"n": count}
        yield Remark(WARN, "link", head, _("With one link nobody is unsure."), "many_links")


_LINK = re.compile(r"[{｛]\s*(?:link|リンク|papers|書類)\s*[}｝]")


def _tones(draft: Draft) -> Iterator[Remark]:
    for where, text in (("subject", draft.subject if draft.is_email else ""), ("body", draft.body)):
        for harsh in harsh_words(text, draft.language):
            tone = BAD if harsh.accuses and not draft.is_letter else WARN
            head = _("“%(words)s” sounds like blame") % {"words": harsh.found[:30]}
            better = (
                _("Better: “%(better)s”.") % {"better": harsh.better}
                if harsh.better
                else _("It reads better without it.")
            )
            yield Remark(tone, "heart", head, better, "tone", find=harsh.found, put=harsh.better, where=where)


def _lines(draft: Draft) -> Iterator[Remark]:
    """An optional item whose line goes when it is empty must not take a needed one along."""
    needed = (draft.expected | {"link"}) & {*DAY, "link", "deadline"}
    for line in draft.body.split("\n"):
        here = variables_in(line)
        optional, lost = sorted(here & OPTIONAL), sorted(here & needed)
        if optional and lost:
            names = {
                "optional": braced(optional[0], draft.language),
                "needed": braced(lost[0], draft.language),
            }
            head = _("%(optional)s and %(needed)s share a line") % names
            words = _("The line is left out when the first has no value. Put it on a line of its own.")
            yield Remark(WARN, "alert", head, words, "shared_line")


def _length(draft: Draft) -> Iterator[Remark]:
    parts = parts_of(draft)
    if parts <= AIM_SMS.get(draft.language, 2):
        return
    head = ngettext("It takes %(n)d SMS", "It takes %(n)d SMS", parts) % {"n": parts}
    if parts > LONGEST_SMS:
        words = _("This is longer than four SMS parts. Shorten it; the page has room for more.")
        yield Remark(BAD, "sms", head, words, "too_long")
    else:
        words = _("Short ones are read to the end, and cost less.")
        yield Remark(WARN, "sms", head, words, "long")


def _subject_length(draft: Draft) -> Iterator[Remark]:
    if not draft.is_email or not draft.subject:
        return
    try:
        filled = render_line(draft.subject, draft.values)
    except MissingValue:
        filled = draft.subject
    most = LONGEST_SUBJECT.get(draft.language, 70)
    if len(filled) > most:
        head = _("The subject has %(n)d characters") % {"n": len(filled)}
        words = _("A phone shows about %(n)d. Put what matters first.") % {"n": most}
        yield Remark(WARN, "mail", head, words, "long_subject")


def _praise(draft: Draft, found: Iterable[Remark]) -> Iterator[Remark]:
    """What is well, said as a reader would: only where nothing of that sort is wrong."""
    codes = {one.code for one in found}
    if "empty" in codes:
        return
    named = [words for name, words in _praised() if name in draft.said]
    if named:
        yield Remark(FINE, "check", "", _("It says: %(items)s.") % {"items": _(", ").join(named)})
    if not codes & {"tone", "many_links", "foreign_link", "short_link", "personal_link"}:
        words = (
            _("No words of blame. One link, so nobody is unsure.")
            if _LINK.search(draft.whole)
            else _("No words of blame.")
        )
        yield Remark(FINE, "check", "", words)
    if optional := sorted(draft.said & OPTIONAL):
        items = _(", ").join(f"{{{label(name, draft.language)}}}" for name in optional)
        words = _("Where %(items)s is not known, its line is left out by itself.") % {"items": items}
        yield Remark(FINE, "check", "", words)


def _praised() -> tuple[tuple[str, str], ...]:
    return (
        ("company", _("whom it is from")),
        ("name", _("their name")),
        ("full_name", _("their full name")),
        ("when", _("day and time")),
        ("deadline", _("the deadline")),
        ("phone", _("the number")),
        ("link", _("the link to change it")),
    )
