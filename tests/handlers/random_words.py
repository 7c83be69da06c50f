"""The fragments of which random texts are made, and the kinds of changes that they may mean."""

from tests.town import CLERK, LEADER, LIAISON

NUMBERS = ("2.2.3", "2.2.4", "2.2.9", "2。2。4", "2-2-3", "9.9.9")
TITLES = ("专利导航", "贯标", "示范中心", "专利", "宣传周")
WORDS = {
    "report": "60% 七成 百分之四十 60 已完成 完成了 没有进展 已完成初稿 材料正在收集 缺经费 汇报 10家 报结 滞后",
    "sign": "签收 全部签收",
    "ask_extension": "延期 延到11月底 申请延期一个月,数据未报齐",
    "nudge": "催一下 催办 催常州",
    "directive": "批示 请抓紧办理 请认真研究",
    "close": "销号 审核通过",
    "undo": "撤销",
    "ack answer": "收到",
    "": "取消 算了 谢谢 好的 常州 运用促进处 逾期 谁负责 什么时候到期? 有哪些任务没报? 帮助 今天天气不错 嗯 2020",
}
"""Words by the kinds of changes that they may mean."""
SAID = {words: frozenset(kinds.split()) for kinds, group in WORDS.items() for words in group.split()}
KINDS = {
    "progress": "report sign", "submit": "report sign", "reports": "report sign", "amend": "report amend undo",
    "signall": "sign", "extend": "ask_extension", "withdraw": "withdraw_extension", "nudgeunit": "nudge",
    "nudgeall": "nudge", "milestones": "milestone milestones", "approve": "extend", "refuse": "refuse_extension",
    "called": "call", "release": "restrict", "attach": "evidence report sign",
}  # fmt: skip
"""The kinds of events of a command, if they are not named as it is."""
HARMLESS = (
    "谁没签收", "专利导航", "常州 没报", "帮助", "我的任务", "怎么申请延期", "查一下园区", "有什么要处理的", "取消",
    "算了", "谢谢", "返回", "谁负责", "2.2.9怎么样了",
)  # fmt: skip
"""What nobody means a change by, not even as an answer."""
ASKING = {
    LIAISON: (
        "汇报 2.2.3", "/progress 2.2.4 behind", "/progress 2.2.3 滞后", "/extend 2.2.9", "/extend 2.2.4 2021-02-28",
        "/extend 2.2.3 2021-02-28", "/feedback", "/find", "/leave", "/remind 2.2.4", "/contact",
    ),
    CLERK: (
        "/nudge 2.2.4 all", "/milestones 2.2.3", "/rules ahead", "催办", "/called 5", "/newunit 5 处室",
        "/waive 2.2.9@5", "/return 2.2.3", "/unitname 5", "/invite 常州市局 负责人", "/notice",
    ),
    LEADER: ("/directive 2.2.4", "批示", "/directive 2.2.9 请抓紧办理"),
}  # fmt: skip
"""What makes the bot ask something."""
