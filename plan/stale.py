"""Refusals of a change to something that another person has changed since it was read."""

from plan.refusal import Refusal

_UPDATED = "刚刚被他人更新，请查看最新情况后再操作。"


def stale_assignment(code: str) -> Refusal:
    return Refusal(f"{code} {_UPDATED}")


def stale_bulletin() -> Refusal:
    return Refusal(f"这份通报{_UPDATED}")


def stale_person(name: str) -> Refusal:
    return Refusal(f"{name}的信息{_UPDATED}")


def stale_post() -> Refusal:
    return Refusal("这个岗位刚刚被他人调整，请查看最新情况后再操作。")


def stale_unit(name: str) -> Refusal:
    return Refusal(f"{name}{_UPDATED}")


def extension_already_requested(code: str, unit: str) -> Refusal:
    return Refusal(f"{code} {unit}刚刚已申请延期，请查看最新情况。")
