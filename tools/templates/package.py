"""Zip packages with the same bytes on every machine."""

import io
import zipfile
import zlib

DATE = (1980, 1, 1, 0, 0, 0)


def pack(parts, stored=()):
    """parts: (name, bytes) in order.  Names in "stored" are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in parts:
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 0
            info.external_attr = 0
            if name in stored:
                info.compress_type = zipfile.ZIP_STORED
                z.writestr(info, data)
            else:
                info.compress_type = zipfile.ZIP_DEFLATED
                z.writestr(info, data, compresslevel=9)
    return out.getvalue()


def same(a, b):
    """Do two packages hold the same parts in the same order?  (Deflate may differ by zlib.)"""
    def parts(data):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return [(i.filename, i.compress_type, i.date_time, z.read(i)) for i in z.infolist()]
    try:
        return parts(a) == parts(b)
    except (zipfile.BadZipFile, zlib.error):
        return False
