"""A browser without script: follows links, fills in forms, keeps cookies. The scenarios use nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

VOID_VALUES = {"checkbox": "on", "radio": "on"}


@dataclass
class Form:
    """One form of a page: what it would send as it stands, and its buttons by their words."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    id: str = ""


class _Reader(HTMLParser):
    """Collects forms (with controls that belong to them by ``form=``), and links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.pending: list[tuple[str, dict[str, str | None], str]] = []
        self.inside: Form | None = None
        self.button: tuple[Form | str | None, dict[str, str | None], str] | None = None
        self.select: dict[str, str | None] | None = None
        self.textarea: dict[str, str | None] | None = None
        self.link: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = Form(
                given.get("action") or "", (given.get("method") or "get").lower(), id=given.get("id") or ""
            )
            self.forms.append(self.inside)
        elif tag == "input":
            self.pending.append(("input", given, given.get("form") or self._here()))
        elif tag == "select":
            self.select = given
        elif tag == "option" and self.select is not None and "selected" in given:
            self.pending.append(
                ("input", {"name": self.select.get("name"), "value": given.get("value")}, self._here())
            )
        elif tag == "textarea":
            self.textarea, self.text = given, ""
        elif tag == "button":
            self.button = (None, given, given.get("form") or self._here())
            self.text = ""
        elif tag == "a":
            self.link, self.text = given.get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            self.pending.append(("textarea", {**self.textarea, "value": self.text}, self._here()))
            self.textarea = None
        elif tag == "button" and self.button is not None:
            _unused, given, owner = self.button
            self.pending.append(("button", {**given, "words": " ".join(self.text.split())}, str(owner)))
            self.button = None
        elif tag == "a" and self.link is not None:
            self.links.append((self.link, " ".join(self.text.split())))
            self.link = None

    def _here(self) -> str:
        return f"#{self.forms.index(self.inside)}" if self.inside else ""

    def finish(self) -> None:
        for kind, given, owner in self.pending:
            form = self._form(owner)
            name = given.get("name") or ""
            if form is None:
                continue
            if kind == "button":
                form.buttons.append((given.get("words") or "", name, given.get("value") or ""))
            elif name:
                self._take(form, name, given)

    def _form(self, owner: str) -> Form | None:
        if owner.startswith("#"):
            return self.forms[int(owner[1:])]
        return next((form for form in self.forms if form.id == owner), None) if owner else None

    def _take(self, form: Form, name: str, given: dict[str, str | None]) -> None:
        kind = (given.get("type") or "text").lower()
        value = given.get("value") or VOID_VALUES.get(kind, "")
        if kind in VOID_VALUES:
            if "disabled" not in given:
                form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields[name] = value
        elif kind not in {"submit", "file"}:
            form.fields[name] = value


@dataclass
class Page:
    """What came back: its address, status, words and forms."""

    url: str
    status: int
    html: str
    headers: Mapping[str, str]

    def __post_init__(self) -> None:
        reader = _Reader()
        reader.feed(self.html)
        reader.finish()
        self.forms, self.links = reader.forms, reader.links

    @property
    def words(self) -> str:
        """The visible text, tags taken out."""
        return " ".join(re.sub(r"<(script|style)[\s\S]*?</\1>|<[^>]+>", " ", self.html).split())

    def form(self, *, action: str = "", button: str = "") -> Form:
        """The first form whose address contains ``action`` and that has a button with these words."""
        for form in self.forms:
            if action in urljoin(self.url, form.action) and (
                not button or any(button in words for words, _name, _value in form.buttons)
            ):
                return form
        raise AssertionError(
            f"no form {action!r} {button!r} on {self.url} ({self.status}): {self.words[:1500]}"
        )

    def link(self, words: str) -> str:
        for href, shown in self.links:
            if words in shown:
                return urljoin(self.url, href)
        raise AssertionError(f"no link {words!r} on {self.url}: {self.words[:1500]}")


class Client:
    """One person at one browser."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path: str) -> Page:
        return self._page(self.session.get(urljoin(self.base, path), timeout=180))

    def submit(self, page: Page, form: Form, button: str = "", **values: str) -> Page:
        """Send a form as it stands, with ``values`` written in and one button pressed."""
        data = {**form.fields, **values}
        pressed = next((one for one in form.buttons if button and button in one[0]), None)
        if button and pressed is None:
            raise AssertionError(f"no button {button!r} in {form}")
        if pressed and pressed[1]:
            data[pressed[1]] = pressed[2]
        target = urljoin(page.url, form.action or page.url)
        if form.method == "get":
            return self._page(self.session.get(target, params=data, timeout=180))
        return self._page(self.session.post(target, data=data, headers={"Referer": page.url}, timeout=180))

    def _page(self, answer: requests.Response) -> Page:
        answer.encoding = "utf-8"
        assert urlsplit(answer.url).hostname == "127.0.0.1"
        return Page(answer.url, answer.status_code, answer.text, answer.headers)
