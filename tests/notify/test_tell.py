import pytest

from apps.core import ids, refusals, transactions
from apps.notify import selectors
from apps.notify import services as notify
from tests.delivery.scene import Scene


@pytest.fixture
def scene(db):
    return Scene()


def tell(scene, about, to=None, kind="receipt_overdue"):
    with transactions.verb():
        notify.tell(
            to_actor_id=(to or scene.officer).id, kind=kind, about_id=about, case_id=None, now=scene.now
        )


def test_a_person_is_told_once_of_one_thing(scene):
    about = ids.new()
    for _ in range(2):
        tell(scene, about)
    tell(scene, about, kind="delivery_refused")
    tell(scene, ids.new())

    assert selectors.unread(scene.officer).count() == 3
    assert selectors.unread(scene.machine).count() == 0


def test_what_was_read_is_not_news_any_more_and_is_not_told_again(scene):
    about = ids.new()
    tell(scene, about)
    [notice] = selectors.unread(scene.officer)
    notify.mark_read(notification_id=notice.id, by=scene.officer, now=scene.now)
    tell(scene, about)

    assert not selectors.unread(scene.officer).exists()
    assert [one.read_at for one in selectors.latest(scene.officer)] == [scene.now]


def test_nobody_reads_the_notices_of_another(scene):
    tell(scene, ids.new())
    [notice] = selectors.unread(scene.officer)

    with pytest.raises(refusals.NotVisible):
        notify.mark_read(notification_id=notice.id, by=scene.machine, now=scene.now)
    assert notify.mark_all_read(by=scene.machine, now=scene.now) == 0
    assert notify.mark_all_read(by=scene.officer, now=scene.now) == 1


@pytest.mark.usefixtures("committed")
def test_telling_needs_the_transaction_of_the_verb():
    with pytest.raises(transactions.NoTransaction):
        notify.tell(to_actor_id=ids.new(), kind="x", about_id=ids.new(), case_id=None, now=None)
