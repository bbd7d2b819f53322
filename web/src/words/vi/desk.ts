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
};
