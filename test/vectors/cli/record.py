"""The options of a real btcli, command by command, as its own parser knows them: prints them as JSON.

Run by the interpreter of the environment that the btcli is installed in; which one it is, is seen from what can be imported.
"""

import argparse
import json

# Other names of groups of btcli 9, which are groups of their own there.
ALIASES = "conf c w wallets st su s subnet wt weight cr crowdloan l".split()


def seven():
    """bittensor 7: argparse."""
    import bittensor
    from bittensor.cli import cli

    def rows(parser):
        for action in parser._actions:
            if not action.option_strings or isinstance(action, argparse._HelpAction):
                continue
            takes = "" if action.nargs == 0 else " VALUES" if action.nargs in ("*", "+") else " VALUE"
            yield " ".join(action.option_strings) + takes

    def walk(parser, path):
        groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not groups:
            yield " ".join(path), sorted(set(rows(parser)))
        seen = set()
        for name, sub in (groups[0].choices.items() if groups else ()):
            if id(sub) not in seen:  # an alias
                seen.add(id(sub))
                yield from walk(sub, [*path, name])

    return bittensor.__version__, walk(cli.__create_parser__(), [])


def nine():
    """bittensor-cli 9: typer. What it hides, it takes all the same; names with `_` are those with `-` again."""
    import typer
    from bittensor_cli import __version__
    from bittensor_cli.cli import CLIManager

    def rows(command):
        for parameter in command.params:
            if parameter.param_type_name != "option":
                continue
            takes = "" if parameter.is_flag else " VALUES" if parameter.multiple else " VALUE"
            yield " ".join(parameter.opts) + takes
            if parameter.secondary_opts:
                yield " ".join(dict.fromkeys(parameter.secondary_opts))

    def walk(command, path):
        subs = getattr(command, "commands", None)
        if subs is None:
            yield " ".join(path), sorted(set(rows(command)))
        for name, sub in (subs or {}).items():
            if "_" not in name and not (path == [] and name in ALIASES):
                yield from walk(sub, [*path, name])

    return __version__, walk(typer.main.get_command(CLIManager().app), [])


def main():
    try:
        version, found = seven()
    except ImportError:
        version, found = nine()
    commands = dict(found)
    options = sorted({option for taken in commands.values() for option in taken})
    at = {option: index for index, option in enumerate(options)}
    lines = [f"    {json.dumps(name)}: {json.dumps([at[option] for option in taken])}" for name, taken in commands.items()]
    print("{")
    print(f'  "version": {json.dumps(version)},')
    print('  "options": [\n' + ",\n".join(f"    {json.dumps(option)}" for option in options) + "\n  ],")
    print('  "commands": {\n' + ",\n".join(lines) + "\n  }")
    print("}")


main()
