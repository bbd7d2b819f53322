export const desk = {
  keys: {
    title: 'Phím tắt',
    open: 'Phím tắt',
    single: 'Dùng phím tắt một chữ',
    moving: [
      ['j', 'Xuống kiến nghị dưới (hoặc mũi tên xuống)'],
      ['k', 'Lên kiến nghị trên (hoặc mũi tên lên)'],
      ['Enter', 'Mở kiến nghị đang chọn'],
      ['1–9', 'Chọn mục thứ mấy trong biểu mẫu đang mở'],
      ['Ctrl+Enter', 'Gửi biểu mẫu đang mở; đồng ý với câu hỏi xác nhận'],
      ['?', 'Mở bảng này'],
    ] as [string, string][],
    never: 'Khi đồng chí đang gõ chữ thì phím tắt một chữ không có tác dụng. Mọi việc đều làm được bằng nút bấm.',
  },
  work: {
    busy: (name: string, doing: string, at: string) => `Đồng chí ${name} đang ${doing} (từ ${at}).`,
    doing: {
      answer: 'soạn trả lời', escalate: 'soạn văn bản chuyển cấp trên', classify: 'phân loại', assign: 'giao giải quyết', return: 'soạn nội dung trả lại',
      merge: 'gộp', redirect: 'chuyển kênh', extend: 'gia hạn', other: 'xử lý',
    } as Record<string, string>,
    inHand: (name: string) => `Đồng chí ${name} đang soạn`,
    first: 'Có đồng chí khác đang làm việc này',
    takeOver: 'Làm thay',
  },
};
