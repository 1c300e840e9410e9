"""Forms as a browser sends them: what a page holds, and nothing that a test knows besides."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import resolve

CONTROLS = {"input", "button", "select", "textarea"}
NOT_SENT = {"file", "submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Sent:
    """One button of one form: where it sends to, what it is called, and every field that goes with it."""

    action: str
    button: tuple[str, str]
    fields: tuple[tuple[str, str], ...]

    @property
    def kind(self):
        """Say which view does which act; two pages with the same form are asked once."""
        return (resolve(self.action.partition("?")[0]).view_name, *self.button)


def forms_of(body, here):
    """Give every button that sends a form by POST; body: the parsed page, here: its address."""
    fields, buttons = {}, []
    for element, form in _within(body):
        if form is None or "disabled" in element.attrib:
            continue
        if _is_button(element):
            buttons.append((element, form))
        else:
            fields.setdefault(id(form), []).extend(_fields(element))
    return [
        Sent(
            (button.get("formaction") or form.get("action") or here).partition("#")[0],
            (button.get("name", ""), button.get("value", "")),
            tuple(fields.get(id(form), [])),
        )
        for button, form in buttons
        if (button.get("formmethod") or form.get("method", "get")).lower() == "post"
    ]


def _within(body):
    """Pair each control with its form: the one that it names, else the one that it stands in."""
    forms = {element.get("id", ""): element for element in body.iter("form")}
    inside = {id(control): one for one in body.iter("form") for control in one.iter()}
    for element in body.iter():
        if element.tag in CONTROLS:
            named = element.get("form")
            yield element, forms.get(named) if named else inside.get(id(element))


def _is_button(element):
    is_submit = element.get("type", "submit") == "submit"
    return (
        is_submit if element.tag == "button" else element.tag == "input" and element.get("type") == "submit"
    )


def _fields(element):
    name, kind = element.get("name", ""), element.get("type", "text")
    if not name or element.tag == "button" or kind in NOT_SENT:
        return
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [one for one in options if "selected" in one.attrib] or options[:1]
        for one in chosen:
            yield name, one.get("value", "".join(one.itertext()).strip())
    elif element.tag == "textarea":
        yield name, "".join(element.itertext())
    elif kind not in {"checkbox", "radio"} or "checked" in element.attrib:
        yield name, element.get("value", "on" if kind in {"checkbox", "radio"} else "")


def answer(client, sent):
    """Send a form and undo whatever that did; returns the status."""
    cookies = client.cookies.copy()
    data = {}
    for name, value in (*sent.fields, sent.button):
        data.setdefault(name, []).append(value)
    data.pop("", None)
    block = transaction.atomic()
    block._from_testcase = True  # as the test's own: a durable block may stand in it
    try:
        with block:
            status = client.post(sent.action, data).status_code
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return status
