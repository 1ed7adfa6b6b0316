"""Images whose pixels are not square: a fax of 204 × 98 dpi shows its letters at half their height.

ITU-T T.4 gives standard faxes 204 (R8) dots an inch across and 98 down, fine ones 196.
"""

from PIL import Image

_OBLONG = (1.2, 4.0)  # times that one resolution is the other; beyond, a header is wrong


def with_square_pixels(image: Image.Image) -> Image.Image:
    """Return the image stretched to the finer of the two resolutions that it states, if unlike."""
    stated = image.info.get("dpi")
    if not stated or min(stated) <= 0:
        return image
    across, down = (float(dpi) for dpi in stated)
    finer = max(across, down)
    if not _OBLONG[0] <= finer / min(across, down) <= _OBLONG[1]:
        return image
    size = round(image.width * finer / across), round(image.height * finer / down)
    plain = image.convert("L") if image.mode == "1" else image
    stretched = plain.resize(size, Image.Resampling.BICUBIC)
    stretched.info["dpi"] = (finer, finer)
    return stretched
