"""What the search page and the palette find: pages one may open, and cases one may see, by their reference."""

import re

import pytest

from apps.accounts import access
from apps.flow import selectors as flow
from apps.intake.models import Case, CaseKind
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.console.test_pages import PEOPLE, text_of
from tests.counting import asked


def cases_of(answer):
    return re.findall(r'href="/cases/([^/]+)/"', answer.content.decode())


@pytest.fixture
def refs(world):
    """Make cases of these references, the last the newest."""

    def make(*wanted):
        for ref in wanted:
            worlds.arrive(world, case={"ref": ref, "kind": "REAL"})

    return make


class TestWhatIsFound:
    def found(self, world, q, *, limit=10, who="olga"):
        told = flow.find_cases(asked=q, to=world.user(who).actor, limit=limit)
        return [one.ref for one in told.rows], {one.how for one in told.rows}, told.more

    def test_what_is_just_so_comes_first_then_what_begins_so_then_what_holds_it(self, world, refs):
        refs("WC-2026-01", "X-WC-2026-01", "WC-2026-012", "WC-2026-013", "WC-2025-77")
        rows = self.found(world, "wc-2026-01")[0]
        assert rows == ["WC-2026-01", "WC-2026-013", "WC-2026-012", "X-WC-2026-01"]

    @pytest.mark.parametrize("q", ["004812", "0048", " 4812 ", "2026 4812", "WC 4812"])
    def test_a_part_from_the_middle_or_the_end_finds_it_words_apart_as_well(self, world, refs, q):
        refs("WC-2026-004812", "WC-2026-117390")
        assert self.found(world, q) == (["WC-2026-004812"], {"holds"}, False)

    @pytest.mark.parametrize(
        "q", ["004821", "WC-2026-004821", "WC-2026-00481", "WC-2026-04812", "WC-2026-0048122"]
    )
    def test_a_slip_of_the_finger_finds_what_is_most_like_it(self, world, refs, q):
        refs("WC-2026-117390", "WC-2026-004812", "WC-2026-930055")
        rows, hows, _ = self.found(world, q)
        assert rows[0] == "WC-2026-004812"
        assert hows <= ({"begins"} if q == "WC-2026-00481" else {"like"})

    def test_what_is_like_it_is_told_only_where_nothing_holds_it(self, world, refs):
        refs("WC-2026-004812", "WC-2026-004821")
        assert self.found(world, "WC-2026-004821")[0] == ["WC-2026-004821"]

    def test_more_than_is_told_is_said(self, world, refs):
        refs("WC-2026-31", "WC-2026-32", "WC-2026-33")
        assert self.found(world, "2026", limit=2) == (["WC-2026-33", "WC-2026-32"], {"holds"}, True)
        assert self.found(world, "2026", limit=3)[2] is False

    def test_a_known_answer_is_found_as_any_other_while_it_waits_and_then_no_more(self, world, refs):
        refs("WC-2026-31")
        Case.objects.update(kind=CaseKind.KNOWN_ANSWER)
        assert self.found(world, "2026-31")[0] == ["WC-2026-31"]
        ReviewItem.objects.update(state="WITHDRAWN", closed_at=world.now)
        assert self.found(world, "2026-31")[0] == []

    @pytest.mark.parametrize("q", ["Jo Example", "Example"])
    def test_nobody_is_found_by_their_name(self, world, q):
        worlds.arrive(world)
        assert self.found(world, q)[0] == []


class TestWhoFindsIt:
    def test_whoever_may_read_its_record_and_nobody_else(self, visit, world, refs):
        refs("WC-2026-004812")
        for who in (*PEOPLE, "lena"):
            reads = visit(who).get("/cases/WC-2026-004812/").status_code == 200
            for q in ("WC-2026-004812", "4812", "WC-2026-004821"):
                found = flow.find_cases(asked=q, to=world.user(who).actor, limit=10)
                assert [bool(found.rows), found.more] == [reads, False], (who, q)

    @pytest.mark.parametrize("q", ["2026-4812", "WC-2026-4811"])
    def test_what_one_may_not_see_takes_no_place_of_what_one_may(self, world, refs, q):
        """Sam sees what climbed alone; newer and likelier cases of the officers are passed over before the cut."""
        refs("WC-2026-4812", "WC-2026-14812", "WC-2026-4821")
        access.revoke(user=world.user("sam"), permission="supervise_inbox", on=world.officers)
        ReviewItem.objects.filter(case__case_ref="WC-2026-4812").update(
            inbox=world.supervisors, entered_at=world.now
        )

        told = flow.find_cases(asked=q, to=world.sam, limit=1)
        assert ([one.ref for one in told.rows], told.more) == (["WC-2026-4812"], False)


class TestThePage:
    @pytest.mark.parametrize("q", ["%", "_", "W", "", "\0", "no such case", "<b>", "%%%", "__1", "   "])
    def test_other_words_find_no_case(self, visit, world, q):
        worlds.arrive(world)
        assert cases_of(visit("olga").get("/search/", {"q": q})) == []

    def test_nothing_found_says_why_and_what_is_only_alike_says_so(self, visit, refs):
        refs("WC-2026-004812")
        assert "Nothing is called “zzz”" in text_of(visit("olga").get("/search/?q=zzz"))
        assert "No reference holds this" in text_of(visit("olga").get("/search/?q=WC-2026-004821"))
        assert "No reference holds this" not in text_of(visit("olga").get("/search/?q=4812"))

    def test_the_palette_offers_only_pages_that_open(self, visit, world):
        worlds.arrive(world)
        for who in PEOPLE:
            client = visit(who)
            rows = client.get("/search/", headers={"HX-Request": "true"}).content.decode()
            for link in re.findall(r'href="(/[^"]*)"', rows):
                assert client.get(link, follow=True).status_code == 200, (who, link)

    @pytest.mark.parametrize("q", ["WC-2026-004812", "4812", "WC-2026-004821"])
    def test_it_tells_nothing_of_the_suggestion_and_asks_little(self, visit, refs, q):
        refs("WC-2026-004812")
        client = visit("olga")
        with asked() as statements:
            page = client.get("/search/", {"q": q})
        assert cases_of(page) == ["WC-2026-004812"]
        assert "Fast track" not in text_of(page)
        assert len(statements) <= 14
