"""The subjects of which the help explains how they are done: their names, an example, a button to begin with."""

from collections.abc import Collection
from dataclasses import dataclass

from plan.reply import Button


@dataclass(frozen=True)
class HelpTopic:
    """`command` is the command that does it, by which it is known who may; its text is in `texts/help_topic.html`.

    `words` are what people call it. `example` is what they may send, in their own words.
    """

    command: str
    label: str
    words: tuple[str, ...]
    example: str
    button: Button


MY_TASKS, ROSTER = Button("我的任务", "/my"), Button("岗位", "/roster")
TOPICS = (
    HelpTopic("progress", "汇报", ("汇报", "进展", "进度", "上报", "报送", "填报", "报"), "2.2.4 60% 已完成初稿",
              MY_TASKS),
    HelpTopic("sign", "签收", ("签收", "签"), "签收2.2.4", Button("未签收", "/find 我的 未签收")),
    HelpTopic("attach", "材料", ("材料", "文件", "照片", "图片", "附件", "佐证", "上传", "传"), "2.2.4 60% 已完成初稿",
              MY_TASKS),
    HelpTopic("submit", "报结", ("报结", "办结", "完成", "结项"), "2.2.4 已完成 名单已公布", MY_TASKS),
    HelpTopic("review", "审核", ("审核", "退回", "销号"), "待审核", Button("审核", "/review")),
    HelpTopic("extend", "延期", ("延期", "展期", "延长", "推迟", "宽限", "延后"), "把2.2.4延到9月30日，数据尚未报齐",
              MY_TASKS),
    HelpTopic("nudge", "催办", ("催办", "催促", "督办通知", "催"), "催一下常州", Button("未反馈", "/missing")),
    HelpTopic("directive", "批示", ("批示", "指示"), "2.2.4批示：请抓紧办理", Button("我的批示", "/directives")),
    HelpTopic("bulletin", "通报", ("通报", "简报"), "起草通报", Button("起草通报", "/bulletin")),
    HelpTopic("issue", "签发", ("签发", "审签"), "签发", Button("签发", "/issue")),
    HelpTopic("find", "查找", ("查找", "查询", "搜索", "搜", "查", "找"), "常州 没报", Button("查看计划", "/plan")),
    HelpTopic("remind", "提醒", ("提醒",), "明天下午3点提醒我2.2.4", Button("我的提醒", "/reminders")),
    HelpTopic("settings", "消息", ("静音", "消息", "晨报", "打扰", "通知"), "设置", Button("设置", "/settings")),
    HelpTopic("leave", "请假", ("请假", "休假", "出差", "年假", "代办", "B岗"), "请假 3月18日到3月20日",
              Button("请假", "/leave")),
    HelpTopic("handover", "移交", ("移交", "交接", "换人", "换岗", "调走", "接手"), "岗位 常州市局", ROSTER),
    HelpTopic("invite", "邀请", ("邀请", "加人", "新人", "加入"), "/invite 常州市局 联络员", ROSTER),
    HelpTopic("contact", "电话", ("电话", "手机", "号码", "联系"), "联系电话 13800000000", Button("设置", "/settings")),
    HelpTopic("feedback", "投诉建议", ("投诉", "建议", "意见", "反映"), "投诉建议 希望列表能按时限排序",
              Button("投诉建议", "/feedback")),
    HelpTopic("board", "台账", ("台账", "导出", "表格", "Excel", "excel"), "总览", Button("总览", "/board")),
    HelpTopic("undo", "撤销", ("撤销", "撤回", "改错", "写错", "报错", "填错", "发错", "更正", "修改"), "撤销",
              MY_TASKS),
)  # fmt: skip
"""In the order in which the help offers them; what is done to something comes after what it is done to."""


def topic_of(words: str, allowed: Collection[str]) -> HelpTopic | None:
    """Return the topic that the words name, such as `延期` or `怎么申请延期`, None if they name none.

    Of several the one with the longest word is meant; of these one whose command is `allowed`; of these the last.
    """
    matches = [
        (max(map(len, named)), topic.command in allowed, place)
        for place, topic in enumerate(TOPICS)
        if (named := [word for word in (topic.command, topic.label, *topic.words) if word in words])
    ]
    return TOPICS[max(matches)[-1]] if matches else None
