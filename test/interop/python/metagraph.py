"""Saves a metagraph with the SDK's own code, and loads it again, in a directory where effect-bittensor keeps a newer one."""

import os

import lines

given = lines.hear()

import numpy as np  # noqa: E402

import bittensor  # noqa: E402

VERSION = tuple(int(part) for part in bittensor.__version__.split("."))
if VERSION < (8,):
    from bittensor import AxonInfo
    from bittensor import metagraph as Metagraph
else:
    from bittensor.core.chain_data import AxonInfo, NeuronInfoLite
    from bittensor.core.metagraph import Metagraph


def made():
    return Metagraph(netuid=given["netuid"], network="finney", sync=False)


def fill(metagraph):
    n = len(given["hotkeys"])
    metagraph.n, metagraph.block = np.array(n, dtype=np.int64), np.array(given["block"], dtype=np.int64)
    metagraph.uids = np.arange(n, dtype=np.int64)
    for name in ("ranks", "trust", "consensus", "validator_trust", "incentive", "dividends"):
        setattr(metagraph, name, np.array([part / 65535 for part in given["parts"]], dtype=np.float32))
    for name in ("stake", "total_stake", "emission", "alpha_stake", "tao_stake"):
        setattr(metagraph, name, np.array(given["tao"], dtype=np.float32))
    metagraph.active = np.array(given["flags"], dtype=np.int64)
    metagraph.last_update = np.array(given["blocks"], dtype=np.int64)
    metagraph.validator_permit = np.array(given["flags"], dtype=bool)
    metagraph.weights = np.array(given["weights"], dtype=np.float32)
    metagraph.bonds = np.array(given["bonds"], dtype=np.float32)
    metagraph.axons = [
        AxonInfo(version=7, ip="203.0.113.9", port=8091 + uid, ip_type=4, hotkey=key, coldkey=key) for uid, key in enumerate(given["hotkeys"])
    ]
    if VERSION >= (8,):
        metagraph.neurons = [NeuronInfoLite.get_null_neuron()] * n


saved = made()
fill(saved)
saved.save()
directory = os.path.expanduser(f"~/.bittensor/metagraphs/network-finney/netuid-{given['netuid']}")
(name,) = os.listdir(directory)
with open(os.path.join(directory, name), "rb") as file:
    content = file.read()
with open(os.path.join(directory, given["ours"]), "w") as file:
    file.write("a newer one, and none of the SDK's")
loaded = made()
loaded.load()
lines.say({"name": name, "content": content.hex(), "loaded": int(loaded.block)})
