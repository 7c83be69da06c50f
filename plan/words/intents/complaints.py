"""Complaints and suggestions: `你们这个系统太难用了，天天催`."""

from plan.words.intent import Found, Intent, Meaning, Sort
from plan.words.intents.sentences import is_question
from plan.words.message import compiled


def _complaint(found: Found) -> Meaning | None:
    if is_question(found.message.normal.text) or found.tasks:
        return None
    return Meaning(Sort.REQUEST, f"/feedback {found.message.normal.written.strip()}")


INTENTS = (
    Intent(
        "complaint",
        Sort.REQUEST,
        compiled(
            r".*(?:太难用|不好用|难用|烦死|烦人|太烦|太差|垃圾|天天催|老是?催|别再?(?:发|催)了?(?:烦|吵)|吐槽|意见"
            r"|投诉|受不了|不合理|太麻烦|真烂|太烂|太卡|太慢了吧|还催不催|烦不烦).*|(?:我?(?:想?提个?"
            r"|有个?))?建议(?:你们)?[:：,， ]?.{4,}"
        ),
        _complaint,
        ("你们这个系统太难用了，天天催", "这个系统真烂", "建议增加导出功能"),
    ),
)
