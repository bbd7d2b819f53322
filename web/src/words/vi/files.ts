export const files = {
  title: 'Tệp đính kèm',
  whoSees: 'Ai xem được kiến nghị thì xem được các tệp này. Vị trí chụp và tên chủ máy trong ảnh được bỏ đi khi gửi.',
  before: 'Đồng chí đính kèm trước khi trả lời hoặc chuyển đi; sau đó tệp đi cùng kiến nghị và không gỡ được nữa.',
  add: 'Đính kèm tệp',
  photo: 'Chụp ảnh',
  taken: (kinds: string, size: string, more: number) => `Nhận ${kinds}, mỗi tệp tối đa ${size}, thêm được ${more} tệp.`,
  size: (bytes: number) => {
    const [number, unit] = bytes < 1_048_576 ? [Math.max(1, Math.round(bytes / 1024)), 'KB'] : [bytes / 1_048_576, 'MB'];
    return `${Intl.NumberFormat('vi', { maximumFractionDigits: 1 }).format(number as number)} ${unit}`;
  },
  sending: (name: string, percent: number) => `Đang gửi ${name}: ${percent}%`,
  checking: (name: string) => `Đã gửi ${name}, đang kiểm tra…`,
  sent: (name: string) => `Đã đính kèm ${name}.`,
  tooLarge: (name: string, most: string) => `${name} lớn hơn ${most}. Đề nghị chụp hoặc quét lại ở độ phân giải thấp hơn, hoặc tách thành nhiều tệp.`,
  again: 'Gửi lại', forget: 'Bỏ tệp này',
  show: 'Xem', hide: 'Ẩn', download: 'Tải về', remove: 'Gỡ',
  removeAsk: (name: string) => `Gỡ tệp ${name}?`,
  removeText: 'Tên tệp mất ngay, nội dung được xóa khỏi kho sau ít lâu. Diễn biến vẫn ghi là đã có một tệp được gỡ.',
  removed: (name: string) => `Đã gỡ ${name}.`,
};
