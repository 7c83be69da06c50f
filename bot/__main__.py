"""The command line: `duban run`, `read`, `import`, `invite`, `doctor`, `backup`, `restore`, `simulate`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from bot import logs, settings
from bot.cli import checks
from bot.cli.fault import Fault
from bot.settings import Settings, WrongSetting
from plan.refusal import Refusal
from plan.values import Duty

Command = Callable[[argparse.Namespace, Settings], Coroutine[None, None, int]]


class Parser(argparse.ArgumentParser):
    """Reports wrong arguments in one line, in Chinese."""

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        self.exit(2, f"参数有误：{message}（{usage}）。\n")


def parser() -> Parser:
    top = Parser(prog="duban", description="督办: an annual work plan, carried out from the phone")
    commands = top.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the bot; without BOT_TOKEN, the demo on this machine")
    run.add_argument("--port", default="8088", help="port of the demo's page (default 8088)")
    read = commands.add_parser("read", help="show what is understood of a work plan")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true")
    import_plan = commands.add_parser("import", help="put a work plan into force, after a preview")
    import_plan.add_argument("file", help="a file, or `builtin`")
    import_plan.add_argument("--year", type=int)
    import_plan.add_argument("--yes", action="store_true", help="without asking")
    invite = commands.add_parser("invite", help="print a one-time link into a post")
    invite.add_argument("--unit", required=True)
    invite.add_argument("--post", required=True, choices=[duty.value for duty in Duty])
    invite.add_argument("--name", default="")
    _add_upkeep(commands.add_parser)
    simulate = commands.add_parser(
        "simulate", help="what would be sent over a year, with invented people; sends nothing"
    )
    simulate.add_argument("--from", dest="first", required=True, help="such as 2020-01-02")
    simulate.add_argument("--to", dest="last", required=True, help="the last day")
    simulate.add_argument("--plan", default="builtin", help="a file, or `builtin` (default)")
    simulate.add_argument("--people", type=int, default=60, help="how many (default 60)")
    simulate.add_argument("--seed", type=int, default=1, help="other people behave in other ways (default 1)")
    simulate.add_argument("--json", action="store_true", help="every letter as a line of JSON")
    return top


def _add_upkeep(add: Callable[..., argparse.ArgumentParser]) -> None:
    add("doctor", help="say how the bot is doing; 1 where something needs a person")
    backup = add("backup", help="make a backup, beside a running bot too; the last line is its path")
    backup.add_argument("folder", nargs="?", help="where to (default: BACKUP_DIR)")
    restore = add("restore", help="restore a backup to where the settings point; nothing may be there")
    restore.add_argument("file", type=Path)


COMMANDS = {
    "run": "bot.cli.run:run",
    "read": "bot.cli.read:read",
    "import": "bot.cli.import_plan:import_plan",
    "invite": "bot.cli.invite:invite",
    "doctor": "bot.cli.diagnose:diagnose",
    "backup": "bot.cli.back_up:back_up",
    "restore": "bot.cli.restore_backup:restore_backup",
    "simulate": "bot.cli.simulate:simulate",
}
"""Module and function of each command. Imported when it is called: `duban read` needs no Telegram, and `duban run` no
server."""


def _command(name: str) -> Command:
    module, _, function = COMMANDS[name].partition(":")
    command: Command = getattr(import_module(module), function)
    return command


def main() -> int:
    os.umask(0o077)  # Files that the program makes can be read by the account that runs it, and by no other.
    arguments = parser().parse_args()
    try:
        chosen = settings.load()
        _check(arguments, chosen)
        return asyncio.run(_command(arguments.command)(arguments, chosen))
    except (WrongSetting, Fault) as fault:
        print(fault, file=sys.stderr)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # Python's own message could show what people wrote.
        print(logs.trace(error), f"程序出错，命令没有完成：{logs.described(error)}", sep="\n", file=sys.stderr)
    return 1


def _check(arguments: argparse.Namespace, chosen: Settings) -> None:
    """Raise Fault for what can be known to be wrong before anything is opened or made."""
    if arguments.command == "run":
        arguments.port = checks.port(arguments.port)
    if arguments.command not in ("read", "simulate"):
        checks.database(chosen.database_url, may_be_empty=arguments.command == "restore")


if __name__ == "__main__":
    sys.exit(main())
