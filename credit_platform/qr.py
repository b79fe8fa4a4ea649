"""二维码: a text as a QR code, drawn as SVG. Ground."""

import io

import segno


def qr_svg(text: str) -> str:
    """With the quiet zone that readers want; error correction M: a fold or a stamp may hide some of it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()
