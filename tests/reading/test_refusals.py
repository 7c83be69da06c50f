"""Files that are not plans are refused with the reason; bytes in any encoding are read or refused."""

import codecs

import pytest

from plan.reading import NotAPlan, decode, read
from plan.refusal import Refusal
from tests.reading import papers

NOTICE = """关于印发2020年重点任务分解表的通知
各处室：
现将《2020年重点任务分解表》印发给你们，请认真抓好落实，并于每月25日前报送进展。
附件：2020年重点任务分解表
某局
2020年3月1日
"""
NUMBERED_NOTICE = """某市人民政府办公室关于分解落实2019年主要目标任务的通知
各区人民政府：
为确保完成全年任务，现予以分解下达，并就有关事项通知如下。
一、加强组织领导。各责任单位要高度重视，认真落实。
二、按时报告情况。各牵头单位要于4月15日前报送。
三、强化督查。督查室要加强督查。
附件：2019年主要目标任务分解表
某市人民政府办公室
2019年1月3日
"""
EXPLAINED = """《2020年工作要点》政策解读
一、制定背景
为贯彻落实部署，制定本要点。
二、主要内容
要加强保护、优化服务。
"""
UNTITLED_EXPLANATION = """近日，市政府印发了实施方案，现将主要内容解读如下：
一、出台背景
为优化环境，制定本方案。
二、重点任务
推进改革，加强监管。
"""
ASKED = """养老服务政策
问：为什么出台办法？
答：为了完善制度，推进改革。
问：有哪些措施？
答：建立机制，提高补贴。
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "空"),
        (" \n\u3000\n", "空"),
        ("nothing but English.\n1. Do it.", "中文"),
        (NOTICE, "《2020年重点任务分解表》"),
        (NUMBERED_NOTICE, "任务表"),
        (EXPLAINED, "政策解读"),
        (UNTITLED_EXPLANATION, "政策解读"),
        (ASKED, "政策解读"),
        ("关于召开会议的通知\n各单位：\n定于3月5日召开会议。\n某局\n2020年3月1日\n", "没有找到任务"),
        ("2019年工作总结\n一、成效明显\n完成改造10处。\n", "总结"),
    ],
)
def test_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotAPlan, match=reason) as refused:
        read(text)
    assert isinstance(refused.value, Refusal)
    assert len(str(refused.value)) <= 80


def test_the_file_name_may_give_an_interpretation_away() -> None:
    with pytest.raises(NotAPlan, match="政策解读"):
        read("一、推进改革。完善制度。\n", name="工作要点政策解读.txt")


@pytest.mark.parametrize(
    "data",
    [
        papers.FLAT.encode(),
        codecs.BOM_UTF8 + papers.FLAT.encode(),
        papers.FLAT.encode("utf-16"),
        codecs.BOM_UTF16_BE + papers.FLAT.encode("utf-16-be"),
        papers.FLAT.encode("gb18030"),
        papers.FLAT.encode("gbk", "replace"),
    ],
)
def test_codings(data: bytes) -> None:
    assert read(decode(data)).title == "2019年重点工作"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \r\n", "空"),
        (b"\x00" * 64, "空"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe\x80", "二进制"),
        (bytes(range(1, 255)) * 9, "二进制"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "密码"),
        ("工作要点".encode() * 20 + b"\xff\xff" + "工作".encode(), "第 241 个字节"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "UTF-16"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(NotAPlan, match=reason):
        decode(data)
