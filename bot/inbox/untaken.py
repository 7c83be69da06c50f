"""Name the content of a message that the bot does not take, such as a video; its caption is read like a text."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.telegram.updates import Incoming
from plan.refusal import Refusal
from plan.reply import Button

MOVING = "暂不接收{}，请发送照片或文件。"
PLACE, PICTURE = "暂不接收位置，请发送文字。", "表情无法识别，请发送文字。"
SENTENCES = {
    "animation": MOVING.format("动图"),
    "video": MOVING.format("视频"),
    "video_note": MOVING.format("视频"),
    "voice": "语音暂不能识别，请发送文字。",
    "audio": MOVING.format("音频"),
    "sticker": PICTURE,
    "dice": PICTURE,
    "location": PLACE,
    "venue": PLACE,
    "contact": "只登记本人的联系电话，这张名片没有保存。",
    "poll": "暂不接收投票，请发送文字。",
    "checklist": "暂不接收清单，请发送文字。",
}
OTHERS = "暂不接收这类内容，请发送文字、照片或文件。"


def note_on(update: Incoming) -> str:
    """Return what is said above the answer to a caption; empty if the bot takes the whole message.

    Raises Refusal for a message without a caption.
    """
    if not update.untaken:
        return ""
    sentence = SENTENCES.get(update.untaken, OTHERS)
    if not update.text.strip():
        raise Refusal(sentence, Button("我的任务", "/my"))
    return f"{sentence}说明文字已读取："


@contextmanager
def noted_refusals(note: str) -> Iterator[None]:
    """Put `note` above the sentence of a refusal that is raised in the block."""
    try:
        yield
    except Refusal as refusal:
        refusal.sentence = "\n\n".join(filter(None, (note, refusal.sentence)))
        raise
