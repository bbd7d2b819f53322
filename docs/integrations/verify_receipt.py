"""Kiểm tra biên nhận của một kiến nghị mà không cần tin máy chủ. Check a receipt without trusting the server.

    python verify_receipt.py bien-nhan.json --key KHOA [--later bien-nhan-moi.json] [--heads ngay-niem-phong.json]

A receipt is the JSON file, or its QR code's text in a file. The key is `x` or `kid` of `/api/petitions/v1/seal-keys`,
noted down once and kept apart (a QR code needs `x`). Heads are `/api/petitions/v1/seals`, or the `data` of
`petitions.record.sealed.v1`, one a line. Python 3.11 suffices. Exit code 0: it holds; 1: it does not; 2: unreadable.
"""

import argparse
import hashlib
import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import pairwise
from pathlib import Path

DAY, PETITION = "lienthong.record.day.v1", "lienthong.record.petition.v1"
HEAD = ("day", "number", "unit_path", "leaves", "root", "previous", "sealed_at", "key_id")
STATEMENT = ("petition_id", "code", "unit_path", "state", "length", "lines", "made_at", "key_id")
FORMAT, SHORT = "lienthong-receipt-1", "LT1|"
NAMES = ("Biên nhận", "Receipt"), ("Biên nhận sau", "Later receipt")
RECEIPT = {"format", "provisional", "statement", "public_key", "signature", "lines", "sealed"}
SEALED = {"length", "position", "proof", "head"}

# Ed25519 (RFC 8032): the curve -x² + y² = 1 + d·x²·y² modulo P; a point is X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def added(one, other):
    """The sum of two points."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(count, point):
    """The point added to itself so many times."""
    result = (0, 1, 1, 0)
    while count:
        if count & 1:
            result = added(result, point)
        point, count = added(point, point), count >> 1
    return result


def point_of(data):
    """The point that 32 bytes stand for, or None."""
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(public, signature, message):
    """Whether the holder of the private key has signed exactly this message."""
    key, commitment = point_of(public), point_of(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or key is None or commitment is None or factor >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(factor, BASE), added(commitment, times(digest, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def decoded(text):
    """base64url without padding; only the one way to write it is taken."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError(text)
    return data


def key_id(public):
    """How a key is called."""
    return urlsafe_b64encode(hashlib.sha256(public).digest()).decode()[:16]


def message(kind, says, names):
    """A statement as it was signed."""
    plain = json.dumps({name: says[name] for name in names}, sort_keys=True, separators=(",", ":"))
    return f"{kind}\n{plain}".encode()


def root_by(leaf, index, size, proof):
    """The root that a proof of RFC 6962 leads to."""
    found, left = leaf, [bytes.fromhex(node) for node in proof]
    while size > 1:
        if index ^ 1 < size:
            pair = left.pop(0) + found if index % 2 else found + left.pop(0)
            found = hashlib.sha256(b"\x01" + pair).digest()
        index, size = index // 2, (size + 1) // 2
    return b"" if left else found


class Checked:
    """What was looked at, each with whether it holds."""

    def __init__(self, pinned):
        self.pinned, self.wrong, self.done = set(pinned), 0, []

    def that(self, holds, vi, en):
        """One thing that must hold."""
        self.wrong += not holds
        self.done.append(f"{'✓' if holds else '✗'} {vi} · {en}")

    def signature(self, of, kind, says, names, vi, en):
        """A statement signed by the pinned key, under its own id."""
        public = decoded(of["public_key"])
        trusted = {of["public_key"], key_id(public)} & self.pinned and says["key_id"] == key_id(public)
        self.that(bool(trusted), f"{vi}: đúng khóa đã ghi lại", f"{en}: the key is the pinned one")
        holds = is_signed(public, decoded(of["signature"]), message(kind, says, names))
        self.that(holds, f"{vi}: chữ ký đúng", f"{en}: the signature holds")


def read(path):
    """A receipt from its file, or from the text of its QR code (then without its lines)."""
    text = Path(path).read_text("utf-8").strip()
    if not text.startswith(SHORT):
        found = json.loads(text)
        if set(found) != RECEIPT or found["format"] != FORMAT or set(found["statement"]) != {*STATEMENT}:
            raise ValueError("not a receipt")
        return found
    _, petition, code, unit, state, length, lines, made_at, key, signature = text.split("|")
    petition = "-".join((petition[:8], petition[8:12], petition[12:16], petition[16:20], petition[20:]))
    values = (petition, code, unit, state, int(length), decoded(lines).hex(), made_at, key)
    says = dict(zip(STATEMENT, values, strict=True))
    return {"statement": says, "signature": signature, "lines": None, "sealed": None}


def check_receipt(checked, receipt, vi, en):
    """The receipt within itself."""
    says, lines, sealed = receipt["statement"], receipt["lines"], receipt["sealed"]
    if lines is None:  # a QR code names the key by its id only
        whole = [key for key in checked.pinned if len(key) == 43 and key_id(decoded(key)) == says["key_id"]]
        checked.that(bool(whole), f"{vi}: có khóa (x) của mã QR", f"{en}: the key (x) of the QR code is given")
        for key in whole:
            checked.signature({**receipt, "public_key": key}, PETITION, says, STATEMENT, vi, en)
        return
    checked.signature(receipt, PETITION, says, STATEMENT, vi, en)
    whole = len(lines) == says["length"] and {*map(len, lines)} == {64} and digest(lines) == says["lines"]
    checked.that(whole, f"{vi}: {len(lines)} dòng lịch sử khớp", f"{en}: {len(lines)} lines of history match")
    rightly = receipt["provisional"] is ((sealed["length"] if sealed else 0) < len(lines))
    checked.that(rightly, f"{vi}: ghi đúng tạm hay đủ", f"{en}: says rightly whether it is provisional")
    if sealed:
        check_sealed(checked, says, lines, sealed, vi, en)


def check_sealed(checked, says, lines, sealed, vi, en):
    """Its leaf in the tree of the sealed day, and the day's head."""
    head, length = sealed["head"], sealed["length"]
    if set(sealed) != SEALED or set(head) != {*HEAD, "public_key", "signature"}:
        raise ValueError("not a receipt")
    vi, en = f"{vi}, ngày niêm phong {head['day']}", f"{en}, sealed day {head['day']}"
    checked.signature(head, DAY, head, HEAD, vi, en)
    inside = 0 < length <= len(lines) and 0 <= sealed["position"] < head["leaves"]
    last = lines[length - 1] if inside else ""
    leaf = hashlib.sha256(b"\x00" + f"{says['petition_id']}|{says['code']}|{length}|{last}".encode()).digest()
    root = root_by(leaf, sealed["position"], head["leaves"], sealed["proof"]) if inside else b""
    among = root.hex() == head["root"]
    checked.that(among, f"{vi}: {length} dòng nằm trong ngày này", f"{en}: {length} lines are in that day")


def digest(lines):
    """One hash for the hashes of lines."""
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check_later(checked, earlier, later):
    """The later history begins with the earlier one, line by line."""
    was, is_ = earlier["statement"], later["statement"]
    same = (was["petition_id"], was["code"], was["unit_path"]) == (is_["petition_id"], is_["code"], is_["unit_path"])
    checked.that(same, "Hai biên nhận của cùng một kiến nghị", "both receipts are of one petition")
    lines = later["lines"] or []  # of a QR code nothing can be said
    extends = was["length"] <= len(lines) and digest(lines[: was["length"]]) == was["lines"]
    checked.that(extends, "Lịch sử sau nối tiếp lịch sử trước", "the later history extends the earlier one")
    if earlier["sealed"] and later["sealed"]:
        grown = earlier["sealed"]["head"]["number"] <= later["sealed"]["head"]["number"]
        checked.that(grown, "Niêm phong không lùi ngày", "the seal has not gone back in time")


def check_heads(checked, path, receipts):
    """The sealed days kept elsewhere follow each other, and those of the receipts are among them."""
    text = Path(path).read_text("utf-8")
    try:
        found = json.loads(text)
        heads = found.get("items", [found])
    except ValueError:
        heads = [json.loads(line) for line in text.splitlines() if line.strip()]
    heads.sort(key=lambda head: head["number"])
    for head in heads:
        checked.signature(head, DAY, head, HEAD, f"Ngày {head['day']}", f"day {head['day']}")
    for earlier, later in pairwise(heads):
        name = hashlib.sha256(message(DAY, earlier, HEAD)).hexdigest()
        next_to = later["number"] != earlier["number"] + 1 or later["previous"] == name
        checked.that(next_to, f"Ngày {later['day']} nối ngày trước", f"day {later['day']} follows the one before")
    known = {head["number"]: message(DAY, head, HEAD) for head in heads}
    for head in [receipt["sealed"]["head"] for receipt in receipts if receipt["sealed"]]:
        kept = known.get(head["number"]) == message(DAY, head, HEAD)
        checked.that(kept, f"Ngày {head['day']} đúng như bản đã lưu", f"day {head['day']} is the one that was kept")


def joined(words):
    """A key may begin with a dash; joined to its option it is not taken for another one."""
    rest = iter(words)
    return [f"--key={next(rest, '')}" if word == "--key" else word for word in rest]


def main():
    """Says line by line what holds, then the whole."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("receipt")
    asked.add_argument("--key", required=True, action="append", help="again for an older key")
    asked.add_argument("--later")
    asked.add_argument("--heads")
    given = asked.parse_args(joined(sys.argv[1:]))
    checked = Checked(given.key)
    try:
        receipts = [read(path) for path in (given.receipt, given.later) if path]
        for receipt, name in zip(receipts, NAMES, strict=False):
            check_receipt(checked, receipt, *name)
        if given.later:
            check_later(checked, *receipts)
        if given.heads:
            check_heads(checked, given.heads, receipts)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"✗ Không đọc được biên nhận · this cannot be read: {type(error).__name__} {error}")
        sys.exit(2)
    print("\n".join(checked.done))
    says, provisional = receipts[0]["statement"], receipts[0].get("provisional", True)
    if checked.wrong:
        print(f"✗ {says['code']}: KHÔNG khớp, {checked.wrong} điểm sai · does NOT hold, {checked.wrong} wrong")
        sys.exit(1)
    until = " (tạm: có dòng chưa niêm phong · provisional: not every line is sealed yet)" if provisional else ""
    print(f"✓ {says['code']}: đúng, {says['length']} dòng lúc {says['made_at']} · holds, {says['length']} lines{until}")


if __name__ == "__main__":
    main()
