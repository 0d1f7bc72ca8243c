"""QR codes of a print run at once: the same text but for a code at its end.

For a fixed version, level, mask and fixed lengths a QR code is an affine function of the payload
bits over GF(2): Reed-Solomon coding is linear, and interleaving, placing and masking are fixed
(ISO/IEC 18004). So each symbol is one reference symbol XOR the change that each pair of its
characters makes, and all reference symbols come from the `qrcode` library.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import qrcode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # ISO/IEC 18004 table 5
PAIR_BITS = 11
BITS_IN_BYTE = 8


def _symbol(prefix: str, code: str, version: int | None, mask: int | None) -> qrcode.QRCode:
    symbol = qrcode.QRCode(
        version=version,
        error_correction=qrcode.constants.ERROR_CORRECT_M,
        border=0,
        mask_pattern=mask,
    )
    symbol.add_data(QRData(prefix.encode(), mode=MODE_8BIT_BYTE))
    symbol.add_data(QRData(code.encode(), mode=MODE_ALPHA_NUM))
    symbol.make(fit=version is None)
    return symbol


def _rows(symbol: qrcode.QRCode) -> int:
    """Write the modules as one number: row after row, each filled up to whole bytes."""
    padding = "0" * (-len(symbol.modules) % BITS_IN_BYTE)
    lines = ("".join("1" if dark else "0" for dark in row) + padding for row in symbol.modules)
    return int("".join(lines), 2)


def _pair(value: int) -> str:
    first, second = divmod(value, len(ALPHANUMERIC))
    return ALPHANUMERIC[first] + ALPHANUMERIC[second]


@dataclass(frozen=True)
class SymbolSeries:
    """Everything needed to write the symbol of any code of this length behind the prefix."""

    modules: int
    reference: int
    changes: tuple[tuple[int, ...], ...]

    def packed(self, code: str) -> bytes:
        """Give the symbol as a bitmap: rows from the top in whole bytes, a set bit is dark."""
        rows = self.reference
        for place, bits in enumerate(self.changes):
            first, second = code[2 * place], code[2 * place + 1]
            value = ALPHANUMERIC.index(first) * len(ALPHANUMERIC) + ALPHANUMERIC.index(second)
            for bit in range(PAIR_BITS):
                if value >> bit & 1:
                    rows ^= bits[bit]
        row_bytes = -(-self.modules // BITS_IN_BYTE)
        return rows.to_bytes(row_bytes * self.modules, "big")

    def operators(self, code: str) -> str:
        """Give PDF operators that draw the symbol as an image mask, one unit a module."""
        side = self.modules
        head = f"BI /W {side} /H {side} /IM true /BPC 1 /D [1 0] /F /AHx ID"
        return f"{side} 0 0 {side} 0 0 cm\n{head}\n{self.packed(code).hex()}>\nEI"


def find_series(urls: Sequence[str]) -> SymbolSeries | None:
    """Give the series of addresses that differ only in a code of one length at the end."""
    prefix, _slash, first = urls[0].rpartition("/")
    start, length = f"{prefix}/", len(first)
    alike = all(
        url.startswith(start) and len(url) == len(start) + length and can_follow(url[len(start) :])
        for url in urls
    )
    return symbol_series(start, length) if alike else None


def can_follow(code: str) -> bool:
    """Tell whether a code can be the varying end of a series: pairs of the dense alphabet."""
    return len(code) > 0 and len(code) % 2 == 0 and set(code) <= set(ALPHANUMERIC)


@lru_cache(maxsize=8)
def symbol_series(prefix: str, code_length: int) -> SymbolSeries:
    """Prepare a series, level M, with the mask that is best for its reference code.

    About ninety reference symbols are made, once a process; worth it from some hundred labels on.
    """
    blank = "0" * code_length
    best = _symbol(prefix, blank, None, None)
    version, mask = best.version, best.best_mask_pattern()
    reference = _rows(_symbol(prefix, blank, version, mask))

    def change(place: int, value: int) -> int:
        varied = blank[: 2 * place] + _pair(value) + blank[2 * place + 2 :]
        return _rows(_symbol(prefix, varied, version, mask)) ^ reference

    changes = tuple(
        tuple(change(place, 1 << bit) for bit in range(PAIR_BITS))
        for place in range(code_length // 2)
    )
    return SymbolSeries(len(best.modules), reference, changes)
