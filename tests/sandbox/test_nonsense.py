"""Random requests never make the sandbox fail: it refuses them, or answers as the Bot API describes."""

import json
import random
from typing import Any

import pytest

from sandbox import World
from sandbox.methods import METHODS
from tests.sandbox.conftest import LI, ZHANG, Api, Json
from tests.sandbox.spec import spec

PARAMS = (
    "chat_id message_id text parse_mode entities reply_markup reply_parameters caption caption_entities media document "
    "photo offset limit allowed_updates secret_token commands scope language_code user_id from_chat_id reaction "
    "callback_query_id menu_button link_preview_options message_thread_id description short_description action"
)
FIELDS = (
    "person chat text reply_to thread data message blocked title members forum name username id about status bot to "
    "from_chat hidden of phone pinned anonymous group can_send_messages"
)
KEYS = (
    "type text media callback_data url inline_keyboard message_id chat_id user_id command description offset length "
    "emoji keyboard force_reply scope language_code caption parse_mode user language web_app copy_text"
)
WORDS = (
    "",
    "101",
    "abc",
    "[]",
    "{}",
    "[null]",
    '{"a":1}',
    "<b>x",
    "字" * 9,
    "attach://f",
    "/help",
    "x" * 70,
    "👍",
    "\0",
)
ATOMS: tuple[Any, ...] = (
    *WORDS,
    None,
    True,
    False,
    1.5,
    0,
    -1,
    1,
    ZHANG,
    10**30,
    1e300,
    "bold",
    "photo",
    "emoji",
    "chat",
)
PATHS = (
    "/sim/people", "/sim/chats", "/sim/say", "/sim/tap", "/sim/block", "/sim/clock", "/sim/chats/101/members",
    "/sim/forward", "/sim/edit", "/sim/contact", "/sim/pin", "/sim/channels", "/sim/chats/101/posts",
)  # fmt: skip


class Nonsense:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self, depth: int = 0) -> Any:
        dice = self.random.random()
        if depth > 3 or dice < 0.5:
            return self.random.choice(ATOMS)
        if dice < 0.75:
            return [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]
        return {self.random.choice(KEYS.split()): self.value(depth + 1) for _ in range(self.random.randint(0, 4))}

    def call(self) -> tuple[str, Json]:
        names = self.random.sample(PARAMS.split(), self.random.randint(0, 8))
        likely = {"chat_id": ZHANG, "from_chat_id": ZHANG, "message_id": self.random.randint(1, 9)}
        chosen = {name: self.value() for name in names}
        return self.random.choice(sorted(METHODS)), chosen if self.random.random() < 0.2 else {**chosen, **likely}

    def act(self) -> tuple[str, Json]:
        names = self.random.sample(FIELDS.split(), self.random.randint(0, 8))
        return self.random.choice(PATHS), {name: self.random.choice((ZHANG, self.value())) for name in names}


@pytest.mark.parametrize("seed", range(3))
async def test_nonsense_is_refused(api: Api, world: World, seed: int) -> None:
    nonsense = Nonsense(seed)
    headers = {"content-type": "application/json"}
    for number in range(250):
        path, body = nonsense.act() if number % 3 == 0 else nonsense.call()
        url = path if path.startswith("/") else api.base + path
        answer = await api.http.post(url, content=json.dumps(body), headers=headers)
        assert answer.status_code < 500, (path, body, answer.text)
        assert ("error" in answer.json()) == (answer.status_code != 200) or "ok" in answer.json()
        for person in (ZHANG, LI):
            world.block(person, blocked=False)
        if world.webhook is not None:
            await api("deleteWebhook")
    for page in ("/sim/state", "/sim/calls", f"/sim/chats/{ZHANG}/transcript", f"/sim/answers?person={ZHANG}"):
        assert (await api.http.get(page)).status_code == 200
    assert sum(call.answer["ok"] for call in world.calls) > 20
    judge = spec()
    if judge is not None:
        assert [wrong for call in world.calls for wrong in judge.answer(call.method, call.answer)] == []
