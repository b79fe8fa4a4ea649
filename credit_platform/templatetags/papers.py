"""附件 on pages of staff: whether what can be downloaded there went through a scanner. Source: F2."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from credit_platform import scanning

register = template.Library()
UNSCANNED = mark_safe('<p class="hint">附件没有查毒：平台还没有配置查毒程序，下载后请先用本机的安全软件检查。</p>')


@register.simple_tag
def unscanned() -> SafeString:
    """A hint where no scanner is configured; nothing else."""
    return mark_safe("") if scanning.configured() else UNSCANNED
