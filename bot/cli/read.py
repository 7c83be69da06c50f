"""`duban read`: show what is understood of a work plan."""

import argparse
import json

from bot.cli.documents import read_document
from bot.settings import Settings
from plan import reading


async def read(arguments: argparse.Namespace, _settings: Settings) -> int:
    document = read_document(arguments.file)
    if arguments.json:
        print(json.dumps(reading.as_json(document), ensure_ascii=False, indent=2))
        return 0
    print(f"{document.title}（{document.issuer or '发文机关不详'}，{document.year or '年份不详'}）")
    for section in document.sections:
        print(f"\n{section.no} {section.title}".rstrip())
        for item in section.items:
            if item.title:
                print(f"  {item.no} {item.title}")
            for task in item.tasks:
                print(f"    · {task.text}")
    return 0
