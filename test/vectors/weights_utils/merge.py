"""Merges the recordings of two numpys into one file: what the second says differently stands beside, with a 2. usage: merge.py <one.json> <two.json> <out.json>"""
import json, sys
a, b = (json.load(open(path)) for path in sys.argv[1:3])
for k in ("normalize", "process"):
    for x, y in zip(a[k], b[k]):
        for f in list(x):
            if x[f] != y[f]:
                assert f in ("y", "keptUids"), f
                x[f + "2"] = y[f]
for k in ("emit", "rows", "hash"): assert a[k] == b[k], k
a["numpy"] = [a["numpy"], b["numpy"]]
rows = lambda v: "[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in v) + "\n]"
open(sys.argv[3], "w").write("{" + ",\n".join(json.dumps(k) + ":" + (json.dumps(v) if k == "numpy" else rows(v)) for k, v in a.items()) + "}\n")
