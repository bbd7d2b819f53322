import type { Kind } from '../../intake/signs';

type Said = { title: string; where: string };

/** What belongs to another channel: told by its words, decided by a person; and what stays of it once it was sent there. */
export const intake = {
  kinds: {
    formal_complaint: {
      title: 'Có thể là khiếu nại',
      where: 'Khiếu nại một quyết định hành chính thì nộp đơn tại nơi tiếp công dân của Ủy ban nhân dân: ở đó có thời hạn và thủ tục theo Luật Khiếu nại.',
    },
    denunciation: {
      title: 'Có thể là tố cáo',
      where: 'Tố cáo đảng viên thì gửi Ủy ban Kiểm tra của Đảng ủy; tố cáo cán bộ chính quyền thì gửi Ủy ban nhân dân. Người tố cáo phải được giữ bí mật, nên không ghi ở đây.',
    },
    secret: {
      title: 'Có thể có nội dung mật',
      where: 'Bí mật nhà nước không được nhập vào hệ thống này. Đồng chí trao đổi trực tiếp với người phụ trách tài liệu mật của Đảng ủy.',
    },
  } satisfies Record<Kind, Said> as Record<Kind, Said>,
  because: (words: string[]) => `Vì có từ: ${words.map((one) => `“${one}”`).join(', ')}. Máy chỉ nhắc theo từ ngữ; đồng chí là người quyết định.`,
  ask: 'Đồng chí vẫn ghi nội dung này?',
  keep: 'Vẫn ghi là kiến nghị',
  leave: 'Không ghi, xóa nội dung',
  back: 'Xem lại',
  left: 'Đã xóa nội dung trên máy này, không gửi đi đâu.',
  atDesk: 'Nếu đúng vậy, đồng chí chọn “Chuyển kênh khác”: nội dung sẽ được xóa khỏi hệ thống.',
  willErase: 'Với lý do này, mọi nội dung về việc này (lời nêu, ghi chú, trả lời) sẽ bị xóa khỏi hệ thống. Nếu cần, đồng chí hướng dẫn người nêu gửi đến kênh đã chọn trước khi bấm.',
  eraseTitle: 'Chuyển kênh và xóa nội dung?',
  eraseText: (channel: string) => `Nơi nhận: ${channel}. Nội dung bị xóa hẳn, không lấy lại được; chỉ còn mã, thời gian và lý do. Chi bộ thấy đã chuyển kênh nào và cần nộp ở đâu.`,
  eraseDo: 'Chuyển và xóa',
  erased: 'Nội dung không lưu ở đây',
  erasedText: (channel: string) => `Việc này đã chuyển sang kênh ${channel}. Nội dung không lưu trong hệ thống.`,
  next: {
    citizen_reception: 'Người nêu nộp đơn tại nơi tiếp công dân của Ủy ban nhân dân phường, xã; mang theo quyết định hoặc giấy tờ liên quan.',
    inspection_committee: 'Người nêu gửi đơn, hoặc gặp trực tiếp, Ủy ban Kiểm tra của Đảng ủy. Danh tính được giữ kín.',
    peoples_committee: 'Người nêu gửi đơn đến Ủy ban nhân dân phường, xã, nơi tiếp nhận đơn thư.',
    other: 'Người nêu hỏi Văn phòng Đảng ủy về nơi nhận; nội dung mật chỉ trao đổi trực tiếp, không qua điện thoại hay tin nhắn.',
  },
  reveal: {
    hidden: 'Người nêu được giữ kín với đơn vị giải quyết.',
    open: 'Xem ai nêu',
    title: 'Xem ai nêu kiến nghị này',
    told: 'Người nêu sẽ được báo rằng đơn vị đã xem, và thấy lý do đồng chí ghi. Việc xem được lưu trong diễn biến.',
    reason: 'Vì sao cần biết người nêu?',
    both: 'Đồng chí chọn một lý do và ghi rõ thêm.',
    done: (name: string) => `Người nêu: ${name}.`,
  },
};
