"""Wrong arguments of our commands: one Chinese sentence on stderr, nothing on stdout, exit status 1."""

import re

import pytest
from django.core.management import get_commands, load_command_class


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("backup", "缺少参数：--out"),
        ("backup --out", "参数 --out 后面没有填值"),
        ("sweep --on 明天", "参数 --on 的值 '明天' 不是日期"),
        ("find 红旗 --limit x", "参数 --limit 的值 'x' 不是整数"),
        ("uscc 1 --what", "没有这个参数：--what"),
        ("add_officer li --department 1 --role king", "参数 --role 的值 'king' 不可用，可填："),
        ("uscc 1 --json=1", "参数 --json 不带值"),
    ],
)
def test_one_sentence(line, words, capsys):
    name, *arguments = line.split()
    with pytest.raises(SystemExit) as end:
        load_command_class(get_commands()[name], name).run_from_argv(["manage.py", name, *arguments])
    out, err = capsys.readouterr()
    assert (end.value.code, out, len(err.splitlines())) == (1, "", 1)
    assert words in err
    assert not re.search(r"argument|usage|invalid|required", err)
