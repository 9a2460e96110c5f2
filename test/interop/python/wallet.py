"""The Python wallet, in the rows of the matrix: opens what we wrote, and writes wallets for us. It is told as JSON

    {"message": …,
     "ours": {"path": …, "wallets": [{"row": …, "name": …, "password": … or null, "keys": {"coldkey": key, "hotkey": key}}]},
     "theirs": {"path": …, "wallets": [{"name": …, "password": … or null}]}}

where a key is its address and its signature of the message. It says how the cases of ours went, then the keys that it made or opened.
"""

import getpass
import traceback
import warnings

warnings.simplefilter("ignore")

import bittensor

from lines import hear, say

VERSION = tuple(int(part) for part in bittensor.__version__.split("."))
Wallet = bittensor.wallet if VERSION < (8,) else bittensor.Wallet
given = hear()
MESSAGE = given["message"].encode()


def signed(keys):
    return {
        name: {"address": key.ss58_address, "signature": "0x" + bytes(key.sign(MESSAGE)).hex()} for name, key in keys.items()
    }


def make(path, name, password):
    wallet = Wallet(name=name, hotkey="default", path=path)
    if password is None:
        wallet.create_new_coldkey(use_password=False, suppress=True)
    elif VERSION < (8,):
        getpass.getpass = lambda *_, **__: password  # SDK 7 takes a new password from the terminal only
        wallet.create_new_coldkey(use_password=True, suppress=True)
    else:
        wallet.create_new_coldkey(use_password=True, suppress=True, coldkey_password=password)
    wallet.create_new_hotkey(use_password=False, suppress=True)
    return {"coldkey": wallet.coldkey, "hotkey": wallet.hotkey}


def report(row, name, case):
    try:
        case()
        failure = None
    except BaseException:  # the wallets in Rust panic with one
        failure = traceback.format_exc(limit=-2)
    say({"row": row, "name": name, "failure": failure, "note": None})


def expect(actual, wanted):
    if actual != wanted:
        raise AssertionError(f"{actual} is not {wanted}")


def verify(key, signature):
    expect(key.verify(MESSAGE, bytes.fromhex(signature[2:])), True)


def refuses_wrong_password(wallet):
    try:
        wallet.get_coldkey("not the password")
    except Exception:
        return
    raise AssertionError("it was opened")


def open_ours(path, row, name, password, keys):
    wallet = Wallet(name=name, hotkey="default", path=path)
    opened = {}
    report(row, "opened", lambda: opened.update(coldkey=wallet.get_coldkey(password), hotkey=wallet.get_hotkey()))
    for key, known in keys.items():
        report(row, f"the address of the {key}", lambda: expect(opened[key].ss58_address, known["address"]))
        report(row, f"our signature by the {key}", lambda: verify(opened[key], known["signature"]))
    report(row, "the public file", lambda: expect(wallet.coldkeypub.ss58_address, keys["coldkey"]["address"]))
    if password is not None:
        report(row, "a wrong password", lambda: refuses_wrong_password(wallet))
    say({"did": "opened", "wallet": name, "keys": signed(opened)})


for known in given["ours"]["wallets"]:
    open_ours(given["ours"]["path"], **known)
for asked in given["theirs"]["wallets"]:
    say({"did": "made", "wallet": asked["name"], "keys": signed(make(given["theirs"]["path"], **asked))})
