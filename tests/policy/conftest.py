import copy

import pytest

from tests.template import pack


@pytest.fixture
def pack_tree():
    return copy.deepcopy(pack()["policy"]["tree"])
