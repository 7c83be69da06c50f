"""The totals with which a list about one unit, several units or one's own units opens."""

from handlers.ask import Ask
from plan.permission import may_read
from plan.search_query import SearchQuery
from storage import progress_counts, search_index, units
from storage import search as stored
from storage.progress_counts import Counts
from storage.search_index import SearchIndex

MOST = 4
"""So many units have a line of totals."""


async def of_units(ask: Ask, query: SearchQuery, index: SearchIndex) -> list[tuple[str, Counts]]:
    """Return the units that the query is about, with their counts, as far as the person may read them."""
    ids = list(ask.me.unit_ids) if query.mine else stored.named_units(index, query)
    if not ids or len(ids) > MOST:
        return []
    known = await units.by_id(ask.db, ids)
    readable = [known[id] for id in ids if id in known and may_read(ask.me.posts, known[id].path)]
    return [(unit.name, await progress_counts.of_places(ask.db, ask.today, [unit.path])) for unit in readable]


async def are_readable(ask: Ask, query: SearchQuery) -> bool:
    """Return whether the person may read how it stands with every unit that the query names."""
    ids = stored.named_units(await search_index.load(ask.db), query)
    return all(may_read(ask.me.posts, unit.path) for unit in (await units.by_id(ask.db, ids)).values())
