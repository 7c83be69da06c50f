"""Courtesies, and words that end an open question."""

from plan.words.intent import Found, Intent, Meaning, Sort, pattern

CANCEL = (
    r"(?:我?(?:填|报|写|打|发|点|选|弄)错了[,， ]*)?(?:那就?|还是|先|暂时|暂|就|你)?"
    r"(?:取消|算[了啦]|不用了?|不必了?|不需要了?|返回|退出|没(?:什么)?事儿?了?|先放(?:着|一放|一下)|放弃|作罢|当我没(?:说|发|问)|(?:就)?这样吧"
    r"|撤了|停下?"
    r"|不(?:催|报|发|批|延|办|提|要|弄|填|写|设|请|签|问|查|搞|说|改|交|传|投诉|反映|登记|申请|提醒|汇报|催办|批示)了?"
    r"|(?:待会儿?|等会儿?|等下|一会儿?|回头|改天|以后|下次|晚点)再(?:说|报|填|写|弄|办|发|来)"
    r"|别(?:催|发|报|批|提交|记|延)了?)"
)
WRONG = r"我?(?:填|报|写|打|发|点|选|弄|搞)错了"


ANSWERS: dict[str, str] = {}
"""The bot's answers by the names of the courtesies."""


FOLLOWING = (
    r"好的?|收到|谢谢(?:[你您])?|多谢|辛苦了?|马上(?:办|报|处理)|这就(?:办|报)|尽快(?:办|报|处理)|我(?:看看"
    r"|知道了)|知道了|明白了?"
    r"|没问题|您好|你好|老师|领导|各位"
)
"""Words that often come behind a courtesy and say no more than it."""


def _courtesy(name: str, words: str, answer: str, *examples: str) -> Intent:
    ANSWERS[name] = answer
    meaning = Meaning(Sort.COURTESY, f"/courtesy {name}")
    return Intent(
        name,
        Sort.COURTESY,
        pattern(rf"(?:{words})(?:[,，!！。~ ]*(?:{FOLLOWING}))*[^\w\ue000-\ue0ff]*"),
        lambda _: meaning,
        examples,
    )


def _cancel(_found: Found) -> Meaning:
    return Meaning(Sort.CANCEL, "/cancel")


INTENTS = (
    Intent(
        "cancel",
        Sort.CANCEL,
        pattern(rf"(?:{{task}}的?[,， ]*)?(?:{CANCEL}|{WRONG})(?:[,， ]*(?:{CANCEL}))?"),
        _cancel,
        (
            "取消",
            "算了",
            "不用了",
            "没事了",
            "先不催了",
            "我填错了，不报了",
            "回头再说吧",
            "返回",
            "不需要了",
            "先放着",
            "算啦",
            "2.2.6，先不报了",
        ),
    ),
    _courtesy(
        "greeting",
        r"[你您]好|大家好|哈喽|嗨|hi|hello|Hi|Hello|早|(?:早上|上午|中午|下午|晚上)好|早安|晚安"
        r"|祝?(?:你|您|大家)?(?:{date}|周末|假期|节日|新年|春节|元旦|五一|端午|中秋|国庆)(?:节)?(?:愉快|快乐|好)",
        "您好。请发送任务编号，或点“我的任务”。",
        "你好",
        "早上好",
        "您好！",
        "周末愉快",
    ),
    _courtesy(
        "thanks",
        r"(?:谢谢|多谢|感谢|谢了|谢|thanks|Thanks|3q)(?:[你您]|大家|督办|督办员|啦|了)*",
        "不客气。",
        "谢谢",
        "多谢了",
        "感谢您",
    ),
    _courtesy(
        "praise",
        r"(?:[你您]们?|大家|各位)?(?:真是?|太)?(?:辛苦|厉害|不错|真棒|很好|好用)(?:[你您]|大家|啦|了)*",
        "应该的。有需要请随时发送。",
        "辛苦了",
        "太好用了",
    ),
    _courtesy(
        "yes",
        r"好(?:的|嘞|滴|吧)?|收到|明白|知道|了解|清楚|嗯+|行|可以|没问题|是的?|对的?|ok|OK|Ok|[oO]k的",
        "好的。需要办理时，请发送任务编号或事项名称。",
        "好的",
        "知道了",
        "收到，马上办",
        "好的，谢谢",
        "OK",
        "没问题",
    ),
    _courtesy(
        "there", r"在(?:吗|不在|么|不|嘛)\??|有人吗\??|在线吗\??", "您好，在的。请发送任务编号或要办的事。", "在吗"
    ),
    _courtesy("bye", r"再见|拜拜|回见|下班了|bye", "再见，有需要请随时发送。", "再见"),
    _courtesy(
        "who",
        r"[你您]是(?:谁|机器人|真人)(?:吗|么)?\??|[你您]叫什么(?:名字)?\??",
        "这里是督办系统，可以办理签收、汇报、延期、催办和查询。发送“帮助”查看用法。",
        "你是谁",
    ),
    _courtesy(
        "sign", r"[\u2190-\u2bff\U0001f000-\U0001faff!。~…]+", "好的。需要办理时，请发送任务编号。", "👍", "🙏🙏"
    ),
    _courtesy("laugh", r"(?:哈|呵|嘿|嘻)+", "好的。有需要请随时发送。", "哈哈"),
)
