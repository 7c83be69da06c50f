"""Methods for receiving updates, by long polling or by a webhook."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import bad
from sandbox.methods.registry import method
from sandbox.params import Params
from sandbox.updates import WEBHOOK_SET
from sandbox.values import Json
from sandbox.webhook import Webhook
from sandbox.world import World

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method("getMe")
def get_me(world: World, _params: Params) -> Json:
    switches = (
        "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business", "has_main_web_app",
        "has_topics_enabled", "allows_users_to_create_topics", "can_manage_bots", "supports_guest_queries",
        "supports_join_request_queries",
    )  # fmt: skip
    return {**world.bot.user(), "can_join_groups": True, **dict.fromkeys(switches, False)}


@method("getUpdates")
async def get_updates(world: World, params: Params) -> list[Json]:
    world.updates.allow(_allowed(params))
    limit = params.integer("limit", 100)
    return await world.updates.poll(params.integer("offset"), limit, params.integer("timeout"))


@method("setWebhook")
def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(world, params)
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise bad("bad webhook: the sandbox calls http addresses of this machine only")
    secret = params.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    world.updates.allow(_allowed(params))
    world.updates.end_poll(WEBHOOK_SET)
    if world.webhook is not None:
        world.webhook.stop()
    world.webhook = Webhook(world.updates, world.clock, url, secret, params.integer("max_connections", 40))
    world.webhook.start()
    return True


@method("deleteWebhook")
def delete_webhook(world: World, params: Params) -> bool:
    if world.webhook is not None:
        world.webhook.stop()
        world.webhook = None
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, _params: Params) -> Json:
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": world.updates.pending()}
    if world.webhook is not None:
        info |= world.webhook.info()
    if world.updates.allowed is not None:
        info["allowed_updates"] = world.updates.allowed
    return info


def _allowed(params: Params) -> list[str] | None:
    raw: Any = params.structure("allowed_updates", "can't parse allowed updates JSON object")
    if raw is None:
        return None
    if not isinstance(raw, list) or not all(isinstance(kind, str) for kind in raw):
        raise bad("allowed_updates must be an Array of String")
    return raw
