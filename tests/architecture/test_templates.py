"""Templates carry no code and no style of their own: the Content-Security-Policy would refuse it."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture import sources

TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
LETTERS = frozenset({".txt", ".xml"})
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off|\|\s*escapejs\b")


class Finder(HTMLParser):
    """Collects what a strict policy would block, and what would load from elsewhere."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"inline <{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"{name}= on <{tag}>")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"javascript: on <{tag}>")
        source = given.get(LOADS.get(tag, "")) or ""
        if source.startswith(("http:", "https:", "//")):
            self.found.append(f"<{tag}> loads {source}")

    handle_startendtag = handle_starttag


def blocked(text):
    finder = Finder()
    finder.feed(TAGS.sub("", text))
    return finder.found + [f"unescaped: {match.group(0)}" for match in UNESCAPED.finditer(text)]


def test_templates_hold_no_script_no_style_and_nothing_from_elsewhere():
    found = [
        f"{page.path}: {what}"
        for page in sources.templates()
        if page.path.suffix not in LETTERS
        for what in blocked(page.text)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">x</p>',
        '<button onclick="go()">x</button>',
        '<input onfocus="go()" />',
        '<div hx-on:click="go()"></div>',
        '<a href="javascript:go()">x</a>',
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/x.css">',
        "<p>{{ note|safe }}</p>",
        "{% autoescape off %}{{ note }}{% endautoescape %}",
    ],
)
def test_a_planted_inline_part_is_found(text):
    assert len(blocked(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "vendor/htmx.min.js" %}" defer></script>',
        '<p class="once" data-on="x">{{ note }}</p>',
        '<a href="https://example.org/">elsewhere</a>',
    ],
)
def test_what_the_policy_allows_passes(text):
    assert blocked(text) == []
