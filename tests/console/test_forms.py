import pytest
from django.http import QueryDict

from apps.console import forms


def test_what_was_typed_survives_being_kept_as_a_draft():
    post = QueryDict(
        "act=override&outcome=standard&reason=it_missing&in.it_missing.what=other&note=a%0D%0Ab&sure=fairly&x=1"
    )
    typed = forms.typed(post)
    assert typed.choices == {"it_missing": {"what": "other"}}
    assert typed.note == "a\nb"
    assert forms.typed(typed.body()) == typed


def test_long_text_is_cut_and_odd_shapes_are_ignored():
    typed = forms.typed({"note": "x" * 11_000, "act": ["approve"], "in.": "a", "in.only": "b"})
    assert len(typed.note) == forms.NOTE_LENGTH
    assert (typed.act, typed.choices) == ("", {})


@pytest.mark.parametrize("body", ["", "version=1", "version=one&token=1", "version=1&token="])
def test_a_form_without_version_or_token_is_refused(body):
    with pytest.raises(forms.FormIncomplete):
        forms.guard(QueryDict(body))


def test_an_empty_form_is_known_to_be_empty():
    assert forms.typed({}).is_empty
    assert not forms.typed({"note": "hm"}).is_empty
