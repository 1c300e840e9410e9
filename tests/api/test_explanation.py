"""Explanations over the API: read by who sees the case, kept in versions, once per key."""

from tests.api.speaking import error


def test_it_is_read_written_once_and_not_over_a_version_nobody_looked_at(olga, ben, lena, claims, delivery):
    path = f"decisions/{delivery.decision_id}/explanation/"
    seen = olga.get(path)
    assert (seen.status_code, seen["ETag"], seen.json()["is_generated"]) == (200, '"0"', True)
    assert lena.get(path).status_code == 404
    assert error(olga.get(path, language="fr"))[0] == 422

    parts = {one["code"]: one["text"] for one in seen.json()["parts"]} | {"who": "Olga Marsh did."}
    body = {"language": "en", "parts": parts}
    assert error(olga.post(path, body))[0] == 428
    made = olga.post(path, body, version=0, key="once")
    assert (made.status_code, made.json()["version"], made.json()["is_generated"]) == (201, 1, False)
    assert olga.post(path, body, version=0, key="once").json() == made.json()
    assert error(ben.post(path, body, version=0))[:2] == (412, "explanation_stale")
    assert error(olga.post(path, {"language": "en", "parts": {}}, version=1))[0] == 422
    assert error(claims.post(path, body, version=1))[0] == 403
    said = {one["code"]: one["text"] for one in olga.get(path).json()["parts"]}
    assert said["who"] == "Olga Marsh did."
