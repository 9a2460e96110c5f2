"""The life of a subnet, as an SDK 7.x lives it. After each step the chain says what has become of it, not the SDK."""

import contextlib
import hashlib
import sys
import time
import traceback
import types

from lines import hear, say

import bittensor
import bittensor.extrinsics.registration
import bittensor.utils.networking
import bittensor.utils.registration as proof_of_work
import retry.api
from bittensor.errors import ChainError, MetadataError, NominationError, NotDelegateError, StakeError, TakeError
from substrateinterface import Keypair
from substrateinterface.exceptions import StorageFunctionNotFound

from chain import ALICE, Chain, expect, named, raises, refused, told

# Nothing here changes by waiting, so the SDK repeats at once what failed; and it does not ask the internet for its address.
retry.api.time = types.SimpleNamespace(sleep=lambda _: None)
bittensor.utils.networking.get_external_ip = lambda: ADDRESS
ADDRESS = "203.0.113.9"

GIVEN = hear()
VERSION = tuple(int(part) for part in bittensor.__version__.split("."))
LATE = GIVEN["runtime"] == "subtensor185Late"

# Where the SDKs differ, by the first version that does it so.
STAKES_EXACTLY = VERSION >= (7, 4)  # before, 1000 rao are kept back of every amount; where it delegates, they still are
SETS_ROOT_WEIGHTS = VERSION >= (7, 1)  # before, it sends `set_weights` for netuid 0
COMMITS_WEIGHTS = VERSION >= (7, 1)  # with a salt, which only the later revision has
HYPERPARAMETERS = {  # 7.0 knows 22 of the 24 and throws, 7.4 looks for 27 and throws
    (7, 0): "RemainingScaleBytesNotEmptyException",
    (7, 1): None,
    (7, 4): "InvalidScaleTypeValueException",
}[VERSION[:2]]

# Where the revisions of the runtime differ.
REGISTRATIONS = 3 if LATE else 1  # that the pool lets through in an interval whose target is one

TAO = 10**9
NETUID, OTHER_NETUID, CLOSED_NETUID = 1, 2, 3


def late(first, later):
    """The name of an error, which the later revision may have changed."""
    return later if LATE else first


@contextlib.contextmanager
def step(name):
    """One step. The next one is taken in any case: what failed is told with all the rest."""
    started = time.monotonic()
    failure = None
    try:
        yield
    except (Exception, ChainError) as thrown:  # the SDK's own errors are no `Exception`s
        frame = traceback.extract_tb(thrown.__traceback__)[1]
        failure = f"line {frame.lineno}: {type(thrown).__name__}: {thrown}"
        traceback.print_exc(file=sys.stderr)
    say({"name": name, "failure": failure, "seconds": round(time.monotonic() - started, 3)})


def wallet(name, coldkey=None):
    """A wallet that lives in memory; its keys are always the same."""
    made = bittensor.wallet(name=name)
    made._coldkey = made._coldkeypub = coldkey or Keypair.create_from_uri(f"//{name}//cold")
    made._hotkey = Keypair.create_from_uri(f"//{name}//hot")
    return made


def cold(of):
    return of.coldkeypub.ss58_address


def hot(of):
    return of.hotkey.ss58_address


chain = Chain(GIVEN["url"])
subtensor = bittensor.subtensor(network=GIVEN["url"])
alice, bob = wallet("alice", ALICE), wallet("bob", Keypair.create_from_uri("//Bob"))
owner, miner, third, nominator, poor = (wallet(name) for name in ("owner", "miner", "third", "nominator", "poor"))


def connection():
    with step("connects to spec version 185"):
        substrate = subtensor.substrate
        expect(substrate.get_block_runtime_version(substrate.get_chain_head())["specVersion"], 185)
    with step("the genesis block is the chain's"):
        expect(subtensor.get_block_hash(0), GIVEN["genesis"])
    with step("the current block is the header's"):
        expect(subtensor.get_current_block(), chain.number)
    with step("the properties say TAO"):
        expect(subtensor.substrate.properties, {"ss58Format": 13116, "tokenDecimals": 9, "tokenSymbol": "TAO"})


def faucet():
    """The faucet's difficulty is fixed. The SDK's solver would take a minute for what the suite has found beforehand."""
    nonce, block = GIVEN["faucet"]["nonce"], GIVEN["faucet"]["block"]
    preimage = bytes.fromhex(subtensor.get_block_hash(block)[2:]) + bob.coldkeypub.public_key
    seal = proof_of_work._create_seal_hash(proof_of_work.keccak.new(digest_bits=256).update(preimage).digest(), nonce)
    work = proof_of_work.POWSolution(nonce, block, 1_000_000, seal)

    with step("the SDK finds the faucet's seal good enough"):
        assert proof_of_work._seal_meets_difficulty(seal, work.difficulty, 2**256 - 1)
    with step("the faucet pays twice for the same work, then it is too old"):
        before = chain.free(cold(bob))
        registration = bittensor.extrinsics.registration
        solver, registration.create_pow = registration.create_pow, lambda *_, **__: work
        try:
            expect(subtensor.run_faucet(bob, wait_for_inclusion=True, max_allowed_attempts=1), False)
        finally:
            registration.create_pow = solver
        expect((chain.number, chain.free(cold(bob)) - before > 199 * TAO), (3, True))
        expect(chain.read("UsedWork", list(seal)), 2)


def balances():
    with step("the balance of Alice"):
        expect(subtensor.get_balance(cold(alice)).rao, chain.free(cold(alice)))
    with step("the balance of nobody"):
        expect((subtensor.get_balance(cold(poor)).rao, chain.free(cold(poor))), (0, 0))
    with step("all balances"):
        found = subtensor.get_balances()
        expect(len(found), 6)
        expect(found[cold(bob)].rao, chain.free(cold(bob)))
    with step("the existential deposit"):
        expect(subtensor.get_existential_deposit().rao, chain.substrate.get_constant("Balances", "ExistentialDeposit").value)

    with step("a transfer"):
        before = chain.free(cold(alice))
        fee = subtensor.get_transfer_fee(alice, cold(owner), bittensor.Balance.from_tao(10_000)).rao
        assert subtensor.transfer(alice, cold(owner), 10_000)
        expect((chain.free(cold(owner)), before - chain.free(cold(alice))), (10_000 * TAO, 10_000 * TAO + fee))
    with step("a transfer until it is final"):
        assert subtensor.transfer(alice, cold(nominator), 1_000, wait_for_inclusion=False, wait_for_finalization=True)
        expect(chain.free(cold(nominator)), 1_000 * TAO)
    with step("a transfer that is not waited for"):
        assert subtensor.transfer(alice, cold(miner), 100, wait_for_inclusion=False)
        expect(chain.free(cold(miner)), 100 * TAO)
    with step("the balance before the transfer"):
        expect(subtensor.get_balance(cold(miner), block=chain.number - 1).rao, chain.free(cold(miner), at=chain.number - 1))
    with step("a transfer of more than there is: the SDK refuses"):
        before, block = chain.free(cold(miner)), chain.number
        expect(subtensor.transfer(miner, cold(owner), 100), False)
        expect((chain.free(cold(miner)), chain.number), (before, block))
    with step("a transfer to no address: the SDK refuses"):
        block = chain.number
        expect(subtensor.transfer(alice, "5GrwvaEF", 1), False)
        expect(chain.number, block)
    with step("FundsUnavailable: a failure without a message, since the SDK knows no Token errors"):
        before = chain.free(cold(owner))
        send = lambda: subtensor._do_transfer(miner, cold(owner), bittensor.Balance.from_tao(1_000))
        if VERSION < (7, 4):
            expect((send()[0], send()[2]), (False, None))
        else:
            expect(named(send()[2]), "UnknownError")
        expect(chain.free(cold(owner)), before)
        event = told(
            chain.send(miner.coldkey, "Balances", "transfer_allow_death", dest=cold(owner), value=1_000 * TAO),
            "ExtrinsicFailed",
        )
        expect(event["dispatch_error"], {"Token": "FundsUnavailable"})
    with step("BelowMinimum: less than the existential deposit for somebody new"):
        assert not subtensor._do_transfer(miner, cold(poor), bittensor.Balance.from_rao(499))[0]
        expect(chain.free(cold(poor)), 0)


def subnets():
    with step("the subnets of the genesis block"):
        expect(subtensor.get_all_subnet_netuids(), [0, CLOSED_NETUID])
        expect((subtensor.get_total_subnets(), chain.read("TotalNetworks")), (2, 2))
    with step("the lock cost of the first subnet"):
        expect(int(subtensor.get_subnet_burn_cost()), chain.read("NetworkMinLockCost"))
    with step("the poor own no subnet: the SDK refuses"):
        expect(subtensor.register_subnetwork(poor), False)
        expect(chain.read("TotalNetworks"), 2)
    with step("NotEnoughBalanceToStake: nor does the chain let them"):
        chain.fails(miner.coldkey, "SubtensorModule", "register_network", "NotEnoughBalanceToStake")
    with step("registers a subnet"):
        before = chain.free(cold(owner))
        expect(subtensor.register_subnetwork(owner), True)
        expect((chain.read("SubnetOwner", NETUID), chain.read("TotalNetworks")), (cold(owner), 3))
        expect((chain.read("SubnetLocked", NETUID), before - chain.free(cold(owner))), (1_000 * TAO, 1_000 * TAO))
    with step("the next subnet costs twice as much"):
        expect(int(subtensor.get_subnet_burn_cost()), 2 * chain.read("NetworkLastLockCost"))
    with step("registers another one"):
        expect(subtensor.register_subnetwork(owner), True)
        per_block = chain.read("SubnetLocked", NETUID) // chain.read("NetworkLockReductionInterval")
        expect(chain.read("SubnetLocked", OTHER_NETUID), 2_000 * TAO - per_block)
    with step("its owner, and whether it is there"):
        expect(
            (subtensor.get_subnet_owner(NETUID), subtensor.subnet_exists(NETUID), subtensor.subnet_exists(9)),
            (cold(owner), True, False),
        )
    with step("the subnet's information"):
        info = subtensor.get_subnet_info(NETUID)
        expect(
            (info.netuid, info.owner_ss58, info.tempo, info.burn.rao),
            (NETUID, cold(owner), chain.read("Tempo", NETUID), chain.read("Burn", NETUID)),
        )
    with step("the information of all subnets"):
        infos = subtensor.get_all_subnets_info()
        expect([info.netuid for info in infos], [0, NETUID, OTHER_NETUID, CLOSED_NETUID])
        expect([info.max_n for info in infos], [chain.read("MaxAllowedUids", info.netuid) for info in infos])
    with step("the subnets before there was ours"):
        expect(subtensor.get_subnets(block=chain.number - 2), [0, CLOSED_NETUID])


def hyperparameters():
    with step(f"all hyperparameters at once{HYPERPARAMETERS and ': the SDK knows others' or ''}"):
        if HYPERPARAMETERS is None:
            read = subtensor.get_subnet_hyperparameters(NETUID)
            expect(
                (read.tempo, read.immunity_period, read.difficulty),
                tuple(chain.read(item, NETUID) for item in ("Tempo", "ImmunityPeriod", "Difficulty")),
            )
        else:
            expect(type(raises(Exception, lambda: subtensor.get_subnet_hyperparameters(NETUID))).__name__, HYPERPARAMETERS)
    with step("hyperparameters one by one"):
        expect(
            (subtensor.tempo(NETUID), subtensor.immunity_period(NETUID), subtensor.max_n(NETUID), subtensor.difficulty(NETUID)),
            tuple(chain.read(item, NETUID) for item in ("Tempo", "ImmunityPeriod", "MaxAllowedUids", "Difficulty")),
        )
        expect(
            (subtensor.recycle(NETUID).rao, subtensor.min_allowed_weights(NETUID), subtensor.weights_rate_limit(NETUID)),
            tuple(chain.read(item, NETUID) for item in ("Burn", "MinAllowedWeights", "WeightsSetRateLimit")),
        )
    for parameter, item, value in (
        ("serving_rate_limit", "ServingRateLimit", 10),
        ("immunity_period", "ImmunityPeriod", 7),
        ("weights_rate_limit", "WeightsSetRateLimit", 20),
        ("max_difficulty", "MaxDifficulty", 200),
        ("min_difficulty", "MinDifficulty", 100),
        ("difficulty", "Difficulty", 100),
        ("network_pow_registration_allowed", "NetworkPowRegistrationAllowed", True),
    ):
        with step(f"the owner sets {parameter}"):
            assert chain.read(item, NETUID) != value
            expect(subtensor.set_hyperparameter(owner, NETUID, parameter, value), True)
            expect(chain.read(item, NETUID), value)
    with step("somebody else sets none: the SDK refuses"):
        expect(subtensor.set_hyperparameter(miner, NETUID, "rho", 1), False)
        expect(chain.read("Rho", NETUID), 10)
    with step("BadOrigin: nor does the chain let them"):
        chain.fails(miner.coldkey, "AdminUtils", "sudo_set_rho", "BadOrigin", netuid=NETUID, rho=1)
    with step("BadOrigin: the tempo is root's"):
        chain.fails(owner.coldkey, "AdminUtils", "sudo_set_tempo", "BadOrigin", netuid=NETUID, tempo=10)
    with step("RequireSudo: only one is root"):
        inner = chain.substrate.compose_call("AdminUtils", "sudo_set_tx_rate_limit", {"tx_rate_limit": 1})
        chain.fails(owner.coldkey, "Sudo", "sudo", "RequireSudo", call=inner)
    with step("root sets the tempo"):
        chain.sudo("sudo_set_tempo", netuid=NETUID, tempo=40)
        expect((subtensor.tempo(NETUID), chain.read("Tempo", NETUID)), (40, 40))


def registration():
    with step("registers by a burn"):
        before, burn = chain.free(cold(owner)), chain.read("Burn", NETUID)
        expect(subtensor.burned_register(owner, NETUID), True)
        expect((chain.read("Uids", NETUID, hot(owner)), before - chain.free(cold(owner))), (0, burn))
    with step("registers twice: the SDK sees that it is there"):
        block = chain.number
        expect((subtensor.burned_register(owner, NETUID), chain.number), (True, block))
    with step("the pool refuses whoever is one too many in an interval"):
        for index in range(REGISTRATIONS):
            chain.send(
                owner.coldkey, "SubtensorModule", "burned_register", netuid=OTHER_NETUID, hotkey=hot(wallet(f"extra{index}"))
            )
        expect(chain.read("RegistrationsThisInterval", OTHER_NETUID), REGISTRATIONS)
        refused(
            lambda: chain.send(owner.coldkey, "SubtensorModule", "burned_register", netuid=OTHER_NETUID, hotkey=hot(miner)),
            "Transaction would exhaust the block limits",
        )
    with step("root lets more register"):
        chain.sudo("sudo_set_target_registrations_per_interval", netuid=NETUID, target_registrations_per_interval=50)
        chain.sudo("sudo_set_max_registrations_per_block", netuid=NETUID, max_registrations_per_block=8)
        expect(chain.read("TargetRegistrationsPerInterval", NETUID), 50)
    for error, netuid in (
        (late("AlreadyRegistered", "HotKeyAlreadyRegisteredInSubNet"), NETUID),
        (late("NetworkDoesNotExist", "SubNetworkDoesNotExist"), 9),
        (late("OperationNotPermittedOnRootSubnet", "RegistrationNotPermittedOnRootSubnet"), 0),
        (late("RegistrationDisabled", "SubNetRegistrationDisabled"), CLOSED_NETUID),
    ):
        with step(f"{error}: registers on {netuid}"):
            success, shown = subtensor._do_burned_register(netuid, owner)
            expect((success, named(shown)), (False, error))
    with step("NonAssociatedColdKey: another's hotkey"):
        chain.fails(
            nominator.coldkey,
            "SubtensorModule",
            "burned_register",
            "NonAssociatedColdKey",
            netuid=NETUID,
            hotkey=hot(wallet("extra0")),
        )
    with step("registers by work of the SDK's own solver"):
        expect(chain.read("Difficulty", NETUID), 100)
        expect(subtensor.register(miner, NETUID, update_interval=1_000), True)
        expect((chain.read("Uids", NETUID, hot(miner)), chain.read("POWRegistrationsThisInterval", NETUID)), (1, 1))
        expect(chain.read("Owner", hot(miner)), cold(miner))
    head = chain.number
    for error, number, seal in (
        ("InvalidSeal", head, bytes(32)),
        ("InvalidDifficulty", head, b"\xff" * 32),
        ("InvalidWorkBlock", head - 9, bytes(32)),
    ):
        with step(f"{error}: registers by bad work"):
            success, shown = subtensor._do_pow_register(NETUID, third, proof_of_work.POWSolution(1, number, 100, seal))
            expect((success, named(shown)), (False, error))
            expect(chain.read("Uids", NETUID, hot(third)), None)
    with step("RegistrationDisabled: no work is wanted elsewhere"):
        work = proof_of_work.POWSolution(1, chain.number, 100, bytes(32))
        expect(
            named(subtensor._do_pow_register(CLOSED_NETUID, third, work)[1]),
            late("RegistrationDisabled", "SubNetRegistrationDisabled"),
        )
    with step("a third neuron"):
        assert subtensor.transfer(alice, cold(third), 100)
        expect((subtensor.burned_register(third, NETUID), chain.read("Uids", NETUID, hot(third))), (True, 2))
    with step("who is registered where"):
        expect(
            (subtensor.get_uid_for_hotkey_on_subnet(hot(third), NETUID), subtensor.get_netuids_for_hotkey(hot(third))),
            (2, [NETUID]),
        )
        expect(
            (subtensor.is_hotkey_registered_any(hot(third)), subtensor.is_hotkey_registered(hot(third), NETUID)), (True, True)
        )
        expect(
            (subtensor.is_hotkey_registered_any(hot(poor)), subtensor.is_hotkey_registered(hot(poor), NETUID)), (False, False)
        )
        expect(subtensor.subnetwork_n(NETUID), chain.read("SubnetworkN", NETUID))


def stake():
    kept = 0 if STAKES_EXACTLY else 1_000
    stake_of = lambda hotkey, coldkey: chain.read("Stake", hot(hotkey), cold(coldkey))

    with step("stakes" if STAKES_EXACTLY else "stakes: the SDK keeps 1000 rao back"):
        before = chain.free(cold(owner))
        expect(subtensor.add_stake(owner, amount=1_000), True)
        expect((stake_of(owner, owner), before - chain.free(cold(owner))), (1_000 * TAO - kept,) * 2)
    with step("StakeRateLimitExceeded: once in an interval"):
        expect(
            named(raises(StakeError, lambda: subtensor._do_stake(owner, hot(owner), bittensor.Balance(TAO)))),
            "StakeRateLimitExceeded",
        )
        expect((subtensor.add_stake(owner, amount=1), stake_of(owner, owner)), (False, 1_000 * TAO - kept))
    with step("UnstakeRateLimitExceeded: which counts both ways"):
        expect(
            named(raises(StakeError, lambda: subtensor._do_unstake(owner, hot(owner), bittensor.Balance(TAO)))),
            "UnstakeRateLimitExceeded",
        )
    with step("root allows more" if LATE else "the interval passes"):
        if LATE:
            chain.sudo("sudo_set_target_stakes_per_interval", target_stakes_per_interval=100)
            expect(chain.read("TargetStakesPerInterval"), 100)
        else:
            block = chain.number
            chain.mine(chain.read("StakeInterval"))
            expect(chain.number, block + 360)
    with step("unstakes"):
        before = chain.free(cold(owner))
        expect(subtensor.unstake(owner, amount=100), True)
        expect((stake_of(owner, owner), chain.free(cold(owner)) - before), (900 * TAO - kept, 100 * TAO))
    with step("unstakes more than there is: the SDK refuses"):
        expect((subtensor.unstake(owner, amount=2_000), stake_of(owner, owner)), (False, 900 * TAO - kept))
    with step("NotEnoughStakeToWithdraw: so does the chain"):
        shown = raises(StakeError, lambda: subtensor._do_unstake(owner, hot(owner), bittensor.Balance.from_tao(2_000)))
        expect(named(shown), late("NotEnoughStaketoWithdraw", "NotEnoughStakeToWithdraw"))
    with step("NotEnoughBalanceToStake: stakes more than there is"):
        shown = raises(StakeError, lambda: subtensor._do_stake(third, hot(third), bittensor.Balance.from_tao(2_000)))
        expect(named(shown), "NotEnoughBalanceToStake")
    with step("NotRegistered: stakes on nobody"):
        shown = raises(StakeError, lambda: subtensor._do_stake(third, hot(poor), bittensor.Balance(TAO)))
        expect(named(shown), late("NotRegistered", "HotKeyAccountNotExists"))
    with step("all that a third has" if STAKES_EXACTLY else "more than a third has: the SDK refuses"):
        before = stake_of(third, third)
        expect(subtensor.add_stake(third, amount=5_000), STAKES_EXACTLY)
        expect((stake_of(third, third) > before, chain.free(cold(third)) == 500), (STAKES_EXACTLY,) * 2)
    with step("stake, as the SDK reads it"):
        expect(
            (
                subtensor.get_stake_for_coldkey_and_hotkey(hot(owner), cold(owner)).rao,
                subtensor.get_total_stake_for_coldkey(cold(owner)).rao,
                subtensor.get_total_stake_for_hotkey(hot(owner)).rao,
            ),
            (stake_of(owner, owner), chain.read("TotalColdkeyStake", cold(owner)), chain.read("TotalHotkeyStake", hot(owner))),
        )
        expect(
            (subtensor.total_stake().rao, subtensor.total_issuance().rao),
            (chain.read("TotalStake"), chain.read("TotalIssuance")),
        )
    with step("stake of a coldkey, and of several"):
        own = [info for info in subtensor.get_stake_info_for_coldkey(cold(owner)) if info.hotkey_ss58 == hot(owner)]
        expect([info.stake.rao for info in own], [stake_of(owner, owner)])
        found = subtensor.get_stake_info_for_coldkeys([cold(owner), cold(miner)])
        expect(
            {key: sum(info.stake.rao for info in infos) for key, infos in found.items()},
            {cold(one): chain.read("TotalColdkeyStake", cold(one)) for one in (owner, miner)},
        )


def delegation():
    with step("NotDelegate: the SDK delegates to delegates only"):
        raises(NotDelegateError, lambda: subtensor.delegate(nominator, hot(owner), 100))
    with step("TxRateLimitExceeded: who has just staked becomes no delegate"):
        expect(subtensor.nominate(owner), False)
        shown = raises(NominationError, lambda: subtensor._do_nominate(owner))
        expect(
            (named(shown), subtensor.is_hotkey_delegate(hot(owner))),
            (late("TxRateLimitExceeded", "DelegateTxRateLimitExceeded"), False),
        )
    with step("root lifts the limits of transactions"):
        chain.sudo("sudo_set_tx_rate_limit", tx_rate_limit=0)
        expect((subtensor.tx_rate_limit(), chain.read("TxRateLimit")), (0, 0))
    with step("becomes a delegate, at the highest take"):
        expect(subtensor.nominate(owner), True)
        expect((chain.read("Delegates", hot(owner)), subtensor.is_hotkey_delegate(hot(owner))), (11_796, True))
    with step("AlreadyDelegate: only once"):
        expect(subtensor.nominate(owner), False)
        expect(
            named(raises(NominationError, lambda: subtensor._do_nominate(owner))),
            late("AlreadyDelegate", "HotKeyAlreadyDelegate"),
        )
    with step("delegates"):
        expect(subtensor.delegate(nominator, hot(owner), 100), True)
        expect(chain.read("Stake", hot(owner), cold(nominator)), 100 * TAO - 1_000)
    with step("a lower take"):
        expect(subtensor.set_take(owner, hot(owner), 0.1), True)
        expect(chain.read("Delegates", hot(owner)), 6_553)
    with step("TxRateLimitExceeded: a higher take, but not so soon"):
        shown = raises(TakeError, lambda: subtensor._do_increase_take(owner, hot(owner), 9_830))
        expect(
            (named(shown), chain.read("Delegates", hot(owner))),
            (late("TxRateLimitExceeded", "DelegateTxRateLimitExceeded"), 6_553),
        )
    with step("a higher take"):
        chain.sudo("sudo_set_tx_delegate_take_rate_limit", tx_rate_limit=0)
        expect((subtensor.set_take(owner, hot(owner), 0.15), chain.read("Delegates", hot(owner))), (True, 9_830))
    with step("InvalidTake: a take beyond the highest"):
        shown = raises(TakeError, lambda: subtensor._do_increase_take(owner, hot(owner), 30_000))
        expect(named(shown), late("InvalidTake", "DelegateTakeTooHigh"))
    with step("the delegate's information"):
        info = subtensor.get_delegate_by_hotkey(hot(owner))
        expect(
            (info.owner_ss58, info.total_stake.rao, info.registrations),
            (cold(owner), chain.read("TotalHotkeyStake", hot(owner)), [NETUID]),
        )
        expect(dict(info.nominators), {cold(one): chain.read("Stake", hot(owner), cold(one)) for one in (owner, nominator)})
        expect(int(info.take * 65_535 + 0.5), 9_830)
    with step("all delegates, and those of a nominator"):
        expect([info.hotkey_ss58 for info in subtensor.get_delegates()], [hot(owner)])
        [(info, staked)] = subtensor.get_delegated(cold(nominator))
        expect((info.hotkey_ss58, staked.rao), (hot(owner), chain.read("Stake", hot(owner), cold(nominator))))
    with step("undelegates"):
        if not LATE:
            chain.mine(chain.read("StakeInterval"))
        expect(subtensor.undelegate(nominator, hot(owner), 40), True)
        expect(chain.read("Stake", hot(owner), cold(nominator)), 60 * TAO - 1_000)


def serving():
    with step("serves an axon"):
        expect(subtensor.serve(miner, ADDRESS, 8091, protocol=4, netuid=NETUID), True)
        served = chain.read("Axons", NETUID, hot(miner))
        expect(
            (served["ip"], served["port"], served["protocol"], served["version"]),
            (0xCB007109, 8091, 4, bittensor.__version_as_int__),
        )
    with step("the axon, by itself"):
        axon = subtensor.get_axon_info(NETUID, hot(miner))
        expect((axon.ip, axon.port, axon.version), (ADDRESS, 8091, bittensor.__version_as_int__))
    with step("the axon in a neuron: the SDK reads the address before the port, and the chain writes it after"):
        # 16 bytes of the address from where the port is, and two of the type and the protocol for the port.
        axon = subtensor.neuron_for_uid(1, NETUID).axon_info
        expect((axon.ip, axon.port), ("::cb00:7109:1f9b", 0))
    with step("ServingRateLimitExceeded: serves again too soon"):
        expect(subtensor.serve(miner, ADDRESS, 8092, protocol=4, netuid=NETUID), False)
        expect(chain.read("Axons", NETUID, hot(miner))["port"], 8091)
        chain.fails(
            miner.hotkey,
            "SubtensorModule",
            "serve_axon",
            "ServingRateLimitExceeded",
            netuid=NETUID,
            version=1,
            ip=0xCB007109,
            port=8092,
            ip_type=4,
            protocol=4,
            placeholder1=0,
            placeholder2=0,
        )
    for error, keypair, changed in (
        ("InvalidIpType", third.hotkey, {"ip_type": 5}),
        ("InvalidIpAddress", third.hotkey, {"ip": 0}),
        (late("NotRegistered", "HotKeyNotRegisteredInNetwork"), poor.hotkey, {}),
    ):
        with step(f"{error}: serves a prometheus that cannot be"):
            params = {"netuid": NETUID, "version": 1, "ip": 0xCB007109, "port": 9100, "ip_type": 4, **changed}
            chain.fails(keypair, "SubtensorModule", "serve_prometheus", error, **params)
    with step("serves a prometheus"):
        assert subtensor.serve_prometheus(miner, 9100, NETUID, wait_for_inclusion=True, wait_for_finalization=False)
        served = chain.read("Prometheus", NETUID, hot(miner))
        expect((served["ip"], served["port"]), (0xCB007109, 9100))
        read = subtensor.get_prometheus_info(NETUID, hot(miner))
        expect((read.port, read.block), (9100, served["block"]))


def weights():
    uid = lambda of: chain.read("Uids", NETUID, hot(of))
    row = lambda: chain.read("Weights", NETUID, uid(owner))

    with step("an epoch passes"):
        chain.rpc("dev_mineEpoch", NETUID)
        expect(chain.read("BlocksSinceLastStep", NETUID), 0)
        expect(chain.read("ValidatorPermit", NETUID), [True, True, True])
    with step("too soon after the registration: the SDK makes no attempt"):
        expect(subtensor.burned_register(bob, NETUID), True)
        success, message = subtensor.set_weights(bob, NETUID, [0], [1.0], wait_for_inclusion=True)
        expect((success, message.startswith("No attempt made")), (False, True))
    with step("SettingWeightsTooFast: nor would the chain let it"):
        success, shown = subtensor._do_set_weights(bob, [0], [1], NETUID, wait_for_inclusion=True)
        expect((success, named(shown)), (False, "SettingWeightsTooFast"))
    chain.mine(21)
    with step("NoValidatorPermit: who is new has none"):
        success, shown = subtensor._do_set_weights(bob, [0], [1], NETUID, wait_for_inclusion=True)
        expect((success, named(shown)), (False, late("NoValidatorPermit", "NeuronNoValidatorPermit")))
    with step("sets weights"):
        expect(subtensor.set_weights(owner, NETUID, [1, 2], [0.75, 0.25], wait_for_inclusion=True)[0], True)
        expect((row(), chain.read("LastUpdate", NETUID)[uid(owner)]), ([(1, 65_535), (2, 21_845)], chain.number))
    with step("sets weights again: the SDK makes no attempt"):
        expect(subtensor.set_weights(owner, NETUID, [1, 2], [0.5, 0.5], wait_for_inclusion=True)[0], False)
        expect(row(), [(1, 65_535), (2, 21_845)])
    chain.mine(21)
    for error, uids in (
        ("DuplicateUids", [1, 1]),
        (late("InvalidUid", "UidVecContainInvalidOne"), [1, 9]),
        (late("TooManyUids", "UidsLengthExceedUidsInSubNet"), list(range(9))),
    ):
        with step(f"{error}: sets weights that cannot be"):
            success, shown = subtensor._do_set_weights(owner, uids, [1] * len(uids), NETUID, wait_for_inclusion=True)
            expect((success, named(shown), row()), (False, error, [(1, 65_535), (2, 21_845)]))
    with step("the pool refuses weights of whoever has too little at stake"):
        chain.sudo("sudo_set_weights_min_stake", min_stake=10**6 * TAO)
        refused(
            lambda: chain.send(
                owner.hotkey, "SubtensorModule", "set_weights", netuid=NETUID, dests=[1], weights=[1], version_key=0
            ),
            "Transaction call is not expected",
        )
        chain.sudo("sudo_set_weights_min_stake", min_stake=0)
    with step("weights, as the SDK reads them"):
        expect(dict(subtensor.weights(NETUID))[uid(owner)], row())


def commit_reveal():
    uids, values, salt = [1, 2], [100, 300], [1, 2, 3]
    row = lambda: chain.read("Weights", NETUID, chain.read("Uids", NETUID, hot(owner)))

    with step("the owner turns commit-reveal on"):
        for call, value in (("interval", {"interval": 20}), ("enabled", {"enabled": True})):
            chain.send(owner.coldkey, "AdminUtils", f"sudo_set_commit_reveal_weights_{call}", netuid=NETUID, **value)
        expect((chain.read("WeightCommitRevealInterval", NETUID), chain.read("CommitRevealWeightsEnabled", NETUID)), (20, True))
    with step("CommitRevealEnabled: open weights are no longer wanted"):
        success, shown = subtensor._do_set_weights(owner, uids, values, NETUID, wait_for_inclusion=True)
        expect((success, named(shown)), (False, "CommitRevealEnabled"))
    with step("commits weights" if COMMITS_WEIGHTS else "commits weights, for which the SDK has no function yet"):
        if COMMITS_WEIGHTS:
            assert subtensor.commit_weights(owner, NETUID, salt, uids, values, version_key=0, wait_for_inclusion=True)[0]
        else:
            encoded = [
                chain.substrate.create_scale_object(kind).encode(value).data
                for kind, value in (
                    ("AccountId", hot(owner)),
                    ("u16", NETUID),
                    ("Vec<u16>", uids),
                    ("Vec<u16>", values),
                    ("u64", 0),
                )
            ]
            committed = hashlib.blake2b(b"".join(map(bytes, encoded)), digest_size=32).hexdigest()
            chain.send(owner.hotkey, "SubtensorModule", "commit_weights", netuid=NETUID, commit_hash=f"0x{committed}")
        expect(chain.read("WeightCommits", NETUID, hot(owner))[1], chain.number)
    with step("CommitNotAllowed: one at a time"):
        chain.fails(
            owner.hotkey,
            "SubtensorModule",
            "commit_weights",
            late("CommitNotAllowed", "WeightsCommitNotAllowed"),
            netuid=NETUID,
            commit_hash="0x" + "00" * 32,
        )
    salted = {"salt": salt} if LATE else {}
    with step("InvalidRevealTempo: reveals too soon"):
        chain.fails(
            owner.hotkey,
            "SubtensorModule",
            "reveal_weights",
            late("InvalidRevealTempo", "InvalidRevealCommitTempo"),
            netuid=NETUID,
            uids=uids,
            values=values,
            version_key=0,
            **salted,
        )
    chain.mine(20)
    with step("InvalidReveal: reveals something else"):
        chain.fails(
            owner.hotkey,
            "SubtensorModule",
            "reveal_weights",
            late("InvalidReveal", "InvalidRevealCommitHashNotMatch"),
            netuid=NETUID,
            uids=uids,
            values=[1, 1],
            version_key=0,
            **salted,
        )
    if COMMITS_WEIGHTS and not LATE:
        with step("InvalidReveal: this revision knows no salt, which the SDK has put into the hash"):
            success, shown = subtensor._do_reveal_weights(owner, NETUID, uids, values, salt, 0, wait_for_inclusion=True)
            expect((success, named(shown), row()), (False, "InvalidReveal", [(1, 65_535), (2, 21_845)]))
    else:
        with step("reveals weights"):
            if COMMITS_WEIGHTS:
                assert subtensor.reveal_weights(owner, NETUID, uids, values, salt, version_key=0, wait_for_inclusion=True)[0]
            else:
                chain.send(
                    owner.hotkey, "SubtensorModule", "reveal_weights", netuid=NETUID, uids=uids, values=values, version_key=0
                )
            expect(row(), [(1, 21_845), (2, 65_535)])
            expect(chain.read("WeightCommits", NETUID, hot(owner)) is not None, LATE)
    with step("the owner turns commit-reveal off"):
        chain.send(owner.coldkey, "AdminUtils", "sudo_set_commit_reveal_weights_enabled", netuid=NETUID, enabled=False)
        expect(chain.read("CommitRevealWeightsEnabled", NETUID), False)


def root():
    with step("registers on root, and gets into the senate"):
        expect(subtensor.root_register(owner), True)
        expect((chain.read("Uids", 0, hot(owner)), subtensor.is_senate_member(hot(owner))), (0, True))
        assert hot(owner) in chain.read("Members", pallet="SenateMembers")
        expect(subtensor.get_senate_members(), chain.read("Members", pallet="SenateMembers"))
    with step("registers on root twice: the SDK sees that it is there"):
        block = chain.number
        expect((subtensor.root_register(owner), chain.number), (True, block))
    chain.mine(101)  # the rate limit of root's weights
    netuids, values = [NETUID, CLOSED_NETUID], [0.75, 0.25]
    with step("sets root weights" if SETS_ROOT_WEIGHTS else "IsRoot: root weights, which the SDK sends as those of a subnet"):
        subtensor.root_set_weights(owner, netuids, values, wait_for_inclusion=True)
        if not SETS_ROOT_WEIGHTS:
            expect(chain.read("Weights", 0, 0), [])
            success, shown = subtensor._do_set_weights(owner, netuids, [3, 1], 0, wait_for_inclusion=True)
            expect((success, named(shown)), (False, late("IsRoot", "CanNotSetRootNetworkWeights")))
            chain.send(
                owner.coldkey,
                "SubtensorModule",
                "set_root_weights",
                netuid=0,
                hotkey=hot(owner),
                dests=netuids,
                weights=[3, 1],
                version_key=0,
            )
        expect(chain.read("Weights", 0, 0), [(NETUID, 65_535), (CLOSED_NETUID, 21_845)])
    with step("root gives the subnet its emission"):
        chain.rpc("dev_mineEpoch", 0)
        emission = chain.read("EmissionValues", NETUID)
        assert emission > 0
        expect(subtensor.get_emission_value_by_subnet(NETUID).rao, emission)
        expect(subtensor.get_subnet_info(NETUID).emission_value, emission)


def epochs():
    with step("weights become incentive, dividends and stake"):
        before = chain.read("TotalHotkeyStake", hot(miner))
        expect(subtensor.set_weights(owner, NETUID, [1, 2], [0.75, 0.25], wait_for_inclusion=True)[0], True)
        for _ in range(2):
            chain.rpc("dev_mineEpoch", NETUID)
        chain.mine(1)  # what an epoch emits is paid in the block after it
        assert chain.read("TotalHotkeyStake", hot(miner)) > before
        incentive = chain.read("Incentive", NETUID)
        expect((incentive[1] > incentive[2] > 0, chain.read("Dividends", NETUID)[0]), (True, 65_535))


def state():
    with step("the metagraph, lite"):
        graph = subtensor.metagraph(NETUID, lite=True)
        uids = range(chain.read("SubnetworkN", NETUID))
        expect(
            (int(graph.n), int(graph.block), graph.hotkeys),
            (4, chain.number, [chain.read("Keys", NETUID, uid) for uid in uids]),
        )
        expect([round(float(value) * 65_535) for value in graph.I], chain.read("Incentive", NETUID))
        expect([round(float(value) * 65_535) for value in graph.D], chain.read("Dividends", NETUID))
        expect([int(value) for value in graph.last_update], chain.read("LastUpdate", NETUID))
        expect([bool(value) for value in graph.validator_permit], chain.read("ValidatorPermit", NETUID))
    with step("the metagraph, full"):
        graph = subtensor.metagraph(NETUID, lite=False)
        weights = chain.read("Weights", NETUID, 0)
        sums = sum(weight for _, weight in weights)
        expect([round(float(value) * sums) for value in graph.W[0]], [dict(weights).get(uid, 0) for uid in range(4)])
    with step("the metagraph before the last epoch"):
        past = chain.number - 50
        graph = subtensor.metagraph(NETUID, lite=False, block=past)
        expect(
            ([round(float(value) * 65_535) for value in graph.I], int(graph.n)),
            (chain.read("Incentive", NETUID, at=past), chain.read("SubnetworkN", NETUID, at=past)),
        )
    with step("a neuron, in four ways"):
        found = [
            subtensor.neuron_for_uid(1, NETUID),
            subtensor.neuron_for_uid_lite(1, NETUID),
            subtensor.neuron_for_wallet(miner, NETUID),
            subtensor.get_all_neurons_for_pubkey(hot(miner))[0],
        ]
        expect([(neuron.hotkey, neuron.coldkey, neuron.uid) for neuron in found], [(hot(miner), cold(miner), 1)] * 4)
        expect({neuron.total_stake.rao for neuron in found}, {chain.read("TotalHotkeyStake", hot(miner))})
    with step("nobody's neuron is null"):
        expect((subtensor.neuron_for_wallet(poor, NETUID).is_null, subtensor.neuron_for_uid(99, NETUID).is_null), (True, True))
    with step("all neurons, lite and full"):
        lite, full = subtensor.neurons_lite(NETUID), subtensor.neurons(NETUID)
        emission = chain.read("Emission", NETUID)
        expect([neuron.emission for neuron in lite], [rao / TAO for rao in emission])
        expect([neuron.hotkey for neuron in full], [neuron.hotkey for neuron in lite])
        expect(
            [[uid, weight] for uid, weight in full[0].weights],
            [[uid, weight] for uid, weight in chain.read("Weights", NETUID, 0)],
        )
    with step("the incentive and the bonds of a subnet"):
        expect(subtensor.incentive(NETUID), chain.read("Incentive", NETUID))
        expect(dict(subtensor.bonds(NETUID))[0], chain.read("Bonds", NETUID, 0))
    with step("blocks since the epoch: the SDK asks for an item that never was"):
        raises(StorageFunctionNotFound, lambda: subtensor.blocks_since_epoch(NETUID))
    with step("a neuron's permit: the SDK asks with a key too many"):
        raises(Exception, lambda: subtensor.neuron_has_validator_permit(0, NETUID))


def keys():
    swapped = wallet("owner", owner.coldkey)
    swapped._hotkey = Keypair.create_from_uri("//owner//new")
    with step("NonAssociatedColdKey: swaps another's hotkey"):
        chain.fails(
            miner.coldkey, "SubtensorModule", "swap_hotkey", "NonAssociatedColdKey", hotkey=hot(owner), new_hotkey=hot(swapped)
        )
    with step("swaps a hotkey"):
        staked = chain.read("TotalHotkeyStake", hot(owner))
        before = chain.free(cold(owner))
        expect(subtensor.swap_hotkey(owner, swapped), True)
        expect(
            (chain.read("Keys", NETUID, 0), chain.read("Owner", hot(swapped)), chain.read("TotalHotkeyStake", hot(swapped))),
            (hot(swapped), cold(owner), staked),
        )
        assert before - chain.free(cold(owner)) <= TAO  # the price, less what the subnet earned its owner in that block
    with step("NotSubnetOwner: dissolves another's subnet"):
        chain.fails(miner.coldkey, "SubtensorModule", "dissolve_network", "NotSubnetOwner", netuid=OTHER_NETUID)
    with step("dissolves a subnet, and gets the lock back"):
        before = chain.free(cold(owner))
        chain.send(owner.coldkey, "SubtensorModule", "dissolve_network", netuid=OTHER_NETUID)
        assert chain.free(cold(owner)) - before >= 1_999 * TAO
        expect((subtensor.subnet_exists(OTHER_NETUID), subtensor.get_subnets()), (False, [0, NETUID, CLOSED_NETUID]))


def pool():
    transfer = lambda: chain.substrate.compose_call("Balances", "transfer_allow_death", {"dest": cold(owner), "value": TAO})
    signed = lambda **options: chain.substrate.create_signed_extrinsic(transfer(), ALICE, **options)
    submit = chain.substrate.submit_extrinsic

    with step("the pool refuses an old nonce"):
        refused(lambda: submit(signed(nonce=0)), "Transaction is outdated")
    with step("the pool refuses a bad signature"):
        refused(
            lambda: submit(chain.substrate.create_signed_extrinsic(transfer(), ALICE, signature="0x" + "01" * 64)),
            "Transaction has a bad signature",
        )
    with step("the pool refuses who cannot pay the fee"):
        before = chain.free(cold(owner))
        refused(
            lambda: chain.send(poor.coldkey, "Balances", "transfer_allow_death", dest=cold(owner), value=1),
            "Inability to pay some fees (e.g. account balance too low)",
        )
        expect(chain.free(cold(owner)), before)
    with step("the pool refuses what is too old"):
        mortal = signed(era={"period": 8})
        chain.mine(20)
        refused(lambda: submit(mortal), "Transaction has a bad signature")
    with step("the pool refuses what is no transaction"):
        refused(lambda: chain.rpc("author_submitExtrinsic", "0x04"), "", code=1001, message="Extrinsic has invalid format: ")
    with step("the pool refuses the same bytes, and the same nonce, while one waits"):
        chain.rpc("dev_setSealing", "manual")
        try:
            nonce = chain.substrate.get_account_nonce(ALICE.ss58_address)
            waiting = signed(nonce=nonce)
            submit(waiting)
            refused(lambda: submit(waiting), waiting.extrinsic_hash.hex(), code=1013, message="Transaction Already Imported")
            refused(
                lambda: submit(signed(nonce=nonce, tip=1)),
                "too low priority to replace another transaction",
                code=1014,
                message="Priority is too low: (18446744073709551615 vs 18446744073709551615)",
            )
        finally:
            chain.rpc("dev_setSealing", "instant")
        expect(chain.substrate.get_account_nonce(ALICE.ss58_address), nonce + 1)


def votes():
    remark = chain.substrate.compose_call("System", "remark", {"remark": "0x00"})
    digest = f"0x{remark.call_hash.hex()}"
    voter = wallet("owner", owner.coldkey)
    voter._hotkey = Keypair.create_from_uri("//voter")
    with step("the triumvirate proposes"):
        chain.send(ALICE, "Triumvirate", "propose", proposal=remark, length_bound=100, duration=4_000)
        expect((list(subtensor.get_proposals()), chain.read("Proposals", pallet="Triumvirate")), ([digest], [digest]))
    with step("the senate votes"):
        expect(subtensor.root_register(voter), True)
        expect(subtensor.vote_senate(voter, digest, 0, True), True)
        expect(chain.read("Voting", digest, pallet="Triumvirate")["ayes"], [hot(voter)])
        expect(subtensor.get_vote_data(digest)["ayes"], [hot(voter)])


def commitments():
    with step("commits to something"):
        subtensor.commit(miner, NETUID, "effect")
        fields = chain.read("CommitmentOf", NETUID, hot(miner), pallet="Commitments")["info"]["fields"]
        expect((fields, subtensor.get_commitment(NETUID, 1)), ([{"Raw6": "0x" + b"effect".hex()}], "effect"))
    with step("CannotCommit: who is not registered"):
        expect(named(raises(MetadataError, lambda: subtensor.commit(poor, NETUID, "effect"))), "CannotCommit")


def identities():
    with step("says who it is"):
        assert subtensor.update_identity(owner, params={"display": "effect"})
        info = chain.read("IdentityOf", cold(owner), pallet="Registry")["info"]
        expect(
            (info["display"], subtensor.query_identity(cold(owner))["display"]), ({"Raw6": "0x" + b"effect".hex()}, "effect")
        )


AREAS = (
    connection,
    faucet,
    balances,
    subnets,
    hyperparameters,
    registration,
    stake,
    delegation,
    serving,
    weights,
    commit_reveal,
    root,
    epochs,
    state,
    votes,
    commitments,
    identities,
    keys,
    pool,
)

for area in AREAS:
    area()
