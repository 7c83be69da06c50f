"""Whole papers of each form, from the first character to the last task."""

from plan.reading import read
from tests.reading import papers
from tests.reading.results import dues, tasks, texts


def test_sections_items_and_sentences() -> None:
    read_ = read(papers.SECTIONS)
    assert (read_.title, read_.year) == ("2021年全市水务工作要点", 2021)
    assert read_.recipients == ("各县（市、区）水务局", "局机关各科室")
    assert [(t.value, t.op) for t in read_.overall[0].targets] == [(98, ">="), (None, ">=")]
    assert [s.title for s in read_.sections] == ["加强防洪保安", "深化水务改革"]
    assert [(i.no, i.title) for i in read_.sections[0].items] == [("（一）", "修订预案"), ("（二）", "加固堤防")]
    assert texts(read_) == [
        "修订完善防洪预案，4月底前印发。",
        "组织防洪演练；",
        "开展汛前检查，检查面达到100%。",
        "加固堤防12公里。",
        "各县要落实属地责任，每月25日前报送进展；",
        "认真开展巡查。",
        "加快推进水价改革，新增改革面积3万亩左右。",
        "支持各地探索合同节水。",
    ]
    assert [t.local for t in tasks(read_)] == [False, False, False, False, True, True, False, False]
    assert dues(tasks(read_)[5]) == ["2021-06-30"]
    assert (read_.sections[1].items[0].no, read_.sections[1].items[0].title) == ("", "")


def test_items_run_on_across_sections_and_the_first_unit_leads() -> None:
    read_ = read(papers.RUNNING_ON)
    assert (read_.issuer, read_.year) == ("某市人民政府", 2020)
    numbers = [item.no for section in read_.sections for item in section.items]
    assert numbers == ["（一）", "（二）", "（三）", "（四）", ""]
    assert texts(read_) == [
        "新建养老机构5家。",
        "培训护理员300人次以上。",
        "提高补贴发放效率。",
        "建立巡查制度，定期开展检查。",
        "各区要结合实际制定方案，于年底前报送市民政局。",
    ]
    assert [t.units for t in tasks(read_)] == [
        ("民政局", "财政局"),
        ("民政局", "人力资源和社会保障局"),
        ("财政局", "各区人民政府"),
        ("民政局",),
        (),
    ]
    assert [t.lead for t in tasks(read_)] == [("民政局",), ("民政局",), ("财政局",), ("民政局",), ()]
    assert [t.local for t in tasks(read_)] == [False, False, True, False, True]
    assert dues(tasks(read_)[4]) == ["2020-12-31"]


def test_a_covering_notice_phases_and_an_annex() -> None:
    read_ = read(papers.COVERED)
    assert (read_.title, read_.issuer, read_.year) == ("农村路网提升方案", "某县人民政府办公室", 2022)
    assert read_.overall[0].targets[0].value == 85
    assert texts(read_) == [
        "制定实施方案，召开动员会。",
        "改造农村公路120公里。",
        "开展考核验收。",
        "县政府成立领导小组，统筹协调各项工作。",
    ]
    assert [dues(t) for t in tasks(read_)] == [["2022-05-31"], ["2022-11-30", "2022-11-30"], ["2022-12-31"], []]


def test_four_levels_share_one_note() -> None:
    read_ = read(papers.DEEP)
    first, second = read_.sections[0].items
    assert (first.title, second.title) == ("推进“一网通办”", "清理证明")
    assert [t.text for t in first.tasks] == [
        "升级市级平台，接入系统30个。",
        "梳理事项清单，编制办事指南；",
        "打通数据接口，实现互认共享。",
        "企业开办时间压缩至3个工作日以内。",
    ]
    assert {t.units for t in first.tasks} == {("政务局", "公安局", "市场监管局")}
    assert {t.lead for t in first.tasks} == {("政务局",)}
    assert first.tasks[3].targets[0].op == "<="
    assert (second.tasks[0].units, dues(second.tasks[0])) == (("司法局",), ["2020-09-30"])


def test_flat_numbers_and_notes_in_every_bracket() -> None:
    read_ = read(papers.FLAT)
    assert [i.no for i in read_.sections[0].items] == ["1．", "2．", "3．", "4．", "5．"]
    assert [t.units for t in tasks(read_)] == [
        ("市档案局", "市委文明办(创城办)", "各县(市、区)人民政府"),
        ("市档案馆", "市财政局", "市大数据局"),
        ("市档案馆",),
        ("市档案局", "市消防救援支队"),
        (),
    ]
    assert [t.lead for t in tasks(read_)] == [("市档案局",), ("市档案馆",), (), (), ()]
    assert [t.local for t in tasks(read_)] == [True, False, False, False, True]
    assert dues(tasks(read_)[0]) == ["2019-03-31", "2019-06-30"]
    assert dues(tasks(read_)[4]) == [""]


def test_titles_that_are_units() -> None:
    assert [(t.text, t.units) for t in tasks(read(papers.UNIT_TITLES))] == [
        ("新建幼儿园8所。", ("市教育局",)),
        ("6月底前完成校园安防建设。", ("市教育局",)),
        ("创建健康乡镇5个；", ("市卫生健康委",)),
        ("建设发热门诊3个。", ("市卫生健康委",)),
    ]


def test_a_table_has_one_task_a_row() -> None:
    read_ = read(papers.TABLE)
    assert texts(read_) == ["建设数据平台。完善检索功能。", "培育示范单位50家以上", "各市开展执法检查"]
    assert [t.units for t in tasks(read_)] == [("信息中心", "办公室", "规划处"), ("运用处",), ("保护处", "各设区市局")]
    assert [t.lead for t in tasks(read_)] == [("信息中心",), ("运用处",), ("保护处",)]
    assert [dues(t) for t in tasks(read_)] == [["2020-06-30"], ["2020-12-31"], [""]]
    assert [t.local for t in tasks(read_)] == [False, False, True]
    assert tasks(read_)[1].targets[0].value == 50


def test_a_table_with_bars_at_its_ends_and_classes_that_span_rows() -> None:
    read_ = read(
        "2022年改革任务清单\n| 类别 | 改革任务 | 具体举措 | 责任单位 | 时间进度 |\n|---|---|---|---|---|\n"
        "| 经济 | 国企改革 | 制定改革方案；完成3户企业重组 | 牵头单位：甲委；配合单位：各县（市、区）政府 | 三季度 |\n"
        "|  | 财税改革 | 推进绩效管理 |  |  |\n"
    )
    assert texts(read_) == ["制定改革方案；完成3户企业重组", "推进绩效管理"]
    assert tasks(read_)[0].lead == ("甲委",)
    assert tasks(read_)[1].units == ("甲委", "各县（市、区）政府")
    assert dues(tasks(read_)[0]) == ["2022-09-30"]


def test_scanned_pages_are_put_together_again() -> None:
    read_ = read(papers.SCANNED)
    assert [s.title for s in read_.sections] == ["市容整治", "环卫保洁"]
    assert [text.replace(" ", "") for text in texts(read_)] == [
        "按照疏堵结合的原则，设置便民疏导点6处，规范摊位300个以上，确保主要道路秩序良好。",
        "开展夜间专项巡查，每周不少于两次；",
        "建立日常巡查台账，及时处置群众投诉。",
        "拆除违规广告牌120块，编制户外广告设置规划，2020年10月中旬前报区政府审批。",
        "主次干道机扫率达到90%，新购机扫车5辆。",
        "改造公厕12座，新建2座，11月底前全部投入使用。",
    ]
    assert tasks(read_)[0].units == ("执法大队", "各街道办事处")
    assert [t.value for t in tasks(read_)[4].targets] == [90, 5]
    assert dues(tasks(read_)[3]) == ["2020-10-20"]


def test_traditional_characters_are_read_and_quoted_as_written() -> None:
    read_ = read(papers.TRADITIONAL)
    assert texts(read_)[0] == "加快推進(jìn)檔案館建設(shè)，6月底前完成主體工程。"
    assert len(tasks(read_)) == 4
    assert tasks(read_)[1].local
    assert tasks(read_)[0].lead == ("市檔案局",)
    assert tasks(read_)[1].targets[0].value == 80
    assert tasks(read_)[2].targets[0].op == ">="


def test_number_eleven_may_run_on_with_digits() -> None:
    lines = [f"{n}.项目{n}号\n按月调度进度。\n责任单位：科技局" for n in range(1, 11)]
    read_ = read("2018年重点工作\n" + "\n".join(lines) + "\n11.121人才项目\n引进人才12名。\n责任单位：人才办\n")
    last = read_.sections[0].items[-1]
    assert (last.no, last.title, last.tasks[0].units) == ("11.", "121人才项目", ("人才办",))
    assert len(read_.sections[0].items) == 11


def test_flat_chinese_numbers_to_thirty() -> None:
    han = ["", *"一二三四五六七八九"]
    marks = [("" if n < 10 else "十" if n < 20 else han[n // 10] + "十") + han[n % 10] for n in range(1, 31)]
    read_ = read("2020年实事项目\n" + "".join(f"{m}、推进项目{m}号建设。（甲局牵头）\n" for m in marks))
    assert len(tasks(read_)) == 30
    assert {t.lead for t in tasks(read_)} == {("甲局",)}
    assert read_.sections[-1].no == "三十"


def test_titles_parted_by_a_colon_a_blank_or_nothing_but_the_line() -> None:
    read_ = read(
        "2023年工作要点\n一、党的建设\n（一）强化理论武装\u3000深入开展专题学习，组织学习6次。\n"
        "（二）抓好队伍建设\u3000开展干部培训，培训干部200人次。\n"
        "二、督查落实\n1.组织领导：各单位要成立专班，5月底前报送名单。\n2.督促检查：办公室要加强督查，每季度通报一次。\n"
        "三、其他工作\n• 做好信访工作\n· 完成年度审计；配合做好巡察\n"
    )
    assert texts(read_) == [
        "深入开展专题学习，组织学习6次。",
        "开展干部培训，培训干部200人次。",
        "各单位要成立专班，5月底前报送名单。",
        "办公室要加强督查，每季度通报一次。",
        "做好信访工作",
        "完成年度审计；",
        "配合做好巡察",
    ]
