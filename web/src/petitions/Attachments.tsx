import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Petition } from '../api/petitions';
import { Dialog } from '../kit/Dialog';
import { Failure, Notice } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { moment } from '../words/dates';
import { AttachForm } from './AttachForm';
import { download, dropFile, fetchFiles, picture, type Attached } from './fileCalls';

const PICTURES = ['jpeg', 'png'];

/** The files of a petition; nothing at all where there is none and none can be attached. */
export function Attachments({ petition }: { petition: Petition }) {
  const { files: t } = useWords();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ['files', petition.id, petition.sequence],
    queryFn: () => fetchFiles(petition.id),
    placeholderData: (before, query) => (query?.queryKey[1] === petition.id ? before : undefined),
  });
  const [news, setNews] = useState('');
  const changed = (text: string) => {
    setNews(text);
    for (const stale of ['files', 'petition']) void queries.invalidateQueries({ queryKey: [stale, petition.id] });
  };
  if (found.isError && !found.data) return <section className="card stack" aria-label={t.title}><h2>{t.title}</h2><Failure error={found.error} /></section>;
  if (!found.data || (!found.data.items.length && !found.data.may_attach && !news)) return null;
  return (
    <section className="card stack" aria-label={t.title}>
      <div>
        <h2>{t.title}</h2>
        <p className="meta">{t.whoSees}</p>
      </div>
      {news && <Notice kind="good">{news}</Notice>}
      {found.data.items.length > 0 && (
        <ul className="stack files">
          {found.data.items.map((file) => <OneFile key={file.id} petition={petition.id} file={file} onRemoved={() => changed(t.removed(file.name))} />)}
        </ul>
      )}
      {found.data.may_attach && <AttachForm petition={petition.id} files={found.data} onSent={changed} />}
    </section>
  );
}

function OneFile({ petition, file, onRemoved }: { petition: string; file: Attached; onRemoved: () => void }) {
  const { files: t, kit } = useWords();
  const [shown, setShown] = useState('');
  const [asking, ask] = useState(false);
  const act = useAct(async (_key, what: 'show' | 'download' | 'remove') => {
    if (what === 'show') setShown(await picture(petition, file));
    if (what === 'download') await download(petition, file);
    if (what === 'remove') {
      await dropFile(petition, file.id);
      onRemoved();
    }
  });
  const of = <span className="visually-hidden"> {file.name}</span>;
  return (
    <li className="stack tight">
      <p className="whole"><b>{file.name}</b></p>
      <p className="meta">{[file.kind.toUpperCase(), t.size(file.size), file.by_name, file.unit_name, moment(file.at)].filter(Boolean).join(' · ')}</p>
      <Failure error={act.error} />
      <p className="row">
        {PICTURES.includes(file.kind) && (
          <button aria-expanded={!!shown} aria-disabled={act.busy} onClick={() => (shown ? setShown('') : void act.run('show'))}>{shown ? t.hide : t.show}{of}</button>
        )}
        <button aria-disabled={act.busy} onClick={() => void act.run('download')}>{t.download}{of}</button>
        {file.may_remove && <button className="quiet" aria-disabled={act.busy} onClick={() => ask(true)}>{t.remove}{of}</button>}
        {act.busy && <span className="meta" role="status">{kit.loading}</span>}
      </p>
      {shown && <img className="shown" src={shown} alt={file.name} />}
      {asking && (
        <Dialog title={t.removeAsk(file.name)} onClose={() => ask(false)}>
          <p>{t.removeText}</p>
          <div className="row">
            <button onClick={() => ask(false)}>{kit.cancel}</button>
            <button className="main" onClick={() => { ask(false); void act.run('remove'); }}>{t.remove}</button>
          </div>
        </Dialog>
      )}
    </li>
  );
}
