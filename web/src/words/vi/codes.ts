export const codes = {
  state: {
    recorded: 'Đã ghi nhận', submitted: 'Chờ tiếp nhận', received: 'Đã tiếp nhận', classified: 'Đã phân loại',
    assigned: 'Đã giao giải quyết', returned: 'Trả lại bổ sung', answered: 'Đã trả lời, chờ đọc tại chi bộ', reopened: 'Mở lại',
    closed: 'Đã kết thúc', merged: 'Đã gộp', redirected: 'Đã chuyển kênh khác', withdrawn: 'Đã rút',
  },
  category: {
    land: 'Đất đai', clearance: 'Giải phóng mặt bằng, tái định cư', construction: 'Trật tự xây dựng',
    urban_order: 'Trật tự đô thị, vỉa hè', environment: 'Vệ sinh môi trường', infrastructure: 'Đường, ngõ, thoát nước, chiếu sáng',
    security: 'An ninh trật tự', traffic: 'Giao thông, đỗ xe', fire: 'Phòng cháy, chữa cháy', social_policy: 'Chế độ chính sách',
    education: 'Giáo dục, trường học', health: 'Y tế, an toàn thực phẩm', culture: 'Văn hóa, nhà văn hóa',
    economy: 'Chợ, kinh doanh, việc làm', admin: 'Thủ tục hành chính', neighbourhood: 'Hoạt động tổ dân phố',
    party_work: 'Xây dựng Đảng', member_policy: 'Công tác đảng viên', discipline: 'Kiểm tra, giám sát', digital: 'Chuyển đổi số',
    other: 'Khác',
  },
  categoryShort: {
    infrastructure: 'Đường, cống, đèn', environment: 'Môi trường', urban_order: 'Đô thị, vỉa hè', security: 'An ninh trật tự', land: 'Đất đai',
    social_policy: 'Chính sách',
  } as Record<string, string>,
  competence: { branch: 'Chi bộ', ward: 'Phường, xã', city: 'Thành phố', external: 'Cơ quan khác' },
  competenceChip: {
    branch: 'Thẩm quyền chi bộ', ward: 'Thẩm quyền phường, xã', city: 'Thẩm quyền thành phố', external: 'Thẩm quyền cơ quan khác',
  },
  complexity: { simple: 'Đơn giản', normal: 'Bình thường', complex: 'Phức tạp' },
  outcome: {
    resolved: 'Đã giải quyết', accepted_planned: 'Tiếp thu, đưa vào kế hoạch', explained: 'Giải trình, cung cấp thông tin',
    not_accepted: 'Không có cơ sở', transferred: 'Chuyển cơ quan khác',
  },
  channel: {
    citizen_reception: 'Tiếp công dân', inspection_committee: 'Ủy ban Kiểm tra', peoples_committee: 'Ủy ban nhân dân', other: 'Kênh khác',
  },
  rule: {
    'petitions.city_by_itself': 'Phường quá hạn trả lời', 'petitions.city_at_cut_off': 'Vượt thẩm quyền, đến kỳ tổng hợp',
    'petitions.pause': 'Hết số ngày được tạm dừng',
  } as Record<string, string>,
  tier: { city: 'Thành phố', ward: 'Phường, xã', sub_committee: 'Đảng bộ bộ phận', branch: 'Chi bộ', cell: 'Tổ đảng' },
  role: {
    MEM: 'Đảng viên', CLK: 'Thư ký cuộc họp', BCM: 'Chi ủy viên', BSE: 'Bí thư, Phó Bí thư chi bộ', WLI: 'Đảng ủy viên phụ trách chi bộ',
    WOF: 'Văn phòng Đảng ủy', WPB: 'Ban Xây dựng Đảng', WIN: 'Ủy ban Kiểm tra', WLE: 'Lãnh đạo Đảng ủy', WAS: 'Đơn vị giải quyết',
    CLI: 'Ủy viên phụ trách phường, xã', COF: 'Văn phòng cấp ủy thành phố', CLE: 'Lãnh đạo cấp ủy thành phố', ADM: 'Quản trị hệ thống',
  },
  mark: { present: 'Có mặt', excused: 'Vắng có lý do', unexcused: 'Vắng không lý do' },
  membership: {
    probationary: 'Dự bị', official: 'Chính thức', struck_off: 'Xóa tên', expelled: 'Khai trừ', resigned: 'Đã xin ra khỏi Đảng', deceased: 'Từ trần',
  },
  participation: {
    active: 'Đang sinh hoạt', exempt: 'Được miễn sinh hoạt', temp_out: 'Sinh hoạt tạm thời nơi khác', temp_in: 'Sinh hoạt tạm thời tại đây',
    abroad: 'Ở nước ngoài', suspended: 'Đình chỉ sinh hoạt', transferring_out: 'Đang chuyển đi', transferred_out: 'Đã chuyển đi',
  },
  post: { secretary: 'Bí thư', deputy_secretary: 'Phó Bí thư', branch_committee_member: 'Chi ủy viên' },
  meetingKind: {
    regular: 'Sinh hoạt thường kỳ', thematic: 'Sinh hoạt chuyên đề', combined: 'Thường kỳ kết hợp chuyên đề',
    committee_prep: 'Hội nghị chi ủy', extraordinary: 'Hội nghị bất thường',
  },
  meetingState: { scheduled: 'Đã lên lịch', in_progress: 'Đang họp', ended: 'Đã kết thúc', cancelled: 'Đã hủy' },
  clock: {
    go_up: 'chuyển lên trên', branch_answer: 'chi bộ trả lời', acknowledge: 'tiếp nhận', classify: 'phân loại', answer: 'trả lời',
    complete: 'bổ sung', read_out: 'đọc tại chi bộ', pause: 'hết tạm dừng', external_reply: 'cơ quan khác trả lời',
  },
};
