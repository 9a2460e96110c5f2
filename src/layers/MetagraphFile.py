"""Converts a metagraph that the Python SDK saved (versions 7 to 10) into a file that effect-bittensor reads.

    python MetagraphFile.py block-1234.pt [DIRECTORY]

writes metagraph-block-1234.json beside it, or into the directory, and prints the path. It needs numpy, and not the SDK. Of the pickle
nothing is run: whatever is not numbers, lists or a plain record is refused.

The SDK keeps stakes and emissions as floats of 32 bits, so they come with seven digits; weights come as shares of the largest of a row.
What it does not keep is 0: pruning scores, from version 10 on ranks and trust, and the block at which an axon was announced. Weights of
the root network are left out, since the file does not say of which subnets they are.
"""

import hashlib
import json
import os
import pickle
import sys
from pathlib import Path

import numpy as np


class Record:
    """An object of the SDK's, such as an AxonInfo, without its class."""

    def __init__(self, *_):
        pass


ALLOWED = {("numpy", "ndarray"), ("numpy", "dtype")}
NUMPY = ("numpy.core.multiarray", "numpy._core.multiarray")


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if module.split(".")[0] == "bittensor":
            return Record
        if (module, name) in ALLOWED or module in NUMPY and name in ("_reconstruct", "scalar"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a metagraph: the file is refused")


def load(path):
    with open(path, "rb") as file:
        if file.read(2) == b"PK":
            sys.exit(f"{path} was saved with torch. Load and save it once with the SDK and without USE_TORCH, which reads both; then convert that.")
        file.seek(0)
        return Unpickler(file).load()


def array(state, name, n):
    return np.asarray(state[name], dtype=np.float64) if name in state else np.zeros(n)


def parts(values):
    """u16 of what is from 0 to 1."""
    return [int(value) for value in np.rint(np.clip(values, 0, 1) * 65535)]


def amounts(values):
    return [str(max(0, round(float(value) * 10**9))) for value in values]


def rows(matrix, of_row):
    """A matrix in one piece: what is 0 is left out."""
    found = [[(column, value) for column, value in enumerate(of_row(row)) if value > 0] for row in matrix]
    starts = np.cumsum([0, *map(len, found)])
    return {"rowStart": [int(start) for start in starts], "columns": [column for row in found for column, _ in row],
            "values": [value for row in found for _, value in row]}


def axon(info):
    # It was read from the chain at some block: dendrites trust such an address less than one that a program names.
    return {"ip": str(info.ip), "port": int(info.port), "version": int(info.version), "protocol": int(info.protocol), "block": 0}


def document(state):
    n, block = (int(np.asarray(state[name]).reshape(-1)[0]) for name in ("n", "block"))
    netuid, axons = int(state["netuid"]), list(state["axons"])
    column = {name: array(state, name, n) for name in (
        "uids", "stake", "ranks", "trust", "consensus", "validator_trust", "incentive", "emission", "dividends", "active", "last_update",
        "validator_permit")}
    neurons = {
        "uids": [int(uid) for uid in column["uids"]], "hotkeys": [one.hotkey for one in axons], "coldkeys": [one.coldkey for one in axons],
        "axons": [axon(one) for one in axons], "active": [int(flag) for flag in column["active"]], "stakeRao": amounts(column["stake"]),
        "rank": parts(column["ranks"]), "emissionRao": amounts(column["emission"]), "incentive": parts(column["incentive"]),
        "consensus": parts(column["consensus"]), "trust": parts(column["trust"]), "validatorTrust": parts(column["validator_trust"]),
        "dividends": parts(column["dividends"]), "lastUpdate": [int(at) for at in column["last_update"]],
        "validatorPermit": [int(flag) for flag in column["validator_permit"]], "pruningScore": [0] * n,
    }
    found = {"network": str(state["network"]), "netuid": netuid, "block": block, "neurons": neurons}
    weights, bonds = array(state, "weights", 0), array(state, "bonds", 0)
    if netuid != 0 and weights.shape == bonds.shape == (n, n):
        found["weights"] = rows(weights, lambda row: parts(row / (row.max() or 1)))
        found["bonds"] = rows(bonds, lambda row: [int(value) for value in row])
    return found


def main():
    source = Path(sys.argv[1])
    found = document(load(source))
    body = json.dumps(found, separators=(",", ":"), ensure_ascii=False).encode()
    target = Path(sys.argv[2] if len(sys.argv) > 2 else source.parent) / f"metagraph-block-{found['block']}.json"
    aside = target.with_suffix(".partial")
    aside.write_bytes(b"effect-bittensor metagraph 1 sha256:" + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    os.replace(aside, target)
    print(target)


if __name__ == "__main__":
    main()
