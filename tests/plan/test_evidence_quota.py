"""Evidence quotas: each limit may be reached exactly, and is exceeded by one byte or one file."""

import pytest

from plan.evidence_quota import GB, MB, OverQuota, Quota, Used

QUOTA = Quota(files_per_report=3, mb_a_day=2, gb_in_all=1)
DAY = "“a.pdf”没有保存：每人每日发送材料合计不超过2MB。请压缩后重新发送，或于次日发送。"
ALL = "“a.pdf”没有保存：全局材料总量已达1GB上限。请联系督办员，待清理或扩容后重新发送。"


@pytest.mark.parametrize(
    ("used", "size", "sentence"),
    [
        (Used(0, 0), 0, ""),
        (Used(0, 0), 2 * MB, ""),
        (Used(0, 0), 2 * MB + 1, DAY),
        (Used(2 * MB - 1, 0), 1, ""),
        (Used(2 * MB - 1, 0), 2, DAY),
        (Used(2 * MB, 0), 0, ""),
        (Used(0, GB - 1), 1, ""),
        (Used(0, GB - 1), 2, ALL),
        (Used(0, GB + 1), 0, ALL),
        (Used(2 * MB, GB), 1, DAY),  # what the person can do something about comes first
    ],
)
def test_bytes(used: Used, size: int, sentence: str) -> None:
    if not sentence:
        QUOTA.check(used, "a.pdf", size)
        return
    with pytest.raises(OverQuota) as refusal:
        QUOTA.check(used, "a.pdf", size)
    assert refusal.value.sentence == sentence


def test_a_long_name_is_shortened() -> None:
    with pytest.raises(OverQuota) as refusal:
        QUOTA.check(Used(3 * MB, 0), "长" * 41 + ".pdf")
    assert refusal.value.sentence.startswith(f"“{'长' * 39}…”没有保存：")


@pytest.mark.parametrize(("count", "fits"), [(0, True), (3, True), (4, False), (30, False)])
def test_files(count: int, fits: bool) -> None:
    if fits:
        QUOTA.check_count(count, came=True)
        QUOTA.check_count(count, came=False)
        return
    with pytest.raises(OverQuota) as one_more:
        QUOTA.check_count(count, came=True)
    assert one_more.value.sentence == "每次汇报最多附3份材料，这份没有保存。其余材料请随下一次汇报发送。"
    with pytest.raises(OverQuota) as refusal:
        QUOTA.check_count(count, came=False)
    assert refusal.value.sentence == f"每次汇报最多附3份材料，加上待归入的共{count}份。请清空材料后重新选送。"
    assert [(button.label, button.line) for button in refusal.value.buttons] == [("清空材料", "/discard")]


def test_what_is_taken_unless_it_is_set() -> None:
    assert (Quota().files_per_report, Quota().mb_a_day, Quota().gb_in_all) == (20, 200, 20)
