import assert from 'node:assert/strict';
import { test } from 'node:test';
import lists from '../src/intake/lists.json';
import { signsOf, type Kind } from '../src/intake/signs';

const kindsOf = (text: string) => signsOf(text).map(({ kind }) => kind);

const SAID: Record<Kind, string[]> = {
  denunciation: [
    'Tôi tố cáo cán bộ địa chính phường gây khó khăn khi làm sổ đỏ',
    'Đồng chí Nguyễn Văn A, Chủ tịch phường, nhận hối lộ khi cấp phép xây dựng',
    'Ông Lê Văn Tám tham nhũng tiền làm đường của phố',
    'ông nguyễn văn tám nhận hối lộ 50 triệu',
    'Tổ trưởng tổ 3 ăn chặn tiền hỗ trợ bão lụt của các hộ nghèo.',
    'Kế toán khai khống danh sách hộ nghèo để trục lợi',
    'Gia đình gửi đơn tố cáo, đề nghị chi bộ chuyển giúp',
    'Ông Hà Văn Bảy làm trưởng phố từ năm 2020. Bà con nói có chuyện lót tay khi xây nhà.',
    'TÔI TỐ CÁO ÔNG NGUYỄN VĂN A NHẬN HỐI LỘ',
    'Bà Trần Thị Bốn (kế toán) tham ô quỹ khuyến học',
    'de nghi xem xet don to cao cua gia dinh toi',
    'Ong Nam can bo dia chinh nhan hoi lo',
  ],
  formal_complaint: [
    'Tôi khiếu nại quyết định thu hồi đất số 123 của UBND phường',
    'Gia đình tôi đã gửi đơn khiếu nại hai lần mà chưa được trả lời',
    'Gia đình không đồng ý với quyết định xử phạt, đề nghị hủy',
    'Hộ ông Bình khiếu nại mức bồi thường khi làm đường vành đai',
    'Đây là khiếu nại lần hai về việc cấp sổ đỏ',
    'toi khieu nai quyet dinh thu hoi dat cua phuong',
  ],
  secret: [
    'Theo công văn mật của tỉnh thì khu đất này sẽ thu hồi',
    'Tài liệu tối mật về phương án phòng thủ',
    'Văn bản số 12 (MẬT) của Công an về đối tượng ở ngõ 7',
    'Nội dung này thuộc bí mật nhà nước, đề nghị trao đổi riêng',
    'Ke hoach tuyet mat cua ban chi huy quan su',
  ],
};

const ORDINARY = [
  'Đề nghị tuyên truyền Luật Bảo vệ bí mật nhà nước cho đảng viên',
  'Đề nghị quán triệt việc giữ bí mật nhà nước khi dùng mạng xã hội',
  'Cán bộ cần chú ý không để lộ bí mật nhà nước trên Zalo',
  'Chợ bán mật ong giả, đề nghị kiểm tra',
  'Mật độ dân cư khu chung cư cao, thiếu chỗ để xe',
  'Buổi tối mật độ xe qua ngõ 12 rất đông',
  'Hệ thống loa đổi mật khẩu nên tổ không dùng được thông tin mật khẩu cũ',
  'Phối hợp mật thiết giữa chi bộ và tổ dân phố',
  'CHỢ BÁN MẬT ONG GIẢ ĐỀ NGHỊ KIỂM TRA',
  'Đề nghị phường đẩy nhanh giải quyết khiếu nại, tố cáo của công dân',
  'Bà con khiếu nại nhiều về tiếng ồn quán karaoke lúc nửa đêm',
  'Làm đường cần công khai để tránh khiếu nại kéo dài',
  'Đề nghị niêm yết quy trình khiếu nại để dân biết',
  'Công tác khiếu nại của phường năm nay giảm',
  'Đề nghị đồng chí Chủ tịch phường chỉ đạo đẩy mạnh phòng, chống tham nhũng, lãng phí, tiêu cực',
  'Đồng chí Lê Văn An đề nghị tăng cường công tác phòng chống tham nhũng',
  'Đề nghị bảo vệ người tố cáo theo Luật Tố cáo',
  'Đề nghị Công an mở lớp cho dân về thủ đoạn lừa đảo chiếm đoạt tài sản qua mạng',
  'Phát động phong trào toàn dân tố giác tội phạm, giao đồng chí Bí thư phụ trách',
  'Cống ngõ 12 tắc, nước tràn vào nhà ông Nguyễn Văn Tám',
  'Đèn đường phố Bà Triệu hỏng ba tháng nay',
  'Đề nghị tiếp nhận hồ sơ đúng hẹn, không sách nhiễu, không gây phiền hà',
  'Toa nha to cao ba tang che het anh sang cua ngo',
  'Ba con hoi lo vi cong sap sap, da di tham nhung chua gap can bo',
  'Nha dan bi ngap, tai lieu mat het',
  'Mat do xe qua ngo 12 rat dong',
];

test('what belongs to another channel is told, with the words that say so', () => {
  for (const [kind, texts] of Object.entries(SAID)) {
    for (const text of texts) assert.ok(kindsOf(text).includes(kind as Kind), `${kind}: ${text} gives ${JSON.stringify(signsOf(text))}`);
  }
  const [sign] = signsOf('Ông Lê Văn Tám nhận hối lộ, có đơn tố cáo');
  assert.deepEqual(sign, { kind: 'denunciation', words: ['đơn tố cáo', 'nhận hối lộ'] });
});

test('ordinary sentences raise no alarm', () => {
  for (const text of ORDINARY) assert.deepEqual(signsOf(text), [], text);
});

test('marks put together in another way are the same words', () => {
  assert.deepEqual(kindsOf('Tôi tố cáo hành vi này'.normalize('NFD')), ['denunciation']);
});

test('every list says where it comes from and is written as it is looked for', () => {
  for (const { source, always, withPerson, harmless, unmarked } of lists.kinds) {
    assert.ok(source.length > 20);
    for (const phrase of [...always, ...withPerson, ...harmless]) assert.equal(phrase, phrase.normalize('NFC').toLowerCase(), phrase);
    for (const phrase of unmarked) assert.match(phrase, /^[a-z ]+$/);
  }
});
