"""Reading mail that came in: the new words without the history, and whether a machine wrote it.

Plain Python, like policy: no database, no clock.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

LONGEST = 5000

# --- whether a machine wrote it ------------------------------------------------------------------

_MACHINE_SUBJECT = re.compile(
    r"自動(?:返信|応答|送信)|不在(?:の|に|通知|連絡|のお知らせ|です|】|$)|(?:夏季|冬季|年末年始)?休暇(?:中|の)|休業(?:の|中)"
    r"|\bauto(?:matic)?[- ]?(?:reply|response|responder)\b|\bout of (?:the )?office\b"
    r"|\bon (?:vacation|leave)\b|^(?:away|vacation)\b|undeliver(?:able|ed)"
    r"|delivery (?:status|has failed|failure)|returned mail|mail delivery"
    r"|配信(?:不能|エラー)|送信エラー",
    re.IGNORECASE,
)
_MACHINE_PRECEDENCE = frozenset({"bulk", "list", "junk", "auto_reply"})
_MACHINE_HEADERS = frozenset(
    {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "list-id"}
)
_MACHINE_SENDER = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+.-].*)?@", re.I
)


def is_automatic(headers: Mapping[str, str], *, subject: str, sender: str, return_path: str | None) -> bool:
    """Whether nobody typed this mail (RFC 3834 and what mail programs did before it).

    ``headers`` have lower-case names; ``return_path`` is None when it is not known and empty for <>.
    """
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or (return_path is not None and return_path.strip() in {"", "<>"})
        or headers.get("precedence", "").strip().lower() in _MACHINE_PRECEDENCE
        or any(name in headers for name in _MACHINE_HEADERS)
        or headers.get("content-type", "").lower().startswith("multipart/report")
        or bool(_MACHINE_SENDER.match(sender))
        or _is_machine_subject(subject)
    )


def _is_machine_subject(subject: str) -> bool:
    """After a plain ``Re:`` stands our own subject, which says nothing about them."""
    is_answer = re.match(r"\s*(?:re|aw|返信|返)\s*[:：]", subject, re.IGNORECASE)
    return not is_answer and bool(_MACHINE_SUBJECT.search(subject))


# --- the new words -----------------------------------------------------------------------------------

_QUOTED = re.compile(r"^\s*[>＞|｜]")
# What stands above a quotation whose lines are marked: only this line and the marked ones go.
_WROTE = re.compile(
    r"^\s*+(?:On\b(?=.*\d).{4,200}\bwrote\s*[:：]?\s*$"
    r"|.{0,120}\d{4}[年/.-]\s?\d{1,2}[月/.-]\s?\d{1,2}.{0,200}(?:[:：]|のメール[:：]?|(?:さん)?(?:は|が)書きました[:：]?)\s*$"
    r"|.{0,120}<[^<>\s]+@[^<>\s]+>\s*(?:[:：]|のメール[:：]?|wrote[:：]?)\s*$)",
    re.IGNORECASE,
)
# What stands above a history whose lines are not marked: everything below goes.
_HISTORY = re.compile(
    r"^\s*+(?:[-_－ー―=＝]{2,}\s*(?:original message|元のメッセージ|オリジナルメッセージ|forwarded message"
    r"|転送(?:された)?メッセージ|返信元メッセージ|original mail).{0,40}"
    r"|_{20,}|(?:From|差出人|送信者)\s*[:：].+)\s*$",
    re.IGNORECASE,
)
_HISTORY_GOES_ON = re.compile(
    r"^\s*[*]?(?:Sent|Date|To|Cc|Subject|送信日時|日時|日付|宛先|件名)\s*[*]?[:：]", re.I
)
_SIGNATURE = re.compile(
    r"^(?:-- ?|(?:Sent from (?:my |Mail for |Yahoo|Outlook)|Get Outlook for).{0,60}"
    r"|(?:私の)?(?:iPhone|iPad|Android|スマートフォン|スマホ|Galaxy|Xperia).{0,20}から(?:の)?送信(?:しました)?\S{0,4}"
    r"|Outlook for (?:iOS|Android).{0,40}|Yahoo!メール.{0,30}から送信)$",
    re.IGNORECASE,
)


def new_words(text: str) -> str:
    """What they wrote themselves: no quoted lines, no history below, no signature of a mail program."""
    lines = _joined_attributions(re.sub(r"\r\n?", "\n", text).replace("\u00a0", " ").split("\n"))
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _begins_history(lines, number) or _SIGNATURE.match(line.strip() or line):
            break
        if _QUOTED.match(line) or _is_attribution(lines, number):
            continue
        kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:LONGEST]


def _joined_attributions(lines: list[str]) -> list[str]:
    """``On … <a@b>`` and ``wrote:`` on the next line are one; mail programs break at 78 columns."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        if re.match(r"^\s*(?:wrote[:：]|<[^<>\s]+@[^<>\s]+>\s*(?:wrote)?[:：])\s*$", line) and re.match(
            r"^\s*(?:On\b|.{0,40}\d{4}[年/.-])", before
        ):
            joined[-1] = f"{before.rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _is_attribution(lines: list[str], number: int) -> bool:
    """A line that introduces a quotation, with a quotation, or nothing more, below it."""
    if not _WROTE.match(lines[number]):
        return False
    below = next((line for line in lines[number + 1 :] if line.strip()), ">")
    return bool(_QUOTED.match(below))


def _begins_history(lines: list[str], number: int) -> bool:
    line = lines[number]
    below = [following for following in lines[number + 1 :] if following.strip()][:3]
    if _WROTE.match(line):
        return bool(below) and not _QUOTED.match(below[0]) and _looks_like_address_line(line)
    if not _HISTORY.match(line):
        return False
    if re.match(r"^\s*(?:From|差出人|送信者)\s*[:：]", line, re.IGNORECASE):
        return any(_HISTORY_GOES_ON.match(following) for following in below)
    return True


def _looks_like_address_line(line: str) -> bool:
    return bool(re.search(r"<[^<>\s]+@[^<>\s]+>|\bwrote\s*[:：]", line, re.IGNORECASE))


# --- HTML ------------------------------------------------------------------------------------------

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "table", "ul", "ol", "hr"})
_CELLS = frozenset({"td", "th", "dd"})
_BETWEEN = "\x1f"
_HIDDEN = frozenset({"script", "style", "head", "title", "blockquote"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "source"})
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
"""Comments and declarations; the standard parser takes minutes over many that nobody ends."""
_NO_TAG = re.compile(r"<(?![a-zA-Z/!?])")
"""A sign that opens nothing is a sign; the standard parser takes seconds over many in a row."""
LONGEST_HTML = 200_000  # characters that are looked at; nobody writes so much, and what follows is history
_DEEPEST = 250  # elements inside each other; no mail program nests so, and who does shall not keep us busy
_HISTORY_CLASSES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "OutlookMessageHeader")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_hidden(self) -> bool:
        return any(hides for _tag, hides in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag in _CELLS:
            self.parts.append(_BETWEEN)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            classes = dict(attrs).get("class") or ""
            hides = tag in _HIDDEN or any(name in classes for name in _HISTORY_CLASSES)
            self._open.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                break
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._is_hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str, *, between_cells: str = "") -> str:
    """The visible words of an HTML mail, without what it quotes. ``between_cells`` keeps tables apart.

    Nothing behind LONGEST_HTML is looked at.
    """
    words = _Words()
    words.feed(_ended(_NO_TAG.sub("&lt;", _UNSEEN.sub("", html[:LONGEST_HTML]))))
    words.close()
    lines = [_line(line, between_cells) for line in "".join(words.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _ended(html: str) -> str:
    """Without a tag at the end that nobody closed, nor the many that may stand there."""
    tags, mark, last = html.rpartition(">")
    return tags + mark + last.partition("<")[0]


def _line(line: str, between_cells: str) -> str:
    if not between_cells:
        return re.sub(r"[ \t\u00a0]+", " ", line.replace(_BETWEEN, "")).strip()
    cells = [re.sub(r"[ \t\u00a0]+", " ", cell).strip() for cell in line.split(_BETWEEN)]
    return between_cells.join(cell for cell in cells if cell)
