import pytest

from proofs import __main__ as command
from proofs import book, forms

ROW = book.Row("axe", "2026-11-20", "abc1234", "`bin/prove axe`", "0 violations")


def test_a_new_run_replaces_its_row_and_leaves_the_others():
    text = book.with_row(book.with_row("", ROW), book.Row("faults", "2026-11-20", "abc1234", "x", "9 passed"))
    again = book.Row("axe", "2026-11-21", "def5678+", "`bin/prove axe`", "1 violation")
    text = book.with_row(text, again)
    assert book.rows(text)["axe"] == again
    assert list(book.rows(text)) == ["axe", "faults"]
    assert book.with_row(text, again) == text


def test_a_figure_cannot_break_the_table():
    row = book.Row("axe", "2026-11-20", "abc1234", "x", "a|b\nc")
    assert book.rows(book.with_row("", row))["axe"].figure == "a/b c"


def test_an_unknown_name_is_answered_with_the_names(capsys):
    assert command.main(["speed"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("There is no proof 'speed': choose one of axe, properties")
    assert said.count("\n") == 1


def test_a_run_writes_its_row(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "BOOK", tmp_path / "proofs.md")
    monkeypatch.setitem(forms.FORMS, "axe", forms.Form("says", ("-c", "print('7 passed')")))

    assert command.main(["axe"]) == 0

    row = book.rows((tmp_path / "proofs.md").read_text())["axe"]
    assert (row.command, row.figure) == ("`bin/prove axe`", "7 passed; 0 min")


def test_a_run_of_some_modules_has_a_row_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "BOOK", tmp_path / "proofs.md")
    monkeypatch.setitem(forms.FORMS, "axe", forms.Form("says", ("-c", "print('7 passed')")))

    command.run("axe", [])
    command.run("axe", ["apps/policy"])

    assert list(book.rows((tmp_path / "proofs.md").read_text())) == ["axe", "axe apps/policy"]


def test_the_list_names_every_form(capsys):
    assert command.main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(forms.FORMS)


@pytest.mark.parametrize("name", forms.FORMS)
def test_a_run_that_broke_off_has_no_figure(name):
    assert forms.figure(forms.FORMS[name], "Traceback") == "no figure: it did not get that far"


def test_the_figure_is_the_last_one_printed():
    assert (
        forms.figure(forms.FORMS["faults"], "== 3 passed in 1s ==\n== 4 passed in 2s ==") == "4 passed in 2s"
    )
