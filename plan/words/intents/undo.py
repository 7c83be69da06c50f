"""Take back the last change: `撤销上一步`."""

from plan.words.intent import Intent, Meaning, Sort, pattern

INTENTS = (
    Intent(
        "undo",
        Sort.REQUEST,
        pattern(
            r"(?:撤销|撤回|收回|撤掉)(?:一?下)?(?:刚才|刚刚|上一?(?:个|条|步|次)|最后一?(?:个|条|步|次))?(?:的|那个"
            r"|那条|操作|汇报|签收|申请)*"
        ),
        lambda _: Meaning(Sort.REQUEST, "/undo"),
        ("撤回刚才的汇报", "撤销上一步"),
    ),
)
