"""More whole papers: columns, notes, annexes, and unusual characters."""

from plan.reading import read
from tests.reading.results import dues, tasks, texts


def test_a_date_in_a_section_heading_holds_for_all_its_tasks() -> None:
    read_ = read(
        "2020年工作方案\n一、全面排查（2020年3月至4月）\n1.开展排查。建立台账，逐户登记。\n2.公布结果。公布名单。\n二、长效管理\n完善制度。\n"
    )
    assert [dues(t) for t in tasks(read_)] == [["2020-04-30"], ["2020-04-30"], []]


def test_above_means_all_of_the_item() -> None:
    read_ = read(
        "2020年工作要点\n一、防汛工作\n1.预案修订。修订预案；组织演练。以上工作6月15日前完成。\n2.物资储备。补充物资。\n"
    )
    assert [dues(t) for t in tasks(read_)] == [["2020-06-15"], ["2020-06-15"], []]


def test_half_width_punctuation_and_the_bureau_behind_its_divisions() -> None:
    read_ = read(
        "各设区市局,省水务局各处室:\n现将《2020年全省水务工作要点》印发给你们,请认真落实。\n"
        "一、深化改革\n(一)推进水价改革.制定水价办法,报省政府批准;开展试点.浙江省要走在前列.\n(二)加强监管.开展检查,检查率达到100%.\n"
    )
    assert (read_.title, read_.issuer, read_.year) == ("2020年全省水务工作要点", "浙江省水务局", 2020)
    assert texts(read_)[:2] == ["制定水价办法,报省政府批准;", "开展试点."]
    assert tasks(read_)[-1].targets[0].value == 100


def test_unit_headings_without_a_number() -> None:
    read_ = read("2020年任务分工\n一、总的安排\n做好统筹。\n办公室\n1.起草要点。\n2.组织会议。\n法规处\n1.修订办法。\n")
    assert [t.units for t in tasks(read_)] == [(), ("办公室",), ("办公室",), ("法规处",)]


def test_pieces_of_web_pages_around_a_plan() -> None:
    read_ = read(
        "索引号：123\n发布时间：2020-02-01\n2020年信访工作要点\n发布日期：2020-02-01\n一、化解积案\n开展化解攻坚，化解积案20件。\n【打印】【关闭】\n"
    )
    assert (read_.title, texts(read_)) == ("2020年信访工作要点", ["开展化解攻坚，化解积案20件。"])


def test_the_name_of_the_file_is_a_title_of_last_resort() -> None:
    assert read("一、推进改革。完善制度。\n二、加强监管。开展检查。\n", name="2024年要点.txt").title == "2024年要点"


def test_above_in_a_paragraph_of_its_own_means_the_whole_section() -> None:
    read_ = read(
        "2020年工作要点\n一、防汛工作\n1.修订预案，报市政府。\n2.补充物资，建立台账。\n以上工作6月15日前完成。\n"
    )
    assert [dues(t) for t in tasks(read_)] == [["2020-06-15"], ["2020-06-15"]]


def test_notes_inside_a_sentence_and_names_parted_by_blanks() -> None:
    read_ = read(
        "2020年工作要点\n一、重点任务\n1.推进平台建设（甲局负责），完善管理制度（乙局负责）。\n2.开展清理工作。\n"
        "责任单位：市甲局 市乙局 各县（市、区）政府\n"
    )
    assert [t.units for t in tasks(read_)] == [("甲局", "乙局"), ("市甲局", "市乙局", "各县（市、区）政府")]


def test_a_table_of_contents_is_no_plan() -> None:
    read_ = read(
        "2020年工作方案\n目录\n一、推进改革........1\n二、加强监管........2\n"
        "一、推进改革\n完善制度，出台办法。\n二、加强监管\n开展检查。\n"
    )
    assert texts(read_) == ["完善制度，出台办法。", "开展检查。"]


def test_running_heads_without_page_numbers() -> None:
    pages = ["推进城市管理精细化工作，建立健全长效管理机制，完善", "某区城市管理工作计划", "考核制度。"]
    read_ = read("2020年计划\n" + "".join(f"{n}、\n".replace("\n", "") + "\n".join(pages) + "\n" for n in "一二三"))
    assert texts(read_) == ["推进城市管理精细化工作，建立健全长效管理机制，完善考核制度。"] * 3


def test_titles_without_any_delimiter_and_marks_on_lines_of_their_own() -> None:
    read_ = read(
        "2020年要点\n一、\n工作要求\n（一）加强组织领导各部门要高度重视，明确责任。\n（二）落实属地责任各县（市、区）要制定方案，5月底前报送。\n"
        "（三）支持各部门要求合理调整的事项，做好服务。\n"
    )
    assert read_.sections[0].title == "工作要求"
    assert [(i.title, i.tasks[0].text) for i in read_.sections[0].items[:2]] == [
        ("加强组织领导", "各部门要高度重视，明确责任。"),
        ("落实属地责任", "各县（市、区）要制定方案，5月底前报送。"),
    ]
    assert [t.local for t in tasks(read_)] == [False, True, False]


def test_phases_with_a_number_of_their_own() -> None:
    read_ = read(
        "整治方案\n第一阶段：动员部署（2020年3月底前）。印发方案，召开会议。\n第二阶段：集中整治（4月至9月）。开展排查，建立台账。\n"
    )
    assert [dues(t) for t in tasks(read_)] == [["2020-03-31"], ["2020-09-30"]]


def test_an_annex_without_a_heading_of_its_own_starts_again() -> None:
    read_ = read(
        "2020年工作方案\n一、推进改革\n完善制度。\n二、加强监管\n开展检查。\n领导小组成员单位职责\n一、甲局\n负责统筹协调。\n"
    )
    assert texts(read_) == ["完善制度。", "开展检查。"]


def test_a_single_division_behind_a_sentence_and_a_date_in_brackets_inside_one() -> None:
    read_ = read(
        "2022年要点\n一、社会救助\n1、完善制度。制定审核办法（二季度完成）；推动平台对接，实现数据共享。（救助科）\n"
        "2、建设机构。设立专门机构（保护中心）。\n"
    )
    assert texts(read_)[0] == "制定审核办法（二季度完成）；"
    assert [t.units for t in tasks(read_)] == [("救助科",), ("救助科",), ()]
    assert [dues(t) for t in tasks(read_)] == [["2022-06-30"], [], []]
