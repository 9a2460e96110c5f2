"""Records the vectors of this directory; README.md says how to run it and what they are.

    record.py METADATA_393 METADATA_424 DTAO_VECTORS

The encoder is scalecodec (PyPI), with the types of the metadata blobs, or with the layouts of the specification where no metadata has them.
"""

import json
import random
import sys
from pathlib import Path

from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset
from substrateinterface import Keypair

HERE = Path(__file__).parent
SAFE = 2**53 - 1
# What a decoder gives as a number: no chain has larger ones, so no vector has.
BLOCKS = {"block", "last_step", "last_update", "network_registered_at", "block_at_registration"}
# One for each neuron: these lists are as long as one another.
BY_NEURON = {"hotkeys", "coldkeys", "axons"}
TEXTS = ["", "Omron", "τ, der Anfang", "日本語", "a" * 70]


class Types:
    """The types of one metadata blob. V16 begins with the same registry as V14, which is all that is needed of it."""

    def __init__(self, blob):
        self.config = RuntimeConfigurationObject(ss58_format=42)
        self.config.update_type_registry(load_type_registry_preset("core"))
        registry = self.config.create_scale_object("PortableRegistry", ScaleBytes(blob[5:]))
        registry.decode(check_remaining=False)

        class Metadata:
            portable_registry = registry

        self.config.add_portable_registry(Metadata)
        self.types = [entry["type"] for entry in registry.value["types"]]

    def named(self, name, within=""):
        found = [i for i, t in enumerate(self.types) if t["path"] and t["path"][-1] == name and within in "::".join(t["path"])]
        assert len(found) == 1, (name, found)
        return found[0]

    def encode(self, index, value):
        return "0x" + bytes(self.config.create_scale_object(f"scale_info::{index}").encode(value).data).hex()

    def random(self, index, rng, name=""):
        """A value of the type, such as scalecodec encodes and JSON holds."""
        kind, content = next(iter(self.types[index]["def"].items()))
        path = self.types[index]["path"]
        if path and path[-1] == "AccountId32":
            return "0x" + rng.randbytes(32).hex()
        if path and path[-1] == "Option":
            inner = self.types[index]["params"][0]["type"]
            return None if name != "hotkeys" and rng.random() < 0.4 else self.random(inner, rng, name)
        if kind == "primitive":
            return self.primitive(content.lower(), rng, name)
        if kind == "compact":
            return self.random(content["type"], rng, name)
        if kind == "composite":
            return {field["name"]: self.random(field["type"], rng, field["name"]) for field in content["fields"]}
        if kind == "tuple":
            return [self.random(part, rng, name) for part in content]
        if kind == "array":
            return [self.random(content["type"], rng, name) for _ in range(content["len"])]
        if kind == "sequence":
            if self.is_byte(content["type"]):
                text = rng.choice(TEXTS).encode()
                return "0x" + text.hex() if "primitive" in self.types[content["type"]]["def"] else list(text)
            length = 3 if name in BY_NEURON else rng.randrange(4)
            return [self.random(content["type"], rng, name) for _ in range(length)]
        raise ValueError(f"no random {kind}")

    def is_byte(self, index):
        kind, content = next(iter(self.types[index]["def"].items()))
        return self.is_byte(content["type"]) if kind == "compact" else (kind, str(content).lower()) == ("primitive", "u8")

    def primitive(self, name, rng, field):
        if name == "bool":
            return rng.random() < 0.5
        bits = int(name[1:])
        if name[0] == "i":
            return rng.choice([0, 1, -1, 2**(bits - 1) - 1, -(2**(bits - 1)), rng.randrange(2**40)])
        if field in BLOCKS and bits == 64:
            return rng.choice([0, 1, 6_500_000, SAFE])
        return rng.choice([0, 1, 63, 64, 2**bits - 1, rng.randrange(2**bits)])


def resolved(value):
    """A value of the dTAO vectors: decimal texts are numbers, labels are accounts."""
    if isinstance(value, dict):
        return {key: resolved(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner) for inner in value]
    if isinstance(value, str) and value.startswith("@"):
        return "0x" + Keypair.create_from_uri("//" + value[1:]).public_key.hex()
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return value


def as_json(value):
    """Integers as decimal texts, since JSON's numbers are doubles."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return str(value)


# The structure each read function answers, as far as the vectors of the dTAO runtime have it.
APIS = {
    "get_metagraph": "Metagraph",
    "get_dynamic_info": "DynamicInfo",
    "get_subnet_state": "SubnetState",
    "get_subnet_info_v2": "SubnetInfov2",
    "get_subnet_hyperparams_v2": "SubnetHyperparamsV2",
    "get_subnet_hyperparams_v3": "HyperparamEntry",
    "get_neurons_lite": "NeuronInfoLite",
    "get_stake_info_for_coldkey": "StakeInfo",
}
STRUCTURES = [
    "NeuronInfo", "NeuronInfoLite", "SubnetInfo", "SubnetInfov2", "SubnetHyperparams", "SubnetHyperparamsV2", "DelegateInfo",
    "StakeInfo", "DynamicInfo", "SubnetState", "Metagraph", "SelectiveMetagraph", "SubnetIdentityV3", "ChainIdentityV2",
]


def runtime_cases(spec, types, dtao):
    rng = random.Random(spec)
    cases = []

    def add(structure, source, value):
        index = types.named(structure)
        cases.append({"structure": structure, "source": source, "bytes": types.encode(index, value), "value": as_json(value)})

    for structure in STRUCTURES:
        for number in range(4):
            add(structure, f"random {number}", types.random(types.named(structure), rng))
    if spec != 424:
        return cases
    for file in ("misc.json", "hyperparameters.json", "subnet_creation.json"):
        for case in json.loads((dtao / file).read_text())["cases"]:
            for number, step in enumerate(case["steps"]):
                if step["op"] == "api" and step["fn"] in APIS and step["result"] is not None:
                    source = f"{file}, {case['name']}, step {number}, {step['fn']}"
                    value = resolved(step["result"])
                    for one in value if isinstance(value, list) else [value]:
                        add(APIS[step["fn"]], source, one)
    return cases


def thinned(cases):
    """Of what the chain answered many times, the first three."""
    kept = {}
    for case in cases:
        kept.setdefault((case["structure"], case["source"].startswith("random")), []).append(case)
    return [case for (_, is_random), group in kept.items() for case in (group if is_random else group[:3])]


def commitment_cases(types):
    index = types.named("Registration", "commitments")
    digest = "0x" + bytes(range(32)).hex()
    fields = [
        [{"Raw5": "0x68656c6c6f"}],
        ["None", {"Raw0": []}, {"Raw1": "0x07"}, {"Raw2": "0xc3a4"}, {"Raw128": "0x" + "61" * 128}],
        [{"BlakeTwo256": digest}, {"Sha256": digest}, {"Keccak256": digest}, {"ShaThree256": digest}],
        [{"TimelockEncrypted": {"encrypted": "0x0102", "reveal_round": 2**64 - 1}}, "ResetBondsFlag"],
        [{"BigRaw": "0x" + "62" * 300}],
        [],
    ]
    cases = []
    for number, listed in enumerate(fields):
        value = {"deposit": number * 10**8, "block": number, "info": {"fields": listed}}
        # The bounded list is a structure with one nameless field.
        encoded = types.encode(index, {**value, "info": {"fields": (listed,)}})
        cases.append({"structure": "Registration", "source": "written by hand", "bytes": encoded, "value": as_json(value)})
    return cases


# chain-client.md §5.4, in scalecodec's words.
AXON = [("block", "u64"), ("version", "u32"), ("ip", "u128"), ("port", "u16"), ("ip_type", "u8"), ("protocol", "u8"),
        ("placeholder1", "u8"), ("placeholder2", "u8")]
PORT_FIRST = AXON[:2] + [AXON[3], AXON[2]] + AXON[4:]
C16, C64, STAKES = "Compact<u16>", "Compact<u64>", "Vec<(AccountId, Compact<u64>)>"


def neuron(axon, is_full):
    rows = [("weights", "Vec<(Compact<u16>, Compact<u16>)>"), ("bonds", "Vec<(Compact<u16>, Compact<u16>)>")]
    return [
        ("hotkey", "AccountId"), ("coldkey", "AccountId"), ("uid", C16), ("netuid", C16), ("active", "bool"), ("axon_info", axon),
        ("prometheus_info", "Prometheus"), ("stake", STAKES), ("rank", C16), ("emission", C64), ("incentive", C16), ("consensus", C16),
        ("trust", C16), ("validator_trust", C16), ("dividends", C16), ("last_update", C64), ("validator_permit", "bool"),
        *(rows if is_full else []), ("pruning_score", C16),
    ]


def compact16(*names):
    return [(name, C16) for name in names]


SUBNET_HEAD = [*compact16("netuid", "rho", "kappa"), ("difficulty", C64), *compact16("immunity_period")]
SUBNET_LIMITS = compact16("max_allowed_validators", "min_allowed_weights", "max_weights_limit", "scaling_law_power")
SUBNET_TAIL = [*compact16("subnetwork_n", "max_allowed_uids"), ("blocks_since_last_step", C64), *compact16("tempo", "network_modality"),
               ("network_connect", "Vec<[u16; 2]>"), ("emission_values", C64), ("burn", C64)]
HYPER_22 = [
    *compact16("rho", "kappa", "immunity_period", "min_allowed_weights", "max_weights_limit", "tempo"),
    *[(name, C64) for name in ("min_difficulty", "max_difficulty", "weights_version", "weights_rate_limit")],
    *compact16("adjustment_interval", "activity_cutoff"), ("registration_allowed", "bool"), ("target_regs_per_interval", C16),
    ("min_burn", C64), ("max_burn", C64), ("bonds_moving_avg", C64), ("max_regs_per_block", C16), ("serving_rate_limit", C64),
    ("max_validators", C16), ("adjustment_alpha", C64), ("difficulty", C64),
]
HYPER_24 = [*HYPER_22, ("commit_reveal_period", C64), ("commit_reveal_weights_enabled", "bool")]
EARLY = {
    "Axon": AXON,
    "AxonPortFirst": PORT_FIRST,
    "Prometheus": AXON[:5],
    "NeuronInfoLite": neuron("Axon", False),
    "NeuronInfo": neuron("Axon", True),
    "NeuronInfoLite185": neuron("AxonPortFirst", False),
    "NeuronInfo185": neuron("AxonPortFirst", True),
    "SubnetInfo": [*SUBNET_HEAD, *SUBNET_LIMITS, *SUBNET_TAIL, ("owner", "AccountId")],
    "SubnetInfo121": [*SUBNET_HEAD, *compact16("validator_batch_size", "validator_sequence_length", "validator_epochs_per_reset",
                      "validator_epoch_length"), *SUBNET_LIMITS, ("synergy_scaling_law_power", C16), *SUBNET_TAIL],
    "SubnetHyperparams22": HYPER_22,
    "SubnetHyperparams24": HYPER_24,
    "SubnetHyperparams27": [*HYPER_24, ("alpha_high", C16), ("alpha_low", C16), ("liquid_alpha_enabled", "bool")],
    "DelegateInfo": [("delegate_ss58", "AccountId"), ("take", C16), ("nominators", STAKES), ("owner_ss58", "AccountId"),
                     ("registrations", "Vec<Compact<u16>>"), ("validator_permits", "Vec<Compact<u16>>"), ("return_per_1000", C64),
                     ("total_daily_return", C64)],
    "StakeInfo": [("hotkey", "AccountId"), ("coldkey", "AccountId"), ("stake", C64)],
}


def random_early(type_name, rng, field=""):
    if type_name in EARLY:
        value = {name: random_early(inner, rng, name) for name, inner in EARLY[type_name]}
        if "ip_type" in value:
            value["ip_type"] = rng.choice([4, 6])
            value["ip"] = rng.randrange(2**32) if value["ip_type"] == 4 else rng.randrange(2**128)
        return value
    if type_name == "AccountId":
        return "0x" + rng.randbytes(32).hex()
    if type_name == "bool":
        return rng.random() < 0.5
    if type_name.startswith("Vec<"):
        return [random_early(type_name[4:-1], rng) for _ in range(rng.randrange(4))]
    if type_name == "[u16; 2]":
        return [rng.randrange(2**16), rng.randrange(2**16)]
    if type_name.startswith("("):
        return [random_early(part.strip(), rng) for part in type_name[1:-1].split(",")]
    bits = int(type_name.strip("Compact<>u"))
    if field in BLOCKS:
        return rng.choice([0, 1, 6_500_000, SAFE])
    if field == "stake" or bits == 64 and field == "":
        return rng.choice([0, 1, 10**9, 2**62 - 1])
    return rng.choice([0, 1, 63, 64, 2**bits - 1, rng.randrange(2**bits)])


def early_cases():
    config = RuntimeConfigurationObject(ss58_format=42)
    config.update_type_registry(load_type_registry_preset("legacy"))
    config.update_type_registry({"types": {name: {"type": "struct", "type_mapping": fields} for name, fields in EARLY.items()}})
    rng = random.Random(121)
    cases = []
    for name in [name for name in EARLY if name not in ("Axon", "AxonPortFirst", "Prometheus")]:
        for number in range(4):
            value = random_early(name, rng)
            encoded = bytes(config.create_scale_object(name).encode(value).data).hex()
            cases.append({"structure": name, "source": f"random {number}", "bytes": "0x" + encoded, "value": as_json(value)})
    return cases


def write(name, note, cases):
    lines = ",\n".join(json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in cases)
    (HERE / name).write_text(f'{{"note":{json.dumps(note)},"cases":[\n{lines}\n]}}\n')
    print(name, len(cases))


def main():
    blobs = {393: Path(sys.argv[1]), 424: Path(sys.argv[2])}
    dtao = Path(sys.argv[3])
    for spec, blob in blobs.items():
        types = Types(blob.read_bytes())
        cases = thinned(runtime_cases(spec, types, dtao)) + (commitment_cases(types) if spec == 424 else [])
        write(f"runtime-{spec}.json", f"structures of the runtime APIs of spec {spec}, by its metadata", cases)
    write("early.json", "the fixed layouts before dTAO (chain-client.md §5.4)", early_cases())


if __name__ == "__main__":
    main()
