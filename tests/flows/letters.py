"""Letters that differ in number and date, for tests that need many different files."""


def letter(number: int, *, month: int = 3, head: str = "") -> str:
    """Return a letter of its own number, of a day in a month of 2022."""
    day = number % 28 + 1
    return (
        f"{head}UBND TỈNH ĐIỆN BIÊN\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\nSố: {number}/SNV-VP\n"
        f"Điện Biên, ngày {day:02} tháng {month:02} năm 2022\n"
        f"V/v chuẩn bị hồ sơ đợt {number}\nKính gửi: Các phòng chuyên môn\n"
        f"Sở Nội vụ đề nghị các phòng gửi hồ sơ lưu trữ mã {number * 7919} trước cuối tháng.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nTrần Văn Hùng\n"
    )
