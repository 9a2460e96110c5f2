"""Records the vectors of this directory; README.md says how to run it and what they are.

    record.py METADATA_393 METADATA_424

The encoder is scalecodec (PyPI), with the types of the metadata blobs.
"""

import json
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent.parent / "layouts"))
from record import Types, as_json  # noqa: E402

HERE = Path(__file__).parent
NETUID, NEURONS, BLOCK = 18, 5, 6_543_210
# The lists that a metagraph has by uid, and what is in them.
U16 = ["dividends", "incentives", "consensus"]
U64 = ["alpha_stake", "tao_stake", "total_stake", "emission"]


def axon(uid):
    serving = uid % 2 == 0
    return {"block": 5_000_000 + uid if serving else 0, "version": 9_012_002 if serving else 0, "ip": 0xCB007109 + uid if serving else 0,
            "port": 8091 if serving else 0, "ip_type": 4, "protocol": 4, "placeholder1": 0, "placeholder2": 0}


def neurons(rng):
    """Numbers that go together, by uid."""
    def of(uid):
        alpha, tao = rng.randrange(10**15), rng.randrange(10**13)
        return {
            "hotkey": "0x" + rng.randbytes(32).hex(), "coldkey": "0x" + rng.randbytes(32).hex(), "uid": uid, "axon": axon(uid),
            "alpha_stake": alpha, "tao_stake": tao, "total_stake": alpha + tao * 18 // 100, "emission": rng.randrange(10**10),
            "incentives": rng.randrange(2**16), "consensus": rng.randrange(2**16), "dividends": rng.randrange(2**16),
            "validator_trust": rng.randrange(2**16), "last_update": BLOCK - rng.randrange(1000), "validator_permit": uid < 2, "active": uid != 3,
            "block_at_registration": 4_000_000 + uid,
            "weights": [[other, rng.randrange(1, 2**16)] for other in (2, 3, 4)] if uid < 2 else [],
            "bonds": [[other, rng.randrange(1, 2**16)] for other in (2, 4)] if uid < 2 else [],
        }

    return [of(uid) for uid in range(NEURONS)]


def neuron_info(n, is_full):
    exporter = {"block": 0, "version": 0, "ip": 0, "port": 0, "ip_type": 0}
    info = {
        "hotkey": n["hotkey"], "coldkey": n["coldkey"], "uid": n["uid"], "netuid": NETUID, "active": n["active"], "axon_info": n["axon"],
        "prometheus_info": exporter, "stake": [[n["coldkey"], n["alpha_stake"]]], "rank": 0, "emission": n["emission"],
        "incentive": n["incentives"], "consensus": n["consensus"], "trust": 0, "validator_trust": n["validator_trust"],
        "dividends": n["dividends"], "last_update": n["last_update"], "validator_permit": n["validator_permit"], "pruning_score": 65535,
    }
    return {**info, "weights": n["weights"], "bonds": n["bonds"]} if is_full else info


def text(value):
    return list(value.encode())


def metagraph(types, rng, found):
    """A random one, with the neurons in it."""
    value = types.random(types.named("Metagraph"), rng)
    identity = {"name": text("=Alice, \"the\" first"), "url": [], "github_repo": [], "image": [], "discord": [], "description": [], "additional": []}
    by_uid = {name: [n[name] for n in found] for name in U16 + U64 + ["active", "validator_permit", "last_update", "block_at_registration"]}
    return {
        **value, **by_uid, "netuid": NETUID, "block": BLOCK, "name": text("Omron"), "symbol": text("σ"),
        "hotkeys": [n["hotkey"] for n in found], "coldkeys": [n["coldkey"] for n in found], "axons": [n["axon"] for n in found],
        "identities": [identity] + [None] * (NEURONS - 1), "pruning_score": [], "trust": [], "rank": [],
        "alpha_dividends_per_hotkey": [[n["hotkey"], 7 + n["uid"]] for n in found], "tao_dividends_per_hotkey": [[n["hotkey"], 0] for n in found],
    }


# What is not asked for comes as nothing: the columns of the neurons are read otherwise.
UNASKED = {"hotkeys", "coldkeys", "axons", "active", "validator_permit", "pruning_score", "last_update", "emission", "dividends", "incentives",
           "consensus", "trust", "rank", "validators", "commitments"}


def selective(whole):
    # The netuid is 0 unless it is asked for by its number.
    return {**{name: None if name in UNASKED else value for name, value in whole.items()}, "netuid": 0, "validators": None, "commitments": None}


def case(spec, blob):
    types, rng = Types(blob), random.Random(spec)
    found = neurons(rng)
    whole = metagraph(types, rng, found)

    def bytes_of(structure, value):
        return types.encode(types.named(structure), value)[2:]

    def list_of(structure, values):
        return "0x" + bytes([len(values) << 2]).hex() + "".join(bytes_of(structure, value) for value in values)

    return {
        "spec": spec, "netuid": NETUID, "block": BLOCK, "neurons": as_json(found),
        "subnet": as_json({name: whole[name] for name in ("tempo", "tao_in", "alpha_in", "burn", "owner_hotkey", "max_uids", "moving_price")}),
        "answers": {
            "NeuronInfoRuntimeApi_get_neurons_lite": list_of("NeuronInfoLite", [neuron_info(n, False) for n in found]),
            "NeuronInfoRuntimeApi_get_neurons": list_of("NeuronInfo", [neuron_info(n, True) for n in found]),
            "SubnetInfoRuntimeApi_get_selective_metagraph": "0x01" + bytes_of("SelectiveMetagraph", selective(whole)),
            "SubnetInfoRuntimeApi_get_metagraph": "0x01" + bytes_of("Metagraph", whole),
        },
    }


def main():
    cases = [case(spec, Path(path).read_bytes()) for spec, path in zip((393, 424), sys.argv[1:], strict=True)]
    (HERE / "dtao.json").write_text(json.dumps({"note": "A subnet as runtimes of dTAO answer it", "cases": cases}, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
