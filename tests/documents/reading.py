"""Read PDFs back: their text, their fonts, their pages as pictures, their symbols."""

import io

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def text_of(pdf: bytes) -> str:
    """All text of all pages, blanks squeezed."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Every font object of the file by name, on a page or not, and whether it is embedded."""
    reader = PdfReader(io.BytesIO(pdf))
    fonts = {}
    for number in range(1, int(str(reader.trailer["/Size"]))):
        thing = reader.get_object(number)
        if isinstance(thing, DictionaryObject) and thing.get("/Type") == "/Font":
            description = thing.get("/FontDescriptor", DictionaryObject()).get_object()
            assert isinstance(description, DictionaryObject)
            fonts[str(thing["/BaseFont"])] = "/FontFile2" in description
    return fonts


def darkness_at(picture: Image.Image, place: tuple[int, int]) -> int:
    """How dark one dot of a grey picture is: 0 is white, 255 black."""
    return 255 - picture.crop((*place, place[0] + 1, place[1] + 1)).tobytes()[0]


def picture_of(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """One page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[page].render(scale=dpi / 72)
    picture: Image.Image = bitmap.to_pil().convert("L")
    document.close()
    return picture


def symbols_of(picture: Image.Image) -> list[str]:
    """What every QR code of the picture says."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]
