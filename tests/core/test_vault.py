"""Personal data lies sealed under a key per subject; without the key it is gone."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from apps.core import ids, secrets_box, vault
from apps.core.models import SubjectKey

SECRET = {"name": "Jo Example", "wage": 298.5}


@pytest.fixture
def subject(db):
    return ids.new()


def sealed(subject, value=SECRET):
    return vault.seal(value, subject_id=subject, key=vault.keys_for([subject])[subject])


def opened(subject, blob):
    return json.loads(vault.open_bytes(blob, subject_id=subject, key=vault.keys_for([subject])[subject]))


def test_what_was_sealed_opens_again(subject):
    assert opened(subject, sealed(subject)) == SECRET


def test_the_same_value_is_sealed_differently_each_time(subject):
    assert sealed(subject) != sealed(subject)
    assert b"Example" not in sealed(subject)


def test_a_blob_cannot_be_moved_to_another_subject(subject):
    other, blob = ids.new(), sealed(subject)

    with pytest.raises(vault.Damaged):
        opened(other, blob)
    with pytest.raises(vault.Damaged):
        vault.open_bytes(blob, subject_id=other, key=vault.keys_for([subject])[subject])


@pytest.mark.parametrize("place", [1, 12, 13, -1])
def test_a_blob_that_was_altered_does_not_open(subject, place):
    blob = bytearray(sealed(subject))
    blob[place] ^= 1

    with pytest.raises(vault.Damaged):
        opened(subject, bytes(blob))


def test_a_key_is_never_stored_as_it_is(subject):
    key = vault.keys_for([subject])[subject]

    assert key not in bytes(SubjectKey.objects.get(subject_id=subject).wrapped)


def test_without_the_master_key_nothing_opens(subject, settings):
    sealed(subject)
    settings.VAULT_KEY = "A" * 43 + "="

    with pytest.raises(vault.Damaged):
        vault.keys_for([subject])


class TestErasure:
    @pytest.fixture
    def erased(self, subject):
        blob = sealed(subject)
        SubjectKey.objects.filter(subject_id=subject).update(wrapped=None)
        return subject, blob

    def test_nobody_gets_the_key_again(self, erased):
        subject, _ = erased

        with pytest.raises(vault.Erased):
            vault.keys_for([subject])
        assert vault.open_keys([subject]) == {}

    def test_others_keep_theirs(self, erased):
        subject, _ = erased
        other = ids.new()
        vault.keys_for([other])

        assert set(vault.open_keys([subject, other])) == {other}


def test_reading_makes_no_keys(subject):
    assert vault.open_keys([subject]) == {}
    assert not SubjectKey.objects.exists()


def test_keys_of_many_take_two_statements_at_most(db, django_assert_max_num_queries):
    many = [ids.new() for _ in range(200)]
    with django_assert_max_num_queries(2):
        made = vault.keys_for(many)
    with django_assert_max_num_queries(1):
        assert vault.keys_for(many) == made


def test_two_at_once_get_the_same_key(committed):
    subject = ids.new()

    def key(_):
        try:
            return vault.keys_for([subject])[subject]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(key, range(4)))) == 1


class TestSecretsBox:
    def test_a_secret_opens_for_its_own_row_only(self):
        row, other = ids.new(), ids.new()
        blob = secrets_box.seal_secret("whsec_x", bound_to=row)

        assert secrets_box.open_secret(blob, bound_to=row) == "whsec_x"
        with pytest.raises(secrets_box.BoxDamaged):
            secrets_box.open_secret(blob, bound_to=other)
        with pytest.raises(secrets_box.BoxDamaged):
            secrets_box.open_secret(b"\x02" + blob[1:], bound_to=row)
