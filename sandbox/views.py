"""Convert values to the JSON of the people API, as README.md describes it."""

from dataclasses import asdict
from datetime import datetime

from sandbox.faults import Fault
from sandbox.state import Call
from sandbox.values import Answer, Bot, Button, Chat, Json, Message, Person
from sandbox.world import World


def time_view(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def person_view(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "username": person.username,
        "about": person.about,
        "blocked": person.blocked,
    }


def bot_view(bot: Bot) -> Json:
    return {"id": bot.id, "name": bot.name, "username": bot.username}


def chat_view(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "forum": chat.forum,
        "members": [_member_view(chat, number) for number in chat.members],
        "pinned": chat.pinned,
        "last": message_view(chat.last) if chat.last is not None else None,
    }


def _member_view(chat: Chat, number: int) -> Json:
    view: Json = {"id": number, "status": chat.members[number]}
    return {**view, "rights": chat.rights[number]} if chat.rights.get(number) else view


def message_view(message: Message) -> Json:
    document, contact = message.document, message.contact
    return {
        "id": message.id,
        "chat": message.chat,
        "from": message.written_by,
        "out": message.out,
        "at": time_view(message.at),
        "edited": time_view(message.edited) if message.edited is not None else None,
        "deleted": message.deleted,
        "revision": message.revision,
        "html": message.html,
        "text": message.text,
        "buttons": [[_button_view(button) for button in row] for row in message.buttons],
        "photo": message.photo,
        "document": asdict(document) if document is not None else None,
        "contact": asdict(contact) if contact is not None else None,
        "album": message.body.get("media_group_id"),
        "forwarded_from": message.forwarded_from,
        "reply_to": message.reply_to,
        "service": message.service,
        "silent": message.silent,
        "thread": message.thread,
        "reactions": list(message.reactions),
    }


def _button_view(button: Button) -> Json:
    view: Json = {"text": button.text}
    if button.data is not None:
        view["data"] = button.data
    if button.url is not None:
        view["url"] = button.url
    return view


def answer_view(answer: Answer) -> Json:
    return asdict(answer)


def fault_view(fault: Fault) -> Json:
    shown = asdict(fault)
    optional = ("until",) if fault.kind == "error" else ("until", "code", "description", "parameters")
    return {name: value for name, value in shown.items() if name not in optional}


def call_view(call: Call) -> Json:
    return {
        "n": call.n,
        "at": time_view(call.at),
        "method": call.method,
        "params": call.params,
        "answer": call.answer,
    }


def state_view(world: World, can_skip: bool) -> Json:
    return {
        "revision": world.revision,
        "now": time_view(world.now()),
        "bot": bot_view(world.bot),
        "people": [person_view(person) for person in world.people.values()],
        "chats": [chat_view(chat) for chat in world.chats.values() if chat.moved_to is None],
        "can_skip": can_skip,
    }
