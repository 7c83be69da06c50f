"""Print a simulated period, as `duban simulate --json` does; interrupted and resumed at the steps named last."""

import asyncio
import sys
from datetime import date

from bot.settings import Settings
from bot.simulation.year import Wanted, simulated
from plan import builtin
from tests.own import drop_added_schedules


async def main(first: str, last: str, people: str, seed: str, *cuts: str) -> None:
    drop_added_schedules()
    options = Wanted(builtin.load(), date.fromisoformat(first), date.fromisoformat(last), int(people), int(seed))
    async with simulated(options, Settings(_env_file=None), {int(cut) for cut in cuts}) as year:
        for line in (await year.run()).lines():
            print(line)
        print(year.steps, file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
