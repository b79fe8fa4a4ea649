"""“双公示”工作月报表 (苏州, monthly): the columns of the sheet in use there in 2017. The first figures of each kind are the
department's own from its signed 双公示月报, the last two the platform's; only the address, means and problems are typed.
"""

from .base import COUNT, LONG, TEXT, Cell, Form, Section


def _kind(code: str, title: str) -> Section:
    said = (
        ("produced", "产生数量"),
        ("own_site", "本单位公示数量"),
        ("sent", "报送数量"),
        ("not_reported", "未报送数量"),
    )
    own = tuple(
        Cell(f"{code}_{name}", f"{title}{words}", COUNT, source=f"{code}_{name}", fixed=True) for name, words in said
    )
    why = Cell(f"{code}_why_not", f"{title}未报送依据", TEXT, source=f"{code}_why_not", fixed=True, needed=False)
    here = (("stored", "有效入库数"), ("public", "市级网站公示数量"))
    platform = tuple(
        Cell(f"{code}_{name}", f"{title}{words}", COUNT, source=f"{code}_{name}", fixed=True) for name, words in here
    )
    return Section(code, title, (*own, why, *platform), may_not_concern=False)


SHEET_SUZHOU = Form(
    key="sheet_suzhou",
    title="“双公示”工作月报表",
    to="信用办",
    clause="苏州市“双公示”统计月报表（2017年）",
    needs_return=True,
    notes=("产生、公示、报送和未报送数量取自本单位签发的双公示月报；有效入库数和市级网站公示数量由平台统计。",),
    sections=(
        Section("site", "公示网址", (Cell("site", "本单位公示网址", TEXT),), may_not_concern=False),
        _kind("licence", "行政许可"),
        _kind("penalty", "行政处罚"),
        Section(
            "means",
            "报送方式和问题",
            (Cell("means", "报送方式", TEXT, source="means"), Cell("problems", "报送存在问题情况", LONG, needed=False)),
            may_not_concern=False,
        ),
    ),
)
