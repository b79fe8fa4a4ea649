"""File formats (文件格式): what an upload is, and whether it may be opened at all. Pure; opens nothing but ZIP directories."""

import io
import struct
import zipfile

MAX_BYTES = 30 * 1024 * 1024
MAX_ENTRIES = 300
MAX_UNPACKED = 700 * 1024 * 1024
MAX_RATIO = 250

TEMPLATE = "请在平台下载模板，将数据粘贴到模板中后重报。"
SENTENCES = {
    "empty": "文件是空的，没有任何内容。请确认选对了文件后重报。",
    "too_large": f"文件超过{MAX_BYTES // 1024 // 1024}MB。请拆分为几个文件分别报送。",
    "not_a_table": "这不是可识别的表格文件。请用 .xlsx、.xls 或 .csv 格式；" + TEMPLATE,
    "password": "文件设有打开密码，平台无法读取。请在 Excel 中取消密码后重报。",
    "macro": "文件中含有宏（程序），为安全起见不予接收。请另存为不含宏的 .xlsx 后重报。",
    "external": "文件链接了其他文件的内容，为安全起见不予接收。请将数据粘贴为“值”后重报。",
    "bomb": "文件解压后异常庞大，不予接收。" + TEMPLATE,
    "broken": "文件已损坏或不是真正的 Excel 文件，无法打开。请用 Excel 重新另存后重报，或改用模板。",
    "broken_table": "CSV 文件的引号不成对，无法分列。请用 Excel 打开核对后另存，或改用 .xlsx 模板。",
    "mixed_encoding": "CSV 文件的文字编码前后不一致，会出现乱码。请用 Excel 另存为“CSV UTF-8”或 .xlsx 后重报。",
    "too_wide": "表格的列太多（超过300列）。可能在很远的列中有多余内容；" + TEMPLATE,
    "too_long": "表格超过20万行。请拆分为几个文件分别报送；若行数其实不多，可能在很靠下的行中有多余内容，" + TEMPLATE,
    "too_big": "表格的有效区域过大，可能在很远的行列中有一个多余的单元格。" + TEMPLATE,
    "nothing": "文件中没有找到表头。请使用平台的模板，表头须在前十行内，且不要改动列名。",
}


class Unreadable(ValueError):
    """The file is refused; `code` is a key of SENTENCES or of a caller's own sentence, `message` says it to the clerk."""

    def __init__(self, code: str, message: str = ""):
        self.code = code
        self.message = message or SENTENCES[code]
        super().__init__(self.message)


def recognise(data: bytes, file_name: str) -> str:
    """ "workbook" or "table" for the parser. Raises Unreadable. Looks at the bytes; the name only tells .csv from junk."""
    if not data:
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    if data.startswith(b"PK"):
        _look_into_zip(data)
        return "workbook"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _look_into_compound(data)
        return "workbook"
    if file_name.lower().endswith((".csv", ".txt")) and b"\0" not in data[:4096]:
        if not data.strip():
            raise Unreadable("empty")
        return "table"
    raise Unreadable("not_a_table")


def _look_into_zip(data: bytes) -> None:
    """The directory only: nothing is unpacked before its size is known."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError) as reason:
        raise Unreadable("broken") from reason
    names = [entry.filename.lower() for entry in entries]
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 4096):
        raise Unreadable("bomb")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unreadable("macro")
    if any("/externallinks/" in name for name in names):
        raise Unreadable("external")
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise Unreadable("not_a_table")


def _look_into_compound(data: bytes) -> None:
    """Old Office container: its directory has entries of 128 bytes, each beginning with a name in 32 UTF-16 units."""

    def holds(name: str) -> bool:
        entry, at = name.encode("utf-16-le").ljust(64, b"\0"), -1
        while (at := data.find(entry, at + 1)) >= 0:
            if at % 128 == 0:
                return True
        return False

    if holds("EncryptedPackage"):
        raise Unreadable("password")
    if holds("_VBA_PROJECT") or holds("VBA") or holds("_VBA_PROJECT_CUR"):
        raise Unreadable("macro")
    if not holds("Workbook") and not holds("Book"):
        raise Unreadable("not_a_table")
