"""Reads the neurons that layouts.ts reads, with the real SDK: a line of `lite|full hex` gives one of the CPU milliseconds it took."""
import json
import os
import sys
import time
import warnings

warnings.simplefilter("ignore")
os.environ["BT_NO_PARSE_CLI_ARGS"] = "1"
sys.argv = sys.argv[:1]  # the SDK reads the command line by itself

from bittensor.chain_data import NeuronInfo, NeuronInfoLite  # noqa: E402

CLASSES = {"lite": NeuronInfoLite, "full": NeuronInfo}

print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    kind, text = line.split()
    # What it is given by the JSON-RPC library.
    answer = list(bytes.fromhex(text))
    start = time.process_time()
    neurons = CLASSES[kind].list_from_vec_u8(answer)
    ms = (time.process_time() - start) * 1000
    seen = [[neuron.hotkey, neuron.coldkey, str(neuron.total_stake.rao), neuron.pruning_score] for neuron in neurons]
    print(json.dumps({"ms": ms, "seen": seen}), flush=True)
