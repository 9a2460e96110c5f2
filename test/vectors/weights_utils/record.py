"""Records what the real weight_utils of bittensor answer. usage: record.py <weight_utils.py> <out.json> [--process-weights]"""
import base64, importlib.util, json, logging, random, sys, types
import numpy as np

class Log:
    def __getattr__(self, name): return lambda *a, **k: None
stub = types.ModuleType("bittensor"); stub.logging = Log(); stub.utils = types.ModuleType("bittensor.utils")
stub.subtensor = stub.metagraph = object
reg = types.ModuleType("bittensor.utils.registration"); reg.torch = None; reg.use_torch = lambda: False; reg.legacy_torch_api_compat = lambda f: f
sys.modules.update({"bittensor": stub, "bittensor.utils": stub.utils, "bittensor.utils.registration": reg})
spec = importlib.util.spec_from_file_location("bittensor.utils.weight_utils", sys.argv[1]); w = importlib.util.module_from_spec(spec)
spec.loader.exec_module(w); stub.utils.weight_utils = w

rng = random.Random(740)
def b64(a): return base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
def floats(n, kind):
    r = rng.random
    if kind == "uniform": return [r() for _ in range(n)]
    if kind == "power": return [r() ** 8 for _ in range(n)]
    if kind == "ties": return [rng.choice([0.125, 0.5, 1.0, 3.0]) for _ in range(n)]
    if kind == "sparse": return [r() if r() < 0.3 else 0.0 for _ in range(n)]
    if kind == "one": return [1.0 if i == n // 2 else 1e-6 * r() for i in range(n)]
    if kind == "wide": return [10.0 ** rng.uniform(-30, 30) for _ in range(n)]
    if kind == "tiny": return [2.0 ** rng.uniform(-149, -120) for _ in range(n)]
    if kind == "counts": return [float(rng.randrange(0, 65536)) for _ in range(n)]
    if kind == "equal": return [0.1] * n
    return [0.0] * n
KINDS = ["uniform", "power", "ties", "sparse", "one", "wide", "tiny", "counts", "equal", "zero"]
SIZES = [1, 2, 3, 5, 7, 8, 9, 11, 13, 16, 17, 31]
LARGE = [127, 128, 129, 136, 256, 257, 300]
out = {"numpy": np.__version__, "normalize": [], "emit": [], "process": [], "rows": [], "hash": []}
np.seterr(all="ignore")

for k, kind in enumerate(KINDS):
    for i in range(13):
        n = rng.choice(SIZES) if i < 11 else (LARGE[(2 * k + i) % len(LARGE)] if i == 11 else 10)
        wide = i in (3, 7)
        x = np.array(floats(n, kind), dtype=np.float64 if wide else np.float32)
        limit = rng.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1 / n, 1.5 / n, 2 / n, 455 / 65535, rng.random()])
        out["normalize"].append({"bits": 64 if wide else 32, "x": b64(x), "limit": limit, "y": b64(w.normalize_max_weight(x, limit=limit))})
for t in ["equal", "uniform"]:
    for n in LARGE:
        x = np.array(floats(n, t), dtype=np.float32)
        limit = rng.choice([2 / n, 5 / n, 0.02])
        out["normalize"].append({"bits": 32, "x": b64(x), "limit": limit, "y": b64(w.normalize_max_weight(x, limit=limit))})

for kind in KINDS:
    for i in range(5):
        n = rng.choice(SIZES)
        x = np.array(floats(n, kind), dtype=np.float32); u = np.array(rng.sample(range(1000), n), dtype=np.int64)
        uids, vals = w.convert_weights_and_uids_for_emit(u, x)
        out["emit"].append({"uids": u.tolist(), "x": b64(x), "emitted": [uids, vals]})
for halves in ([0.5, 1.5, 2.5, 3.5, 65535.0], [1.0, 1 / 131070, 3 / 131070, 5 / 131070]):
    x = np.array(halves, dtype=np.float32); u = np.arange(len(halves))
    out["emit"].append({"uids": u.tolist(), "x": b64(x), "emitted": list(w.convert_weights_and_uids_for_emit(u, x))})

class Sub:
    def __init__(s, m, l): s.m, s.l = m, l
    def min_allowed_weights(s, netuid): return s.m
    def max_weight_limit(s, netuid): return s.l
for kind in KINDS:
    for i in range(14):
        n = rng.choice(SIZES + [64]); neurons = n + rng.choice([0, 0, 1, 4])
        x = np.array(floats(n, kind), dtype=np.float32); u = np.array(sorted(rng.sample(range(neurons), n)), dtype=np.int64)
        m = rng.choice([0, 1, 2, n // 2, n, n + 1, neurons]); l = rng.choice([65535, 455, 6553, 32768, rng.randrange(65536)]) / 65535
        q = rng.choice([0, 0, 1, 6553, 16384, 32768, 49151, 65535, rng.randrange(65536)])
        mg = types.SimpleNamespace(n=neurons)
        uids, y = w.process_weights_for_netuid(u, x, 1, Sub(m, l), mg, q)
        out["process"].append({"uids": u.tolist(), "x": b64(x), "neurons": neurons, "min": m, "limit": l, "quantile": q,
            "keptUids": [int(v) for v in uids], "bits": y.dtype.itemsize * 8, "y": b64(y)})

for i in range(24):
    n = rng.choice(SIZES + [140, 260]); k = rng.randrange(0, n + 1)
    uids = rng.sample(range(n), k); vals = [rng.randrange(65536) for _ in uids]
    subnets = rng.sample(range(64), min(n, 12)); rootUids = rng.sample(range(64), min(k, 8)); rootVals = vals[: len(rootUids)]
    logging.disable(logging.CRITICAL)
    out["rows"].append({"n": n, "row": list(zip(uids, vals)), "weights": b64(w.convert_weight_uids_and_vals_to_tensor(n, uids, vals)),
        "bonds": b64(w.convert_bond_uids_and_vals_to_tensor(n, uids, vals).astype(np.float32)),
        "subnets": subnets, "rootRow": list(zip(rootUids, rootVals)),
        "rootWeights": b64(w.convert_root_weight_uids_and_vals_to_tensor(len(subnets), rootUids, rootVals, subnets))})

ADDR = ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]
for i in range(16):
    n = rng.choice([0, 1, 2, 8, 63, 64, 65, 100]); s = rng.choice([0, 1, 8, 64])
    c = {"address": ADDR[i % 2], "netuid": rng.choice([0, 1, 4097, 65535]), "uids": rng.sample(range(65536), n), "values": [rng.randrange(65536) for _ in range(n)],
         "salt": [rng.randrange(65536) for _ in range(s)], "version_key": rng.choice([0, 7004000, 2**53 + 1, 2**64 - 1])}
    h = w.generate_weight_hash(c["address"], c["netuid"], c["uids"], c["values"], c["version_key"], c["salt"])
    out["hash"].append({**c, "version_key": str(c["version_key"]), "hash": h})
json.dump(out, open(sys.argv[2], "w"), separators=(",", ":"))
print(np.__version__, {k: len(v) for k, v in out.items() if isinstance(v, list)})
