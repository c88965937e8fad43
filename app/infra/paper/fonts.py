"""The faces of the paper: read once, cut down to Vietnamese, measured to the ink.

A document embeds only the letters that it uses, but cutting them out of a font of a thousand
glyphs costs more than all the rest of a certificate. So each face is first cut, once in a
process, to the repertoire that Vietnamese papers can need.
"""

from __future__ import annotations

import io
import logging
import threading
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.infra.paper.kerning import kerning_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fontTools.ttLib import TTFont as FontFile

FONT_FOLDER = Path(__file__).resolve().parents[3] / "static" / "vendor" / "pdf-fonts"
MM_PER_POINT = 25.4 / 72

_PLAIN_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LOWER = [unicodedata.normalize("NFC", v + tone) for v in _PLAIN_VOWELS for tone in _TONES]
_LOWER += list("ăâđêôơư")
VIETNAMESE_LETTERS: frozenset[str] = frozenset(_LOWER) | {letter.upper() for letter in _LOWER}

_RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Extended-A: names from Europe, breve letters of Ê Đê, Ba Na
    (0x01A0, 0x01B0),  # ơ ư
    (0x01CD, 0x01DC),  # carons of Pinyin
    (0x0218, 0x021B),  # Romanian
    (0x0391, 0x03C9),  # Greek, met in titles of works: β-glucan
    (0x1E00, 0x1EFF),  # Latin Extended Additional: the bulk of Vietnamese
    (0x2010, 0x2044),  # dashes, quotes, ellipsis, fraction bar
    (0x2070, 0x208E),  # superscripts and subscripts: CO₂
)
_SINGLES = "₫€№™←→−×÷≈≠≤≥∞√◊□"
REPERTOIRE: frozenset[int] = frozenset(
    code for first, last in _RANGES for code in range(first, last + 1)
) | {ord(sign) for sign in _SINGLES}

# What stands for a letter that a face lacks; the first that the face has.
_FALLBACKS = "□◊?"


class FontFault(RuntimeError):
    """A font file is absent or cannot write Vietnamese: the installation is incomplete."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One cut of one family. Metrics are in thousandths of the font size.

    ``ink`` gives per character the drawn box ``(left, bottom, right, top)``.
    """

    name: str
    font: Any = field(repr=False)
    advances: dict[str, float] = field(repr=False)
    ink: dict[str, tuple[float, float, float, float]] = field(repr=False)
    kerning: dict[tuple[str, str], float] = field(repr=False)

    @property
    def fallback(self) -> str:
        """The sign that is printed for a letter this face does not have."""
        return next(sign for sign in _FALLBACKS if sign in self.advances)

    def lacks(self, text: str) -> str:
        """The characters of ``text`` without a glyph here, each once, in order."""
        return "".join(dict.fromkeys(c for c in text if c not in self.advances))


_faces: dict[tuple[Path, str], Face] = {}
_lock = threading.Lock()


def face(name: str, folder: Path = FONT_FOLDER) -> Face:
    """The face in ``<folder>/<name>.ttf``, for example ``"Lora-700"``.

    Raises:
        FontFault: when the file is absent, broken, or lacks one of the 134 accented letters.
    """
    found = _faces.get((folder, name))
    if found is not None:
        return found
    with _lock:
        if (folder, name) not in _faces:
            _faces[folder, name] = _load(name, folder)
        return _faces[folder, name]


def missing_glyphs(text: str, names: Iterable[str], folder: Path = FONT_FOLDER) -> str:
    """The characters of ``text`` that at least one of the named faces cannot draw.

    They are printed as a box, never left out in silence: an operation can warn beforehand.
    """
    seen = unicodedata.normalize("NFC", text)
    visible = "".join(c for c in seen if not c.isspace() and unicodedata.category(c) != "Cf")
    lacking = {c for name in names for c in face(name, folder).lacks(visible)}
    return "".join(dict.fromkeys(c for c in visible if c in lacking))


def _load(name: str, folder: Path) -> Face:
    path = folder / f"{name}.ttf"
    if not path.is_file():
        msg = f"font {path} is absent: run scripts/vendor to copy the PDF fonts"
        raise FontFault(msg)
    file = _cut_to_repertoire(path)
    _require_vietnamese(name, file)
    return _measure(name, file)


def _cut_to_repertoire(path: Path) -> FontFile:
    # Half a second of imports that no page should pay for.
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTFont as File  # noqa: PLC0415

    # fontTools tells at length which tables it drops; that is no news for our log.
    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    options.name_IDs = [1, 2, 4, 6]
    file = File(path, lazy=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=REPERTOIRE)
    cutter.subset(file)
    return file


def _require_vietnamese(name: str, file: FontFile) -> None:
    absent = sorted(VIETNAMESE_LETTERS - {chr(code) for code in file.getBestCmap()})
    if absent:
        msg = f"font {name} lacks {len(absent)} Vietnamese letters: {' '.join(absent)}"
        raise FontFault(msg)


def _measure(name: str, file: FontFile) -> Face:
    cmap: dict[int, str] = file.getBestCmap()
    scale = 1000 / file["head"].unitsPerEm
    glyphs, advances = file["glyf"], file["hmtx"].metrics
    return Face(
        name=name,
        font=_register(name, file),
        advances={chr(code): advances[glyph][0] * scale for code, glyph in cmap.items()},
        ink={chr(code): _ink_box(glyphs[glyph], scale) for code, glyph in cmap.items()},
        kerning={pair: value * scale for pair, value in kerning_pairs(file).items()},
    )


def _ink_box(glyph: Any, scale: float) -> tuple[float, float, float, float]:
    if not glyph.numberOfContours:
        return (0.0, 0.0, 0.0, 0.0)
    return (glyph.xMin * scale, glyph.yMin * scale, glyph.xMax * scale, glyph.yMax * scale)


def _register(name: str, file: FontFile) -> Any:
    program = io.BytesIO()
    file.save(program)
    program.seek(0)
    # asciiReadable would embed all of ASCII in every document, used or not.
    font = TTFont(name, program, asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font
