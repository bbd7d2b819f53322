import { useRef, useState, type ChangeEvent } from 'react';
import { Failure, Notice } from '../kit/Notice';
import { useWords } from '../words';
import { sendFile, type Files } from './fileCalls';

type Going = { id: string; file: File; share: number; error: unknown };
type Props = { petition: string; files: Files; onSent: (text: string) => void };

/** Files are sent one by one as they are chosen; what did not arrive stays, to be sent again under the same id. */
export function AttachForm({ petition, files, onSent }: Props) {
  const { files: t } = useWords();
  const [going, setGoing] = useState<Going[]>([]);
  const any = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const note = (id: string, what: Partial<Going>) => setGoing((all) => all.map((one) => (one.id === id ? { ...one, ...what } : one)));
  const forget = (id: string) => setGoing((all) => all.filter((one) => one.id !== id));
  const send = async ({ id, file }: Going) => {
    note(id, { share: 0, error: null });
    try {
      await sendFile(petition, id, file, (share) => note(id, { share }));
      forget(id);
      onSent(t.sent(file.name));
    } catch (error) {
      note(id, { error });
    }
  };
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(target.files ?? [])].map((file) => ({ id: crypto.randomUUID(), file, share: 0, error: null }));
    target.value = '';
    setGoing((all) => [...all, ...chosen]);
    for (const one of chosen) if (one.file.size <= files.most_bytes) await send(one);
  };
  const most = t.size(files.most_bytes);
  const kinds = [...new Set(files.suffixes.map((suffix) => suffix.slice(1).toUpperCase()))].join(', ');
  return (
    <div className="stack">
      <ul className="stack tight" aria-live="polite">
        {going.map((one) => (
          <li key={one.id} className="stack tight">
            {one.file.size > files.most_bytes ? <Notice kind="bad">{t.tooLarge(one.file.name, most)}</Notice> : <Failure error={one.error} />}
            {one.error || one.file.size > files.most_bytes
              ? <Left one={one} tooLarge={one.file.size > files.most_bytes} again={() => void send(one)} forget={() => forget(one.id)} />
              : <Way one={one} />}
          </li>
        ))}
      </ul>
      <input ref={any} type="file" hidden multiple accept={files.suffixes.join(',')} onChange={(e) => void choose(e)} />
      <input ref={camera} type="file" hidden accept="image/jpeg" capture="environment" onChange={(e) => void choose(e)} />
      <p className="row">
        <button onClick={() => any.current?.click()}>{t.add}</button>
        <button className="camera" onClick={() => camera.current?.click()}>{t.photo}</button>
      </p>
      <p className="meta">{t.taken(kinds, most, files.more_files)} {t.before}</p>
    </div>
  );
}

function Way({ one: { file, share } }: { one: Going }) {
  const { files: t } = useWords();
  const percent = Math.floor(share * 100);
  const text = percent < 100 ? t.sending(file.name, percent) : t.checking(file.name);
  return <label className="way">{text}<progress max={100} value={percent} /></label>;
}

function Left({ one, tooLarge, again, forget }: { one: Going; tooLarge: boolean; again: () => void; forget: () => void }) {
  const { files: t } = useWords();
  return (
    <p className="row">
      <span className="whole">{one.file.name}</span>
      {!tooLarge && <button onClick={again}>{t.again}</button>}
      <button className="quiet" onClick={forget}>{t.forget}</button>
    </p>
  );
}
