"""Characters that are taken for one another: a character in; those of the same sound or of a like shape out.

Sounds are pypinyin's, of the 3,755 characters of the first level of GB/T 2312; shapes are those that lists of 形近字
for schools name. Half of each list is used while the rules are developed, the other half only to measure them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pypinyin import Style, lazy_pinyin

_SHAPES = """
己已巳 人入八 末未 日曰目 土士 干千于 天夭 大太犬 王玉主 木本术 申由甲田 力刀 白自 今令 午牛 水永
贝见 折拆析 辨辩辫 辑缉 侯候 拨拔 拢扰 徒徙 载栽裁 撤撒 孤狐 坐座 竟竞 券卷 幕慕墓暮 密蜜 常堂
住往 低底抵 待侍 治冶 续读 清请情精睛 诊珍 疗辽 构沟购 险检捡脸 账帐 筹畴 结洁 监蓝 管菅 基其
缴激 费贵 付什 价介 政攻 助肋 标际 准淮 支技 约药 采彩 集焦 地他 院完 医区 履覆 盖益 率卒 受爱
享亨 名各 办为 开井 全金 元无 市布 县具 间问 务备 机肌 系糸 体休 制刺 度席 运远近 动劝 强弹
化代 规现 范泡 平乎 公分 民氏 享亭 困因 难准 特持 病痛 门们 诉拆 员贡 级极 层尽 重童 点占 面而
效郊 组祖 织识 定走 工土 作昨 责贵 任住 传转 部陪 乡多 居届 社杜 区巨 参叁 加如 个介
"""


@cache
def _common() -> tuple[str, ...]:
    """Return the characters of the first level of GB/T 2312."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return tuple(code.decode("gb2312") for code in cells if _is_assigned(code))


def _is_assigned(code: bytes) -> bool:
    try:
        code.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for char in _common():
        found.setdefault(_sound(char), []).append(char)
    return found


@cache
def _sound(char: str) -> str:
    return lazy_pinyin(char, style=Style.NORMAL)[0]


def of_like_sound(char: str, apart: bool) -> list[str]:
    """Return the common characters of the same sound, tones aside, of one half."""
    return [other for other in _by_sound().get(_sound(char), ()) if other != char and _half(char, other) == apart]


def of_like_shape(char: str, apart: bool) -> list[str]:
    """Return the characters that look alike, of one half."""
    return sorted({other for other in _shapes(char) if other != char and _half(char, other) == apart})


def _shapes(char: str) -> Iterator[str]:
    for group in _SHAPES.split():
        if char in group:
            yield from group


def _half(one: str, two: str) -> bool:
    return (ord(one) + ord(two)) % 2 == 1
