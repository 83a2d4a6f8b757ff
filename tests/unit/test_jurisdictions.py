"""The catalogue of jurisdictions: its tree, its codes, and its romanised names, polyphonic ones above all."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml

from medplan.catalogue.catalogues import Jurisdiction
from medplan.catalogue.naming import slug_of
from medplan.catalogue.place_lines import read_former
from medplan.catalogue.romanise import bare_name, load_corrections, romanise
from medplan.importing.draft.scaffold import find_places
from medplan.library.repository import Repository

from .support import ROOT

SCRIPT = ROOT / "scripts" / "romanise_jurisdictions.py"

# Every name here has a character that is read differently elsewhere, or a spelling that is not the characters'.
POLYPHONIC = """
漯河市 Luohe 涡阳县 Guoyang 繁峙县 Fanshi 崆峒区 Kongtong 宕昌县 Tanchang 六安市 Lu'an 六合区 Luhe 六盘水市 Liupanshui
亳州市 Bozhou 蚌埠市 Bengbu 蚌山区 Bengshan 台州市 Taizhou 丽水市 Lishui 黄陂区 Huangpi 监利市 Jianli 枞阳县 Zongyang
铅山县 Yanshan 婺源县 Wuyuan 尉氏县 Weishi 尉犁县 Yuli 洪洞县 Hongtong 洞头区 Dongtou 大城县 Daicheng 大埔县 Dabu
黄埔区 Huangpu 大足区 Dazu 乐亭县 Laoting 乐陵市 Laoling 乐山市 Leshan 乐清市 Yueqing 南乐县 Nanle 民乐县 Minle
乐东黎族自治县 Ledong 井陉县 Jingxing 藁城区 Gaocheng 柏乡县 Baixiang 万柏林区 Wanbailin 任城区 Rencheng
华容县 Huarong 盱眙县 Xuyi 邗江区 Hanjiang 泌阳县 Biyang 中牟县 Zhongmu 牟定县 Mouding 长子县 Zhangzi 子长市 Zichang
长治市 Changzhi 长武县 Changwu 长海县 Changhai 弓长岭区 Gongchangling 长垣市 Changyuan 宁陕县 Ningshan 番禺区 Panyu
东莞市 Dongguan 珲春市 Hunchun 磴口县 Dengkou 鄠邑区 Huyi 吴堡县 Wubu 汨罗市 Miluo 郴州市 Chenzhou 阆中市 Langzhong
犍为县 Qianwei 筠连县 Junlian 重庆市 Chongqing 会泽县 Huize 台江县 Taijiang 什邡市 Shifang 厦门市 Xiamen
渑池县 Mianchi 马尾区 Mawei 汕尾市 Shanwei 佛冈县 Fogang 佛坪县 Foping 曾都区 Zengdu 都匀市 Duyun 宁都县 Ningdu
都江堰市 Dujiangyan 泊头市 Botou 荥阳市 Xingyang 荥经县 Yingjing 闵行区 Minhang 行唐县 Xingtang 浚县 Xunxian
单县 Shanxian 莘县 Shenxian 蔚县 Yuxian 歙县 Shexian 和县 Hexian 沙县区 Shaxian 东阿县 Dong'e 宿州市 Suzhou
句容市 Jurong 临朐县 Linqu 武陟县 Wuzhi 秭归县 Zigui 调兵山市 Diaobingshan 柞水县 Zhashui 禅城区 Chancheng
穆棱市 Muling 龙圩区 Longxu 吕梁市 Lüliang 旅顺口区 Lüshunkou 略阳县 Lüeyang 西安市 Xi'an 普洱市 Pu'er 伽师县 Jiashi
疏勒县 Shule 莎车县 Shache 呼和浩特市 Hohhot 鄂尔多斯市 Ordos 齐齐哈尔市 Qiqihar 哈尔滨市 Harbin 锡林郭勒盟 Xilin_Gol
阿拉善盟 Alxa 巴彦淖尔市 Bayannur 拉萨市 Lhasa 乌鲁木齐市 Urumqi 和田地区 Hotan 土默特左旗 Tumd_Zuoqi 称多县 Chindu
陕西省 Shaanxi 山西省 Shanxi 西藏自治区 Xizang 内蒙古自治区 Nei_Mongol 香港特别行政区 Hong_Kong 澳门特别行政区 Macao
肃南裕固族自治县 Sunan 东乡族自治县 Dongxiang 神农架林区 Shennongjia 六枝特区 Liuzhi 清新区 Qingxin 浦东新区 Pudong
"""
NAMED = [(name, pinyin.replace("_", " ")) for name, pinyin in re.findall(r"(\S+) (\S+)", POLYPHONIC)]


@pytest.fixture(scope="module")
def jurisdictions(repository: Repository) -> dict[str, Jurisdiction]:
    return repository.catalogues.jurisdictions


def test_all_levels_are_complete(jurisdictions: dict[str, Jurisdiction]) -> None:
    count = Counter(place.level for place in jurisdictions.values())
    assert (count["national"], count["province"], count["prefecture"]) == (1, 34, 333)
    assert 2840 <= count["county"] <= 2860
    municipal = Counter(p.parent for p in jurisdictions.values() if p.level == "county")
    assert [municipal[code] for code in ("110000", "120000", "310000")] == [16, 16, 16]
    assert not {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"} & {
        p.name for p in jurisdictions.values()
    }


def test_codes_are_in_order_and_agree_with_the_parents(jurisdictions: dict[str, Jurisdiction]) -> None:
    assert list(jurisdictions) == sorted(jurisdictions)
    ends = {"national": r"100000", "province": r"\d\d0000", "prefecture": r"\d{4}00", "county": r"\d{4}(?!00)\d\d"}
    above_of = {"province": "national", "prefecture": "province", "county": "prefecture"}
    directly: Counter[str] = Counter()
    for code, place in jurisdictions.items():
        assert re.fullmatch(ends[place.level], code), place
        if place.parent is None:
            assert place.level == "national"
            continue
        above = jurisdictions[place.parent]
        if place.level == "county" and above.level == "province":
            directly[above.name] += 1
            assert code.startswith(above.code[:2])
            continue
        assert above.level == above_of[place.level], place
        if place.level != "province":
            assert code.startswith(
                above.code.rstrip("0").ljust(2, "0") if above.level == "province" else above.code[:4]
            )
    # The districts of the municipalities, and the counties and cities that provinces govern themselves.
    assert set(directly) == {"北京市", "天津市", "上海市", "重庆市", "河南省", "湖北省", "海南省", "新疆维吾尔自治区"}
    assert (directly["河南省"], directly["湖北省"], directly["海南省"]) == (1, 4, 15)


def test_names_are_clean(jurisdictions: dict[str, Jurisdiction]) -> None:
    for place in jurisdictions.values():
        for text in (place.name, place.pinyin):
            assert text == unicodedata.normalize("NFC", text).strip()
        assert re.fullmatch(r"[一-鿿]{2,}", place.name), place
        assert re.fullmatch(r"[A-Z][a-zü']*( [A-Z][a-zü']*)*", place.pinyin), place
        assert re.fullmatch("[a-z]+", slug_of(place.pinyin)), place
    siblings = Counter((place.parent, place.name) for place in jurisdictions.values())
    assert [key for key, times in siblings.items() if times > 1] == []


@pytest.mark.parametrize(("name", "pinyin"), NAMED)
def test_romanised_names_are_right(jurisdictions: dict[str, Jurisdiction], name: str, pinyin: str) -> None:
    assert {place.pinyin for place in jurisdictions.values() if place.name == name} == {pinyin}


def test_the_list_of_polyphonic_names_is_long() -> None:
    assert len({name for name, _ in NAMED}) == len(NAMED) >= 60


@pytest.mark.parametrize(
    ("character", "reading", "others"),
    [
        ("都", "du", set()),
        ("朝阳", "chaoyang", set()),
        ("台", "tai", set()),
        ("柏", "bai", set()),
        ("阿", "a", {"东阿县"}),
    ],
)
def test_a_reading_holds_in_every_generated_name(
    jurisdictions: dict[str, Jurisdiction], character: str, reading: str, others: set[str]
) -> None:
    corrected = {entry["code"] for entry in corrections() if "民族语" in entry["why"]}
    for code, place in jurisdictions.items():
        if character in bare_name(place.name) and code not in corrected and place.name not in others:
            assert reading in slug_of(place.pinyin), place


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("苏州市", "苏州"),
        ("歙县", "歙县"),
        ("沙市区", "沙市"),
        ("大兴安岭地区", "大兴安岭"),
        ("清新区", "清新"),
        ("滨海新区", "滨海"),
        ("峰峰矿区", "峰峰"),
        ("新疆维吾尔自治区", "新疆"),
        ("内蒙古自治区", "内蒙古"),
        ("塔什库尔干塔吉克自治县", "塔什库尔干"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("三都水族自治县", "三都"),
        ("龙胜各族自治县", "龙胜"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("梅里斯达斡尔族区", "梅里斯"),
        ("香港特别行政区", "香港"),
    ],
)
def test_kinds_and_peoples_are_left_out(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def corrections() -> list[dict[str, str]]:
    text = (ROOT / "data" / "romanised-corrections.yaml").read_text("utf-8")
    loaded: list[dict[str, str]] = yaml.load(text, yaml.CBaseLoader)
    return loaded


def test_every_correction_is_needed_and_applied(jurisdictions: dict[str, Jurisdiction]) -> None:
    codes = [entry["code"] for entry in corrections()]
    assert codes == sorted(set(codes))
    for entry in corrections():
        place = jurisdictions[entry["code"]]
        assert (place.name, place.pinyin) == (entry["name"], entry["pinyin"])
        assert romanise(place.name) != place.pinyin
        assert entry["why"]
    for code in set(jurisdictions) - set(codes):
        assert jurisdictions[code].pinyin == romanise(jurisdictions[code].name)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('- {code: "999999", name: 没有市, pinyin: Meiyou, why: 试}', "unknown-jurisdiction"),
        ('- {code: "320500", name: 无锡市, pinyin: Wuxi, why: 试}', "unknown-jurisdiction"),
        ('- {code: "320500", name: 苏州市, pinyin: Suzhou, why: 试}', "needless"),
        ('- {code: "320500", name: 苏州市, pinyin: Soochow}', "missing-key"),
        ('- {code: "320500", name: 苏州市, pinyin: Soochow, why: 试, who: 我}', "missing-key"),
    ],
)
def test_wrong_corrections_are_refused(tmp_path: Path, line: str, rule: str) -> None:
    path = tmp_path / "romanised-corrections.yaml"
    path.write_text(line, encoding="utf-8")
    _, issues = load_corrections(path, [{"code": "320500", "name": "苏州市"}])
    assert [issue.rule for issue in issues] == [rule]


def run_script(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--data", str(data), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_script_writes_the_catalogue_as_it_is(tmp_path: Path) -> None:
    kept = run_script(ROOT / "data", "--check")
    assert (kept.returncode, kept.stderr) == (0, ""), kept.stdout
    for name in ("jurisdictions.yaml", "romanised-corrections.yaml"):
        shutil.copyfile(ROOT / "data" / name, tmp_path / name)
    path = tmp_path / "jurisdictions.yaml"
    right = path.read_text("utf-8")
    path.write_text(right.replace("pinyin: Luohe,", "pinyin: Tahe,", 1), encoding="utf-8")
    found = run_script(tmp_path, "--check")
    assert found.returncode == 1
    assert "漯河市" in found.stdout
    assert "Tahe" in path.read_text("utf-8")
    assert run_script(tmp_path).returncode == 0
    assert path.read_text("utf-8") == right
    assert "Tahe" in (tmp_path / "jurisdictions.yaml.1.bak").read_text("utf-8")
    left = {"jurisdictions.yaml", "jurisdictions.yaml.1.bak", "romanised-corrections.yaml"}
    assert {p.name for p in tmp_path.iterdir()} == left


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("吴江市", "吴江区"),
        ("320584", "吴江区"),
        ("襄樊市", "襄阳市"),
        ("崇文区", "东城区"),
        ("chengduo", "称多县"),
        ("Chindu", "称多县"),
    ],
)
def test_a_former_name_or_code_and_hanyu_pinyin_lead_to_the_present_place(
    repository: Repository, words: str, name: str
) -> None:
    assert [place.name for place in find_places(words, repository.catalogues)] == [name]


def test_the_catalogue_says_of_what_day_it_is_and_what_is_not_verified(repository: Repository) -> None:
    as_of, source = repository.catalogues.vintage
    assert re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", as_of) and "国家地名信息库" in source
    places = repository.catalogues.jurisdictions
    assert places["632723"].hanyu == "Chengduo" and not places["632723"].spelling
    assert places["320500"].hanyu is None and not places["320500"].spelling
    assert places["150105"].spelling == "generated", "made by a program where another language is spoken"


def test_former_names_need_a_source(tmp_path: Path) -> None:
    """An event without a source whose names have nothing in common may be noise; chains are followed to today."""
    rows = [
        (2000, "更名", "320205", "马山区", "320205", "锡山区", {}),
        (2001, "撤县设市", "320584", "吴江县", "320585", "吴江市", {}),
        (2012, "撤市设区", "320585", "吴江市", "320509", "吴江区", {}),
        (2010, "撤销", "110103", "崇文区", "110101", "东城区", {"note": "B-29"}),
        (2014, "撤销", "130102", "桥东区", "130502", "桥东区", {"note": "自动补全去向"}),
        (1990, "撤县设市", "320525", "吴江县", "320509", "吴江区", {"doc_no": "国函"}),
    ]
    sides = [({"code": f"{a}000000", "name": b}, {"code": f"{c}000000", "name": d}) for _, _, a, b, c, d, _ in rows]
    events = [
        {"year": row[0], "type": row[1], "old": old, "new": new} | row[6]
        for row, (old, new) in zip(rows, sides, strict=True)
    ]
    path = tmp_path / "changes.json"
    path.write_text(json.dumps({"events": events}, ensure_ascii=False), encoding="utf-8")
    names = {"320205": "锡山区", "320509": "吴江区", "110101": "东城区", "130502": "桥东区"}
    former = read_former(path, [{"code": code, "name": name} for code, name in names.items()])
    assert {code: [(f["name"], f["code"]) for f in found] for code, found in former.items()} == {
        "320509": [("吴江县", "320584"), ("吴江市", "320585")],
        "110101": [("崇文区", "110103")],
    }
