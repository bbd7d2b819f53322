"""The demo accounts by login, each with what it is."""

ACCOUNTS = {
    "secretary": "Bí thư chi bộ",
    "clerk": "Thư ký cuộc họp của chi bộ",
    "member": "Đảng viên của chi bộ",
    "liaison": "Đảng ủy viên phụ trách chi bộ",
    "ward": "Văn phòng đảng ủy phường",
    "ward-leader": "Lãnh đạo đảng ủy phường",
    "assignee": "Đơn vị giải quyết của phường",
    "city": "Văn phòng thành ủy",
    "city-leader": "Lãnh đạo thành ủy",
    "admin": "Quản trị hệ thống",
    "integrator": "Đơn vị tích hợp (chỉ theo dõi sự kiện)",
    "ward2": "Văn phòng đảng ủy của một phường khác",
    "secretary2": "Bí thư một chi bộ của phường khác",
}
