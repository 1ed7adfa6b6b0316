"""PDFs for tests: print at given places, widgets with nested appearances, signatures, damage."""

import datetime
import io
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw, ImageFont
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
# Liberation lacks half of the Vietnamese letters; DejaVu has them and runs wider.
_FONTS = Path("/usr/share/fonts/truetype/dejavu")
NARROW = 0.82

Print = tuple[float, float, str] | tuple[float, float, str, str, float]
"""x, baseline from the top, text; then font (serif, bold, italic) and size where not serif 13."""

HEAD: tuple[Print, ...] = (
    (85, 70, "UBND TỈNH BẮC KẠN", "serif", 12),
    (70, 85, "BAN QUẢN LÝ CÁC KCN", "bold", 12),
    (248, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold", 12),
    (305, 86, "Độc lập - Tự do - Hạnh phúc", "bold", 13),
    (95, 115, "Số:          /BQL-VP"),
    (295, 116, "Chợ Mới, ngày      tháng 7 năm 2023", "italic", 13),
    (75, 132, "V/v phát động thi đua đợt", "serif", 12),
    (105, 146, "hai năm nay", "serif", 12),
)
BODY: tuple[Print, ...] = (
    (190, 185, "Kính gửi: Các phòng, đơn vị thuộc Ban", "serif", 14),
    (113, 215, "Thực hiện kế hoạch về phát động thi đua thực hiện nhiệm vụ phát triển kinh tế"),
    (85, 233, "trong năm nay, Ban Quản lý phát động thi đua với những nội dung chính như sau đây"),
    (85, 251, "để các đơn vị biết và tổ chức triển khai."),
    (113, 274, "1. Thời gian thực hiện từ tháng này đến hết tháng sau./."),
)
FOOT: tuple[Print, ...] = (
    (85, 320, "Nơi nhận:", "italic", 12),
    (370, 320, "KT. TRƯỞNG BAN", "bold", 13),
    (362, 336, "PHÓ TRƯỞNG BAN", "bold", 13),
    (85, 334, "- Như trên;", "serif", 11),
    (85, 347, "- Ban Thi đua khen thưởng tỉnh;", "serif", 11),
    (85, 360, "- Lưu: VT.", "serif", 11),
    (380, 420, "Hoàng Văn Khởi", "bold", 13),
)
LETTER = HEAD + BODY + FOOT


def draw(*pages: Sequence[Print]) -> bytes:
    """Return a PDF with one page for each list of prints."""
    for name, face in (("serif", ""), ("bold", "-Bold"), ("italic", "-Italic")):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"DejaVuSerifCondensed{face}.ttf")))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for page in pages:
        for x, baseline, text, *style in page:
            font, size = style or ("serif", 13.0)
            canvas.setFont(font, size * NARROW)
            canvas.drawString(x, HEIGHT - baseline, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def with_file(data: bytes, name: str, content: bytes, *, compress: bool = True) -> bytes:
    """Return the PDF with a file attached."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    attached = embed.EmbeddedFileObject.from_file_data(writer, data=content, compress=compress)
    embed.embed_file(
        writer, embed.FileSpec(file_spec_string="a", file_name=name, embedded_data=attached)
    )
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def draw_in_pictures(prints: Sequence[Print]) -> bytes:
    """Return a page set in a Type 3 font: each letter a picture, coded from 1 on, and no map that
    says which letter it is, as converters of the 1990s and scanners' software write them."""
    face = ImageFont.truetype(str(_FONTS / "DejaVuSerifCondensed.ttf"), 60)
    codes = {char: at for at, char in enumerate(sorted({c for p in prints for c in p[2]}), 1)}
    widths = [max(round(face.getlength(char)), 1) for char in codes]
    objects = [
        _stream(b"%d 0 0 -20 %d 60 d1 " % (width, width + 8) + _picture(char, width + 8, face))
        for char, width in zip(codes, widths, strict=True)
    ]
    count = len(codes)
    glyphs = " ".join(f"/g{code} {code} 0 R" for code in codes.values())
    names = " ".join(f"/g{code}" for code in codes.values())
    objects.append(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -20 90 60] /Resources << >> "
        f"/FontMatrix [{1 / 60} 0 0 {1 / 60} 0 0] /CharProcs << {glyphs} >> /FirstChar 1 "
        f"/LastChar {count} /Widths [{' '.join(map(str, widths))}] "
        f"/Encoding << /Type /Encoding /Differences [1 {names}] >> >>".encode()
    )
    lines = []
    for x, baseline, text, *style in prints:
        size = (style[1] if len(style) > 1 else 13.0) * NARROW  # type: ignore[operator]
        coded = "".join(f"{codes[char]:02x}" for char in text)
        lines.append(f"BT /F1 {size:.2f} Tf {x} {HEIGHT - baseline} Td <{coded}> Tj ET")
    objects.append(_stream("\n".join(lines).encode()))
    objects.append(
        f"<< /Type /Page /Parent {count + 4} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents "
        f"{count + 2} 0 R /Resources << /Font << /F1 {count + 1} 0 R >> >> >>".encode()
    )
    objects.append(f"<< /Type /Pages /Kids [{count + 3} 0 R] /Count 1 >>".encode())
    objects.append(f"<< /Type /Catalog /Pages {count + 4} 0 R >>".encode())
    return _file_of(objects)


def draw_unseen_form() -> bytes:
    """Return a form whose page only asks to wait for a program that draws its XFA template."""
    template = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'></xdp:xdp>"
    return _file_of(
        [
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 1 0 R >> >> >>",
            _stream(b"BT /F1 14 Tf 60 700 Td (Please wait... If this message is not) Tj ET"),
            _stream(template),
            b"<< /Type /Catalog /Pages 2 0 R /NeedsRendering true "
            b"/AcroForm << /Fields [] /XFA 5 0 R >> >>",
        ]
    )


def _picture(char: str, width: int, face: ImageFont.FreeTypeFont) -> bytes:
    glyph = Image.new("1", (width, 80), 1)
    ImageDraw.Draw(glyph).text((4, 0), char, font=face, fill=0)
    matrix = b"q %d 0 0 80 -4 -20 cm BI /IM true /W %d /H 80 /BPC 1 /D [0 1] ID " % (width, width)
    return matrix + glyph.tobytes() + b" EI Q"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >> stream\n" % len(content) + content + b"\nendstream"


def _file_of(objects: Sequence[bytes]) -> bytes:
    """Return the file whose last object is its catalog."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(places)
    trailer = b"trailer << /Size %d /Root %d 0 R >>\n" % (size, size - 1)
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def lay_over(data: bytes, texts: Sequence[tuple[float, float, str]], size: int = 13) -> bytes:
    """Lay each (x, baseline from the top, text) over page 1 as document systems do: the appearance
    of a signature widget, a form XObject inside a form XObject."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page_reference, _ = writer.find_page_for_modification(0)
    page = page_reference.get_object()
    annotations = page.setdefault(generic.pdf_name("/Annots"), generic.ArrayObject())
    for number, (x, baseline, text) in enumerate(texts):
        inner = _form(f"BT /F1 {size} Tf 1 2 Td ({text}) Tj ET".encode("latin-1"))
        inner["/Resources"] = generic.DictionaryObject(
            {_name("/Font"): generic.DictionaryObject({_name("/F1"): _helvetica()})}
        )
        outer = _form(b"q /FRM Do Q")
        outer["/Resources"] = generic.DictionaryObject(
            {_name("/XObject"): generic.DictionaryObject({_name("/FRM"): writer.add_object(inner)})}
        )
        bottom = HEIGHT - baseline - 2
        box = (x - 1, bottom, x + 199, bottom + 60)
        annotations.append(writer.add_object(_widget(number, box, writer.add_object(outer))))
    writer.mark_update(page_reference)
    writer.update_container(annotations)
    return _written(writer)


def lay_stamp(data: bytes, text: str, angle: float) -> bytes:
    """Lay a stamp over page 1 as viewers do: an annotation whose print leans by ``angle``."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page_reference, _ = writer.find_page_for_modification(0)
    annotations = page_reference.get_object().setdefault(_name("/Annots"), generic.ArrayObject())
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    matrix = f"{cosine:.3f} {sine:.3f} {-sine:.3f} {cosine:.3f} 60 40"
    look = _form(f"BT /F1 60 Tf {matrix} Tm ({text}) Tj ET".encode("latin-1"))
    look["/BBox"] = generic.ArrayObject([generic.NumberObject(at) for at in (0, 0, 400, 400)])
    look["/Resources"] = generic.DictionaryObject(
        {_name("/Font"): generic.DictionaryObject({_name("/F1"): _helvetica()})}
    )
    stamp = _widget(1, (100, 350, 500, 750), writer.add_object(look))
    stamp["/Subtype"] = _name("/Stamp")
    del stamp["/FT"]
    annotations.append(writer.add_object(stamp))
    writer.mark_update(page_reference)
    writer.update_container(annotations)
    return _written(writer)


def fill_in(data: bytes, texts: Sequence[tuple[float, float, float, str]]) -> bytes:
    """Lay a form field over page 1 for each (x, baseline from the top, width, value); they have no
    appearance, which programs that fill in forms leave to the viewer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page_reference, _ = writer.find_page_for_modification(0)
    annotations = page_reference.get_object().setdefault(_name("/Annots"), generic.ArrayObject())
    look = generic.TextStringObject("/Helv 12 Tf 0 g")
    for number, (x, baseline, width, text) in enumerate(texts):
        bottom = HEIGHT - baseline - 4
        corners = (x, bottom, x + width, bottom + 16)
        widget = generic.DictionaryObject(
            {
                _name("/Type"): _name("/Annot"),
                _name("/Subtype"): _name("/Widget"),
                _name("/FT"): _name("/Tx"),
                _name("/T"): generic.TextStringObject(f"field{number}"),
                _name("/V"): generic.TextStringObject(text),
                _name("/DA"): look,
                _name("/F"): generic.NumberObject(4),
                _name("/Rect"): generic.ArrayObject(map(generic.FloatObject, corners)),
            }
        )
        annotations.append(writer.add_object(widget))
    fonts = generic.DictionaryObject({_name("/Helv"): writer.add_object(_helvetica())})
    form = generic.DictionaryObject(
        {
            _name("/Fields"): generic.ArrayObject(annotations),
            _name("/NeedAppearances"): generic.BooleanObject(value=True),
            _name("/DA"): look,
            _name("/DR"): generic.DictionaryObject({_name("/Font"): fonts}),
        }
    )
    writer.root["/AcroForm"] = writer.add_object(form)
    writer.update_root()
    writer.mark_update(page_reference)
    writer.update_container(annotations)
    return _written(writer)


def sign(data: bytes, name: str, body: str, *, field: str = "Signature1") -> bytes:
    """Sign the PDF with a certificate of its own for ``name`` at ``body``."""
    key, certificate = _certified(name, body)
    signer = signers.SimpleSigner.load_pkcs12_data(_pkcs12(key, certificate), [], b"x")
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    metadata = signers.PdfSignatureMetadata(field_name=field)
    return _in_its_own_thread(signers.sign_pdf, writer, metadata, signer=signer)


def stamp_time(data: bytes, authority: str) -> bytes:
    """Put a time stamp over the whole PDF, as ``authority`` gives it."""
    key, certificate = _certified(authority, authority, serves_time=True)
    signer = signers.SimpleSigner.load_pkcs12_data(_pkcs12(key, certificate), [], b"x")
    stamper = timestamps.DummyTimeStamper(signer.signing_cert, signer.signing_key)
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    return _in_its_own_thread(
        signers.PdfTimeStamper(stamper, field_name="Time").timestamp_pdf, writer, "sha256"
    )


def save_again(data: bytes) -> bytes:
    """Append what a viewer writes that merely saves the file: a day of change in its properties."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    day = generic.TextStringObject("D:20230801080000+07'00'")
    writer.set_info(writer.add_object(generic.DictionaryObject({_name("/ModDate"): day})))
    return _written(writer)


def _in_its_own_thread(make: Callable[..., Any], *arguments: Any, **options: Any) -> bytes:
    """Run what makes a file where no other event loop is: pyHanko starts one, and a browser test
    of the same process may have left its own running in this one."""
    with ThreadPoolExecutor(1) as pool:
        output = pool.submit(make, *arguments, **options).result()
    return bytes(output.getvalue())


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certified(
    name: str, body: str, *, serves_time: bool = False
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = _key()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, body),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    start = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=9000))
    )
    if serves_time:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return key, builder.sign(key, hashes.SHA256())


def _pkcs12(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    return serialization.pkcs12.serialize_key_and_certificates(
        b"test", key, certificate, None, serialization.BestAvailableEncryption(b"x")
    )


def _name(text: str) -> generic.NameObject:
    return generic.pdf_name(text)


def _form(content: bytes) -> generic.StreamObject:
    form = generic.StreamObject(stream_data=content)
    form["/Type"] = _name("/XObject")
    form["/Subtype"] = _name("/Form")
    form["/BBox"] = generic.ArrayObject([generic.NumberObject(at) for at in (0, 0, 200, 60)])
    return form


def _helvetica() -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            _name("/Type"): _name("/Font"),
            _name("/Subtype"): _name("/Type1"),
            _name("/BaseFont"): _name("/Helvetica"),
        }
    )


def _widget(
    number: int, box: tuple[float, float, float, float], appearance: generic.IndirectObject
) -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            _name("/Type"): _name("/Annot"),
            _name("/Subtype"): _name("/Widget"),
            _name("/FT"): _name("/Sig"),
            _name("/T"): generic.TextStringObject(f"Signature{number}"),
            _name("/F"): generic.NumberObject(4),
            _name("/Rect"): generic.ArrayObject([generic.FloatObject(at) for at in box]),
            _name("/AP"): generic.DictionaryObject({_name("/N"): appearance}),
        }
    )


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
