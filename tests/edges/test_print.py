import sys

sys.path.insert(0, "/tmp")
from rows import ROWS
from tests.edges import test_access as t
from tests.edges.test_access import *


def test_print(stage):
    out = []
    for name, m, things, body in ROWS:
        args = dict(method=m, statuses="", things=eval(things) if things else None)
        if body:
            args["body"] = eval(body)
        row = t.Row(**args)
        got = []
        for who in WHO:
            with t.undone():
                got.append(str(stage.ask(who, row, name)))
        line = (
            f'    "{name}": Row("{m}", "{" ".join(got)}"'
            + (f", {things}" if things else "")
            + ((", " if things else ", body=") + body if body else "")
            + "),"
        )
        out.append(line)
    open("/tmp/matrix.txt", "w").write("\n".join(out))
