"""Near misses of every kind of place: the same words at another number or another name are never the same case."""

import pytest

from libs.common.text import fold
from services.petitions.places import read
from services.petitions.rules_alike import Level, compare
from services.petitions.rules_places import Near
from tests.petitions.test_alike import BOUNDS

PROBLEMS = ("rác ứ đọng lâu ngày chưa thu gom", "mưa là ngập, cống tắc", "nhiều ổ gà, đường hỏng")
OF_A_STREET = (
    ("ngõ 3", "ngõ 5"),
    ("hẻm 3", "hẻm 13"),
    ("kiệt 3", "kiệt 30"),
    ("số nhà 3", "số nhà 8"),
    ("ngách 3/5", "ngách 3/7"),
    ("số 3", "số 31"),
    ("lô 3", "lô 4"),
    ("ng 3", "ng 8"),
    ("nhà 3", "nhà 4"),
    ("sn 3", "sn 4"),
    ("3", "31"),
    ("đầu phố", "cuối phố"),
    ("đầu", "cuối"),
    ("nhà số 3", "nhà số 5"),
    ("ngõ 3A", "ngõ 3B"),
)
BY_THEMSELVES = (
    ("tổ 3", "tổ 4"),
    ("TDP 3", "TDP 14"),
    ("tổ dân phố số 3", "tổ dân phố số 5"),
    ("khu phố 3", "khu phố 5"),
    ("KP3", "KP4"),
    ("phố 3", "phố 5"),
    ("khu 3", "khu 5"),
    ("thôn 3", "thôn 5"),
    ("xóm 3", "xóm 5"),
    ("ấp 2", "ấp 3"),
    ("quốc lộ 1", "quốc lộ 10"),
    ("QL47", "QL45"),
    ("thôn Đoài", "thôn Đông"),
    ("thôn Phú Cường", "thôn Phú Thịnh"),
    ("khu Bắc Sơn", "khu Nam Sơn"),
    ("chợ Hôm", "chợ Mơ"),
    ("chợ Đầm Sen", "chợ Đầm Vạc"),
    ("cầu Bố", "cầu Hạc"),
    ("cầu Kênh Tây", "cầu Kênh Đông"),
    ("hồ Thành", "hồ Vàng"),
    ("trường mầm non Sao Mai", "trường mầm non Sao Sáng"),
    ("tiểu học Lê Lợi", "THCS Lê Lợi"),
    ("THPT Lam Kinh", "THCS Lam Kinh"),
    ("trường tiểu học Ba Đình 1", "trường tiểu học Ba Đình 2"),
    ("chùa Thanh Hà", "chùa Thanh Vân"),
    ("đình Thượng", "đình Hạ"),
    ("chung cư A1", "chung cư B2"),
    ("khu đô thị Xanh", "khu đô thị Vàng"),
    ("ngã tư Phú Sơn", "ngã tư Bưu Điện"),
    ("ngã ba Voi", "ngã ba Môi"),
    ("đường Lê Lợi", "đường Lê Lai"),
    ("phố Hàng Nan", "phố Hàng Đồng"),
    ("đường Nguyễn Trãi", "đường Nguyễn Huệ"),
    ("đường Nguyễn Huy Tự", "đường Nguyễn Huy Tưởng"),
    ("bệnh viện Đa Khoa", "bệnh viện Tâm Thần"),
    ("sông Mã", "sông Chu"),
    ("đê sông Mã", "đê sông Chu"),
    ("nhà văn hóa phố 3", "nhà văn hóa phố 7"),
    ("nhà văn hóa thôn Đông", "nhà văn hóa thôn Tây"),
    ("lô A khu đô thị Xanh", "lô B khu đô thị Xanh"),
    ("toà CT1", "toà CT2"),
    ("nghĩa trang Chợ Nhàng", "nghĩa trang Hàm Rồng"),
    ("khu tập thể Đường Sắt", "khu tập thể Bệnh Viện"),
    ("công viên Hội An", "công viên Hòa Bình"),
    ("trạm bơm số 1", "trạm bơm số 2"),
    ("cống số 1", "cống số 2"),
    ("cột điện số 12", "cột điện số 21"),
    ("đường số 4", "đường số 7"),
    ("đường tỉnh 515", "đường tỉnh 517"),
    ("km 3 đường tránh", "km 9 đường tránh"),
    ("cây xăng số 3", "cây xăng số 4"),
    ("bãi rác Núi Voi", "bãi rác Cồn Quán"),
    ("mương N3", "mương N7"),
    ("kênh Bắc", "kênh Nam"),
    ("hội trường thôn 1", "hội trường thôn 2"),
    ("cụm công nghiệp Vức", "cụm công nghiệp Tây Bắc"),
    ("nhà máy Bia", "nhà máy Đường"),
    ("công ty Hoa Mai", "công ty Hoa Đào"),
    ("phố Cửa Hữu", "phố Cửa Tả"),
    ("bến xe phía Bắc", "bến xe phía Nam"),
    ("cổng chào thôn 4", "cổng chào thôn 6"),
    ("ao cá Bác Hồ", "ao làng"),
    ("vườn hoa Lê Hoàn", "vườn hoa Hạc Thành"),
    ("nhà chờ số 1", "nhà chờ số 2"),
)
PLACES = [(f"{one} Trần Nhật Duật", f"{other} Trần Nhật Duật") for one, other in OF_A_STREET] + list(BY_THEMSELVES)
ONLY_WITH_MARKS = {"trường tiểu học Ba Đình 1", "lô A khu đô thị Xanh"}
"""Without marks nothing tells that these are names or letters."""


@pytest.mark.parametrize(("one", "other"), PLACES)
def test_another_place_is_never_strong(one: str, other: str) -> None:
    for problem in PROBLEMS:
        said, beside = f"Đề nghị xử lý việc {problem} tại {one}", f"Bà con phản ánh {problem} ở {other}"
        pairs = [(said, beside), (said, fold(beside)), (fold(said), beside)]
        pairs += [] if one in ONLY_WITH_MARKS else [(fold(said), fold(beside))]
        strong = [pair for pair in pairs if level(*pair) is Level.STRONG]
        assert not strong


@pytest.mark.parametrize("place", [one for one, _ in PLACES[:8]])
def test_the_same_place_is(place: str) -> None:
    said = f"Đề nghị xử lý việc mưa là ngập, cống tắc tại {place}"

    assert level(said, f"Bà con phản ánh mưa là ngập, cống tắc ở {place}") is Level.STRONG


def level(one: str, other: str) -> Level:
    return compare(read(one), read(other), Near(same_ward=True, same_branch=False), BOUNDS).level
