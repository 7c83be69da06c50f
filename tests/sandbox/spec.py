"""Check requests, answers and updates against the machine-readable description of the Bot API."""

import json
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
API = Path(__file__).parents[2].parent / "shared" / "botapi" / "api.json"
BASIC: dict[str, type | tuple[type, ...]] = {"Integer": int, "Float": (int, float), "String": str, "Boolean": bool}
# The description is of Bot API 10.1. aiogram 3.31 speaks 10.3 and reads no administrator without this field, which the
# real server sends by now; PTB (10.0) and pyTelegramBotAPI ignore it. No other newer field is accepted.
NEWER_FIELDS: dict[str, list[Json]] = {
    "ChatMemberAdministrator": [{"name": "can_send_welcome_messages", "types": ["Boolean"], "required": True}],
}
BOOLEAN_TEXTS = ("true", "false", "0", "1")


class Spec:
    """Each check returns its complaints, as sentences with the path of a field."""

    def __init__(self, api: Json) -> None:
        self.methods: dict[str, Json] = api["methods"]
        self.types: dict[str, Json] = api["types"]

    def call(self, method: str, params: Json, answer: Json) -> list[str]:
        return self.request(method, params) + self.answer(method, answer)

    def request(self, method: str, params: Json) -> list[str]:
        fields = {field["name"]: field for field in self.methods[method].get("fields", [])}
        missing = [name for name, field in fields.items() if field["required"] and params.get(name) is None]
        complaints = [f"{method}: {name} is missing" for name in missing]
        attached = json.dumps(params, ensure_ascii=False)
        for name, value in params.items():
            if name in fields:
                complaints += self._any(fields[name]["types"], value, f"{method}.{name}", sent=True)
            elif not (_is_upload(value) and f"attach://{name}" in attached):
                complaints.append(f"{method}: {name} is no parameter")
        return complaints

    def answer(self, method: str, answer: Json) -> list[str]:
        if answer.get("ok") is True:
            if set(answer) != {"ok", "result"}:
                return [f"{method}: an answer is ok and result, not {sorted(answer)}"]
            return self._any(self.methods[method]["returns"], answer["result"], f"{method}()")
        complaints = [
            f"{method}: {name} is odd"
            for name in answer
            if name not in ("ok", "error_code", "description", "parameters")
        ]
        if type(answer.get("error_code")) is not int or not isinstance(answer.get("description"), str):
            complaints.append(f"{method}: a refusal has a code and a description")
        if "parameters" in answer:
            complaints += self.value("ResponseParameters", answer["parameters"], f"{method}.parameters")
        return complaints

    def update(self, update: Json) -> list[str]:
        if len(update) != 2:
            return [f"an update is its id and one more thing, not {sorted(update)}"]
        return self.value("Update", update, "update")

    def value(self, kind: str, value: Any, path: str, sent: bool = False) -> list[str]:
        if kind.startswith("Array of "):
            if sent and isinstance(value, str):
                value = _read(value)
            if not isinstance(value, list):
                return [f"{path} is no {kind}"]
            inner = kind.removeprefix("Array of ")
            return [complaint for n, item in enumerate(value) for complaint in self.value(inner, item, f"{path}[{n}]")]
        if kind in BASIC:
            return [] if _is_basic(kind, value, sent) else [f"{path} is no {kind}: {value!r}"]
        if kind == "InputFile":
            return [] if _is_upload(value) else [f"{path} is no file"]
        return self._object(kind, _read(value) if sent and isinstance(value, str) else value, path)

    def _object(self, kind: str, value: Any, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path} is no {kind}"]
        shape = self.types[kind]
        if shape.get("subtypes"):
            return self._any(shape["subtypes"], value, path)
        fields = {field["name"]: field for field in [*shape.get("fields", []), *NEWER_FIELDS.get(kind, [])]}
        complaints = [
            f"{path}.{name} is missing" for name, field in fields.items() if field["required"] and name not in value
        ]
        for name, item in value.items():
            if name in fields:
                complaints += self._any(fields[name]["types"], item, f"{path}.{name}")
            else:
                complaints.append(f"{path}.{name} is no field of {kind}")
        return complaints

    def _any(self, kinds: list[str], value: Any, path: str, sent: bool = False) -> list[str]:
        """Return the complaints for the type that fits best."""
        return min((self.value(kind, value, path, sent) for kind in kinds), key=len)


def _is_basic(kind: str, value: Any, sent: bool) -> bool:
    if sent and isinstance(value, str):
        match kind:
            case "Integer":
                return value.lstrip("-").isdigit()
            case "Boolean":
                return value.lower() in BOOLEAN_TEXTS
    return isinstance(value, BASIC[kind]) and (kind == "Boolean" or not isinstance(value, bool))


def _is_upload(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"name", "size"}


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


@cache
def spec() -> Spec | None:
    """Return None if the description, which is not part of the project, is absent."""
    return Spec(json.loads(API.read_text())) if API.exists() else None
