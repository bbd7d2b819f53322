import type { Petition } from '../api/petitions';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';

/** Of what was sent to another channel nothing that was said is kept: which channel, and where to hand it in. */
export function Erased({ petition: { channel } }: { petition: Petition }) {
  const { intake: t, codes } = useWords();
  if (!channel) return null;
  return <Notice><p>{t.erasedText(codes.channel[channel])} {t.next[channel]}</p></Notice>;
}
