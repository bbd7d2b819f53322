"""The folder of an installation: closed to others, secrets made once, refused in one sentence where it cannot be."""

import os
import stat
from pathlib import Path

import pytest

from ops.home import Home
from ops.installation import running
from ops.servers.errors import CannotStart


@pytest.fixture
def home(tmp_path: Path) -> Home:
    opened = Home(tmp_path / "home")
    opened.open()
    return opened


def test_the_folder_and_its_secrets_are_closed_to_others(home: Home) -> None:
    home.passwords()
    home.write_private(home.run_file, {})

    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((home.path / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.run_file.stat().st_mode) == 0o600


def test_passwords_are_made_once_all_different_and_begin_with_a_letter(home: Home) -> None:
    first, second = home.passwords(), home.passwords()

    assert first == second
    assert len(set(first.values())) == len(first) == 16
    assert all(password[0].isalpha() for password in first.values())


def test_the_demo_password_made_up_is_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIENTHONG_DEMO_PASSWORD", raising=False)

    assert home.demo_password() == home.demo_password()


def test_the_demo_password_given_at_the_first_start_is_taken(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DEMO_PASSWORD", "một câu dễ nhớ")

    assert home.demo_password() == "một câu dễ nhớ"


def test_a_second_instance_is_refused(home: Home) -> None:
    home.write_private(home.run_file, {"portal": "http://127.0.0.1:8080"})

    with home.lock(), pytest.raises(CannotStart, match="đang chạy"):
        home.lock()


def test_the_lock_ends_with_its_holder(home: Home) -> None:
    home.lock().close()

    home.lock().close()


def test_a_folder_of_another_layout_is_refused(home: Home) -> None:
    (home.path / "layout").write_text("99\n")

    with pytest.raises(CannotStart, match="phiên bản khác"):
        home.open()


def test_a_folder_is_of_a_demo_unless_told_otherwise_and_stays_so(home: Home) -> None:
    assert home.is_demo(None) is True
    assert home.is_demo(True) is True
    with pytest.raises(CannotStart, match="bản demo"):
        home.is_demo(False)


def test_a_real_city_never_becomes_a_demo(home: Home) -> None:
    assert home.is_demo(False) is False
    assert home.is_demo(None) is False
    with pytest.raises(CannotStart, match="bản thật"):
        home.is_demo(True)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotStart, match="Không ghi được"):
        Home(tmp_path / "file" / "home").open()


def test_commands_say_when_nothing_runs(home: Home) -> None:
    with pytest.raises(CannotStart, match="Chưa có bản Liên Thông nào đang chạy"):
        running(home)


def test_large_logs_are_put_aside(home: Home) -> None:
    with home.log("members").open("wb") as log:
        os.truncate(log.fileno(), 6_000_000)

    home.rotate_logs()

    assert not home.log("members").exists()
    assert home.log("members").with_suffix(".log.1").exists()
