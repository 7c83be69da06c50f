"""Files on this machine as papers, and `duban read`."""

import argparse
import json
from pathlib import Path

from bot.settings import Settings
from plan import reading
from plan.refusal import Refusal

LARGEST = 20 * 1024 * 1024


def document(path: Path) -> reading.Document:
    """Raises Refusal for what can't be read, with the reason."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(f"{path.name} 超过20MB，未读取。")
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"无法打开 {path.name}：{error.strerror}。") from None
    return reading.read(reading.decode(data), name=path.name)


async def read(arguments: argparse.Namespace, _settings: Settings) -> int:
    found = document(arguments.file)
    if arguments.json:
        print(json.dumps(reading.as_json(found), ensure_ascii=False, indent=2))
        return 0
    print(f"{found.title}（{found.issuer or '发文机关不详'}，{found.year or '年份不详'}）")
    for section in found.sections:
        print(f"\n{section.no} {section.title}".rstrip())
        for item in section.items:
            if item.title:
                print(f"  {item.no} {item.title}")
            for task in item.tasks:
                print(f"    · {task.text}")
    return 0
