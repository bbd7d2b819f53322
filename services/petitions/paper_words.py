"""The words that documents use; documents are written in Vietnamese only."""

import re
from typing import Final

from libs.contracts.vocabulary import Category, Outcome, PetitionState, Tier
from services.petitions.rules_report import Cell

NOT_KEPT: Final = "(Đã chuyển sang kênh khác, nội dung không lưu tại đây)"
CATEGORY: Final = {
    Category.LAND: "Đất đai",
    Category.CLEARANCE: "Giải phóng mặt bằng, bồi thường, tái định cư",
    Category.CONSTRUCTION: "Trật tự xây dựng",
    Category.URBAN_ORDER: "Trật tự đô thị, vỉa hè",
    Category.ENVIRONMENT: "Vệ sinh môi trường",
    Category.INFRASTRUCTURE: "Hạ tầng: đường, ngõ, thoát nước, chiếu sáng",
    Category.SECURITY: "An ninh trật tự",
    Category.TRAFFIC: "An toàn giao thông, điểm đỗ xe",
    Category.FIRE: "Phòng cháy, chữa cháy",
    Category.SOCIAL_POLICY: "Chế độ chính sách",
    Category.EDUCATION: "Giáo dục, trường học",
    Category.HEALTH: "Y tế, an toàn thực phẩm",
    Category.CULTURE: "Văn hóa, nhà văn hóa, thể thao",
    Category.ECONOMY: "Chợ, kinh doanh, việc làm",
    Category.ADMIN: "Thủ tục hành chính, thái độ cán bộ",
    Category.NEIGHBOURHOOD: "Hoạt động tổ dân phố, các khoản đóng góp",
    Category.PARTY_WORK: "Xây dựng Đảng, sinh hoạt chi bộ",
    Category.MEMBER_POLICY: "Công tác đảng viên",
    Category.DISCIPLINE: "Kiểm tra, giám sát, kỷ luật",
    Category.DIGITAL: "Chuyển đổi số",
    Category.OTHER: "Khác",
}
STATE: Final = {
    PetitionState.RECORDED: "Chi bộ đang xem xét",
    PetitionState.SUBMITTED: "Chờ tiếp nhận",
    PetitionState.RECEIVED: "Đã tiếp nhận",
    PetitionState.CLASSIFIED: "Đã phân loại",
    PetitionState.ASSIGNED: "Đã giao giải quyết",
    PetitionState.RETURNED: "Trả lại bổ sung",
    PetitionState.ANSWERED: "Đã trả lời, chờ đọc tại chi bộ",
    PetitionState.REOPENED: "Mở lại",
    PetitionState.CLOSED: "Đã trả lời, đã đọc tại chi bộ",
    PetitionState.MERGED: "Đã gộp",
    PetitionState.REDIRECTED: "Đã chuyển kênh khác",
    PetitionState.WITHDRAWN: "Đã rút",
}
OUTCOME: Final = {
    Outcome.RESOLVED: "Đã giải quyết",
    Outcome.ACCEPTED_PLANNED: "Tiếp thu, đưa vào kế hoạch",
    Outcome.EXPLAINED: "Giải trình, cung cấp thông tin",
    Outcome.NOT_ACCEPTED: "Không có cơ sở",
    Outcome.TRANSFERRED: "Chuyển cơ quan khác giải quyết",
}
CELL: Final = {
    Cell.CARRIED: "Kỳ trước chuyển sang",
    Cell.RAISED: "Mới trong kỳ",
    Cell.REOPENED: "Mở lại",
    Cell.WITHDRAWN: "Đã rút",
    Cell.ALL: "Tổng phải giải quyết",
    Cell.MERGED: "Đã gộp",
    Cell.REDIRECTED: "Chuyển kênh khác",
    Cell.WITHIN: "Thuộc thẩm quyền",
    Cell.WITHIN_ANSWERED: "Thuộc thẩm quyền: đã trả lời",
    Cell.WITHIN_IN_PROGRESS: "Thuộc thẩm quyền: đang giải quyết",
    Cell.WITHIN_OVERDUE: "Thuộc thẩm quyền: quá hạn",
    Cell.BEYOND: "Vượt thẩm quyền",
    Cell.BEYOND_ANSWERED: "Vượt thẩm quyền: đã trả lời",
    Cell.BEYOND_IN_PROGRESS: "Vượt thẩm quyền: đang giải quyết",
    Cell.BEYOND_OVERDUE: "Vượt thẩm quyền: quá hạn",
    Cell.ON_TIME: "Trả lời đúng hạn",
    Cell.READ_OUT: "Đã đọc tại chi bộ",
}
CODE: Final = {Tier.CITY: "TU", Tier.BRANCH: "CB", Tier.CELL: "CB"}
ON_BEHALF: Final = {Tier.CITY: "T/M THÀNH ỦY", Tier.BRANCH: "T/M CHI BỘ", Tier.CELL: "T/M TỔ ĐẢNG"}
LINE: Final = {Tier.CITY: "Phường, xã", Tier.WARD: "Chi bộ"}

_TITLE: Final = re.compile(
    r"^((Đảng ủy|Đảng bộ|Thành ủy|Tỉnh ủy|Chi bộ|phường|xã|đặc khu|thành phố|tỉnh|TP\.?)\s+)+", re.IGNORECASE
)


def code_of(tier: Tier) -> str:
    """What an issuer is in the number of a document: `ĐU` for a ward."""
    return CODE.get(tier, "ĐU")


def on_behalf_of(tier: Tier) -> str:
    """Whom the signature speaks for."""
    return ON_BEHALF.get(tier, "T/M ĐẢNG ỦY")


def place_of(unit_name: str) -> str:
    """The place in the date line: the name of the unit without what kind of unit it is."""
    return _TITLE.sub("", unit_name) or unit_name
