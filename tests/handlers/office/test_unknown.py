"""没听懂的话: only the clerk reads what was not understood, counted, without its writers."""

from storage import misunderstood
from storage.database import Connection
from tests.town import CLERK, LIAISON, MONDAY, Town


async def test_the_clerk_reads_what_was_not_understood(bureau: Town) -> None:
    assert (await bureau.say(CLERK, "/unknown")).startswith("目前没有没听懂的话。")

    async def fill(db: Connection) -> None:
        for n in range(9):
            await misunderstood.add(db, f"第{n}句<b>", MONDAY)
        await misunderstood.add(db, "第3句<b>", MONDAY)

    await bureau.db.write(fill)
    answer = await bureau.say(CLERK, "没听懂的话")
    assert answer.splitlines()[:3] == [
        "没听懂的话 · 共 9 句（第1页，共2页）",
        "2 次　“第3句<b>”，最近3月2日",
        "1 次　“第8句<b>”，最近3月2日",
    ]
    assert "不记是谁发的" in answer
    assert "（第2页，共2页）" in await bureau.tap(CLERK, "下一页")
    assert "由督办员办理" in await bureau.say(LIAISON, "/unknown")
