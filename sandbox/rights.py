"""The rights of administrators and of restricted members, and which of them a message needs."""

from sandbox.errors import SimError
from sandbox.values import Json

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
    "can_send_welcome_messages",  # of Bot API 10.3: aiogram requires it, other libraries ignore it
)  # fmt: skip
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
NAMES_BY_STATUS = {"administrator": RIGHTS, "restricted": PERMISSIONS}
# Per field of a message: the right to send it, and its name in Telegram's refusal.
NEEDED = {
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "contact": ("can_send_messages", "contacts"),
}
TEXT = ("can_send_messages", "text messages")


def right_to_send(body: Json) -> tuple[str, str]:
    """Return the right that sending a message needs, and the name of its content in Telegram's refusal."""
    return next((NEEDED[field] for field in NEEDED if field in body), TEXT)


def check_rights(status: str, rights: dict[str, bool]) -> None:
    """Raises SimError for rights that a member of this status can't have."""
    unknown = set(rights) - set(NAMES_BY_STATUS.get(status, ()))
    if unknown:
        raise SimError(f"A member with the status {status} has no right {min(unknown)}.")
