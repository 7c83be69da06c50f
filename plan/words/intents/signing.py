"""Signing: `签收2.2.4`, `全部签收`."""

from plan.reply import SLOT
from plan.words.intent import Found, Intent, Meaning, Sort, pattern
from plan.words.intents.report_words import ASSIGNEES


def _sign(found: Found) -> Meaning | None:
    if not found.tasks and found.message.shape.rstrip("。.?？ ").endswith("的"):
        return None  # 已签收的 are those that are signed.
    filled = found.task_line(f"/sign {SLOT}")
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _sign_all(found: Found) -> Meaning:
    return Meaning(Sort.REQUEST, f"/signall {found.units[0]}" if found.units else "/signall")


INTENTS = (
    Intent(
        "sign all",
        Sort.REQUEST,
        pattern(
            r"(?:把|将)?(?:\ue004的?)?(?:(?:我们?(?:处|市|局)?|我处|我市|本单位)的?)?(?:任务)?(?:全部|所有|一键|一次性?|统一"
            r"|都|全)的?(?:任务|事项)?(?:都|给"
            r"|一起)*签收?(?:了|一下|掉)?|签收?(?:全部|所有)的?(?:任务)?"
            r"|把?(?:还)?没签收?的(?:任务)?(?:都|全|一起|全部)*签收?(?:了|掉|一下)?"
        ),
        _sign_all,
        ("全部签收", "把任务都签收了", "我们处的全部签收", "一键签收", "签收所有任务", "把没签的都签收", "全签了吧"),
        ASSIGNEES,
    ),
    Intent(
        "sign",
        Sort.REQUEST,
        pattern(
            r"(?:(?:我们?|我处|我市)?(?:已经?|都)?(?:签收|签一下|签下|签字|签|确认收到|认领)(?:一下|了)?[:： ]*"
            r"(?:第)?{task}(?:这?项)?|{task}[,， ]*"
            r"(?:这?项)?(?:我们?|我处|我市)?(?:(?:已经?)?收到[了,， ]*)?(?:我们?)?(?:已经?|给)?(?:签收|签一下"
            r"|签下|签|确认收到|收到|认领)(?:一下)?|"
            r"(?:已经?)?签收|签一下|签下|签)"
        ),
        _sign,
        ("签收2.2.4", "2.2.3 签收", "1.2.3收到，已签", "麻烦签一下1.3.1", "2.1.2 已签收", "我处已签收 2.2.4"),
        ASSIGNEES,
    ),
)
