"""行为名称: what the acts of the whole house are called on pages. Here, for the ledger below knows none of them."""

ACTS = {
    "submit": "报送",
    "intake": "入库",
    "release": "审核公示",
    "classify": "改变失信程度或领域",
    "hold": "暂不公开",
    "resume": "解除暂不公开",
    "hide": "紧急下线",
    "confirm_hide": "确认下线",
    "show_again": "恢复公示",
    "correct": "采纳更正",
    "withdraw": "采纳撤下",
    "decline": "不采纳提议",
    "take_back": "撤回批次",
    "dismiss_row": "注明不再报送",
    "publish_due": "到期自动公示",
    "escalate": "到期转信用办",
    "end": "公示期满",
    "end_effect": "效力届满",
    "reckon": "重新计算期限",
    "import_calendar": "导入日历",
    "propose_catalogue": "提出信息目录",
    "adopt_catalogue": "采纳信息目录",
    "decline_catalogue": "不采纳信息目录",
    "deliver": "推送登记信息",
    "acknowledge_delivery": "签收登记信息",
    "return_delivery": "退回登记信息",
    "hand_on_delivery": "转交登记信息",
    "add_delivery_rule": "新增推送规则",
    "end_delivery_rule": "停用推送规则",
    "merge": "合并主体",
    "undo_merge": "撤销合并",
    "rename": "更名",
    "add_former_name": "登记曾用名",
    "add_key_person": "登记关键人员",
}


def act_title(what: str) -> str:
    """What an act is called on a page; acts of accounts are named in Chinese already."""
    return ACTS.get(what, what)
