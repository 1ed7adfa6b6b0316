"""The doctor tells what is there and how to get what is not."""

from pathlib import Path

from tests.command import CONGVAN, congvan


def test_everything_is_there_after_set_up(tmp_path: Path) -> None:
    done = congvan("doctor", data=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "Đủ để chạy." in done.stdout
    assert f"Thư mục dữ liệu: {tmp_path}" in done.stdout
    assert not list(tmp_path.iterdir())


def test_missing_programs_come_with_their_package(tmp_path: Path) -> None:
    import os
    import subprocess

    done = subprocess.run(
        [CONGVAN, "doctor", "--lang", "en"],
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": str(tmp_path), "CONGVAN_DATA_FOLDER": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "✗ tesseract: apt-get install tesseract-ocr tesseract-ocr-vie" in done.stdout
    assert "Ready" not in done.stdout
