"""Put notes that say alike things together (run by path, a process of its own that ends with its answer).

Reads {"texts", "people", "names"} and writes {"groups": [{"members", "terms"}]}, both as JSON: members are
places in `texts`, `people` says by number whom each text is about, `names` are words that no group is called
by. TF-IDF, at most 50 dimensions, HDBSCAN; nothing is left to chance, so the same notes give the same groups.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import (
    ENGLISH_STOP_WORDS,
    TfidfVectorizer,
)
from sklearn.preprocessing import normalize

FEWEST = 12  # notes under which nothing is put together
SMALLEST = 4  # notes of a group
MOST_DIMENSIONS = 50
PEOPLE = 3  # a word is shown where notes about so many people say it
TERMS = 4
LOOSE = -1  # in no group
WORD = r"(?u)\b[^\W\d_]{3,}\b"  # no number, and nothing that holds one
GERMAN = (
    "aber alle als also auch auf aus bei bin bis dann das dass dem den der des die dies diese doch ein "
    "eine einem einen einer für haben hat hier ich ihr ihre ist kann kein keine mehr mit nach nicht "
    "noch nur oder ohne sein sich sie sind und von vor war weil wenn werden wie wird wir zum zur über"
)


def groups(texts: Sequence[str], people: Sequence[int], names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the groups of notes, the largest first, each with the words that set it apart."""
    if len(texts) < FEWEST:
        return []
    unsaid = sorted({*ENGLISH_STOP_WORDS, *GERMAN.split(), *(name.lower() for name in names)})
    vectors = TfidfVectorizer(token_pattern=WORD, stop_words=unsaid, min_df=2, sublinear_tf=True)
    try:
        weights = vectors.fit_transform(texts)
    except ValueError:  # no word stands in two notes
        return []
    words = vectors.get_feature_names_out()
    if len(words) <= 1:
        return []
    labels = np.full(len(texts), LOOSE)
    says_something = weights.getnnz(axis=1) > 0
    labels[says_something] = _labels(weights[says_something])
    found = [
        {
            "members": np.flatnonzero(labels == one).tolist(),
            "terms": _terms(weights, words, labels == one, people),
        }
        for one in range(int(labels.max()) + 1)
    ]
    return sorted(found, key=lambda one: (-len(one["members"]), one["members"]))


def _labels(weights: Any) -> Any:
    n, m = weights.shape
    size = min(MOST_DIMENSIONS, m - 1, n - 1)
    found = TruncatedSVD(n_components=size, algorithm="arpack", random_state=0).fit_transform(weights)
    smallest = max(SMALLEST, n // 100)
    return HDBSCAN(min_cluster_size=smallest, min_samples=2, copy=True).fit_predict(normalize(found))


def _terms(weights: Any, words: Sequence[str], inside: Any, people: Sequence[int]) -> list[str]:
    """Return the words that weigh more in a group than elsewhere and are said about enough people."""
    mine, rest = weights[inside], weights[~inside]
    apart = np.asarray(mine.mean(axis=0)).ravel()
    if rest.shape[0]:
        apart = apart - np.asarray(rest.mean(axis=0)).ravel()
    about, said = np.asarray(people)[inside], list[str]()
    for place in np.argsort(-apart, kind="stable"):
        if apart[place] <= 0 or len(said) == TERMS:
            break
        rows = mine[:, int(place)].nonzero()[0]
        if len(set(about[rows].tolist())) >= PEOPLE:
            said.append(str(words[place]))
    return said


def main() -> None:
    """Answer one question."""
    asked = json.load(sys.stdin)
    json.dump({"groups": groups(asked["texts"], asked["people"], asked["names"])}, sys.stdout)


if __name__ == "__main__":
    main()
