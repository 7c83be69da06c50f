"""Evidence is shown to those who may read it, even if Telegram no longer has the file."""

from datetime import timedelta
from pathlib import Path

from tests.handlers.evidence.papers import FOLDER, PDF, content, pdf, png
from tests.handlers.scene import remembered, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Town

EVIDENCE_COUNT = "SELECT count(*) FROM evidence WHERE report_id IS NOT NULL AND NOT dropped"


async def test_the_clerk_looks_at_it(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.until(MONDAY + timedelta(hours=2))
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 已完成 名单已公布，建成10个")
    review_request = "请审核：2.2.3 新建高价值专利示范中心\n运用促进处已报完成，附成果材料 1 份。"
    assert bureau.last(clerk).text == review_request
    await bureau.send(LIAISON, "", png(), "2.2.3", "photo")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    sheet = await bureau.say(clerk, f"/review {share}")
    assert "今年第 1 次汇报" in sheet
    assert "成果材料：2 份" in sheet
    listed = await bureau.tap(clerk, "材料")
    assert "2.2.3 成果材料 · 共 2 份" in listed
    assert "名单.pdf\n　运用促进处 · 3月2日 · 1 KB" in listed
    assert await bureau.tap(clerk, "第2份") == "2.2.3 运用促进处 3月2日"
    sent = bureau.last(clerk)
    assert sent.document is not None
    assert (sent.document.name, content(bureau, sent)) == ("名单.pdf", PDF)
    await bureau.tap(clerk, "第1份")
    assert content(bureau, bureau.last(clerk)) == png()
    assert bureau.last(clerk).photo


async def test_telegram_has_forgotten_it(bureau: Town) -> None:
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 30% 已启动")
    bureau.world.files.forget(await scalar(bureau, "SELECT file_id FROM evidence"))
    await bureau.say(LEADER, "材料 2.2.3")
    assert await bureau.tap(LEADER, "第1份") == "2.2.3 运用促进处 3月2日"
    assert content(bureau, bureau.last(await bureau.person(LEADER))) == PDF


async def test_the_disk_has_lost_it(bureau: Town, tmp_path: Path) -> None:
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 30% 已启动")
    for path in (tmp_path / FOLDER).iterdir():
        path.unlink()
    await bureau.say(LEADER, "材料 2.2.3")
    assert "这份文件暂时无法取出" in await bureau.tap(LEADER, "第1份")


async def test_who_may_look(bureau: Town) -> None:
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 30% 已启动")
    id = await scalar(bureau, "SELECT id FROM evidence")
    share = await scalar(bureau, "SELECT assignment_id FROM evidence")
    for place in (OTHER, CHANGZHOU, OBSERVER):  # an observer reads the plan and the board, but no papers
        person = await bureau.person(place)
        assert "成果材料" not in await bureau.say(person, "2.2.3")
        for line in ("/evidence 2.2.3", f"/evidence {share}"):
            assert "还没有成果材料" in await bureau.say(person, line)
        forged = {await bureau.say(person, f"/evidence {ref} {n}") for ref in ("2.2.3", share) for n in (id, 999)}
        assert forged == {"没有这份材料。"}
        assert await bureau.say(person, f"/evidence 2.2.4 {id}") == "没有这份材料。"
    for place in (CLERK, LEADER, HEAD):
        assert await bureau.say(place, f"/evidence 2.2.3 {id}") == "2.2.3 运用促进处 3月2日"
    before = await remembered(bureau)
    assert "由其他单位承办" in await bureau.send(OTHER, "x.pdf", pdf(9), "2.2.3 60% 代填")
    assert (await remembered(bureau))["reports"] == before["reports"]
    assert await scalar(bureau, EVIDENCE_COUNT) == 1


async def test_a_report_taken_back_shows_no_files(bureau: Town) -> None:
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    await bureau.send(LIAISON, "b.pdf", pdf(2), "2.2.3 60% 写错了任务")
    assert "成果材料 2 份" in await bureau.say(LIAISON, "2.2.3")
    await bureau.say(LIAISON, "/undo")
    assert "成果材料 1 份" in await bureau.say(LIAISON, "2.2.3")
    assert "共 1 份" in await bureau.say(CLERK, "材料 2.2.3")
    id = await scalar(bureau, "SELECT max(id) FROM evidence")
    assert await bureau.say(CLERK, f"/evidence 2.2.3 {id}") == "没有这份材料。"
