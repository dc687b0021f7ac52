"""Changing a page of the administration as a person does: everything stays but what they type."""

from html.parser import HTMLParser

from django.test import Client

from tests.config.reading import read


class _Form(HTMLParser):
    """The values of the last form on a page that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = self._area = ""
        self._typed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        name, value = known.get("name", ""), known.get("value", "")
        if tag == "form":
            self.values = {}
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in known and self._select:
            self._take(self._select, value)
        elif tag == "textarea":
            self._area, self._typed = name, []
        elif tag == "input" and name and known.get("type") not in {"submit", "button"}:
            is_tick = known.get("type") in {"checkbox", "radio"}
            if not is_tick or "checked" in known:
                self._take(name, known.get("value", "on" if is_tick else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self._take(self._area, "".join(self._typed).removeprefix("\n"))
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._typed.append(data)

    def _take(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def type_in(client: Client, where: str, **typed: str | list[str] | None) -> str:
    """Open the page, type, press Save; None clears a field or a tick. What the next page says."""
    form = _Form()
    form.feed(client.get(where).content.decode())
    values: dict[str, list[str] | str] = {**form.values}
    for name, value in typed.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return read(client.post(where, values, follow=True).content.decode())
