import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Petition } from '../api/petitions';
import { LongText } from '../kit/Field';
import { Failure, wrongIn } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { session } from '../shell/session';
import { useWords } from '../words';
import { moment } from '../words/dates';
import { dropNote, fetchNotes, writeNote, type Note } from './deskCalls';

const AT_A_DESK = ['WOF', 'WLE', 'COF', 'CLE', 'WAS'];

/** What the unit writes down for itself; whoever works at no desk does not see that there is such a thing. */
export function Notes({ petition }: { petition: Petition }) {
  const { desk: { notes: t } } = useWords();
  const at = useStore(session);
  const works = at.state === 'signed-in' && at.me.appointments.some(({ role }) => AT_A_DESK.includes(role));
  const found = useQuery({ queryKey: ['notes', petition.id], queryFn: () => fetchNotes(petition.id), enabled: works, retry: false });
  if (!found.data || (!found.data.items.length && !found.data.may_write)) return null;
  return (
    <section className="card stack" aria-label={t.title}>
      <div>
        <h2>{t.title}</h2>
        <p className="meta">{t.whoSees}</p>
      </div>
      {found.data.items.length > 0 && (
        <ul className="stack tight">
          {found.data.items.map((note) => <Written key={note.id} petition={petition.id} note={note} />)}
        </ul>
      )}
      {found.data.may_write && <NoteForm petition={petition.id} />}
    </section>
  );
}

function Written({ petition, note }: { petition: string; note: Note }) {
  const { desk: { notes: t } } = useWords();
  const queries = useQueryClient();
  const at = useStore(session);
  const act = useAct(async () => {
    await dropNote(petition, note.id);
    await queries.invalidateQueries({ queryKey: ['notes', petition] });
  });
  const own = at.state === 'signed-in' && at.me.person_id === note.by_id;
  return (
    <li>
      <p className="meta">{note.by_name} · {moment(note.at)}</p>
      <p className="whole">{note.text}</p>
      <Failure error={act.error} />
      {own && <button className="quiet" aria-disabled={act.busy} onClick={() => void act.run()}>{t.drop}</button>}
    </li>
  );
}

function NoteForm({ petition }: { petition: string }) {
  const { desk: { notes: t }, kit } = useWords();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const act = useAct(async (key: string) => {
    await writeNote(petition, key, text.trim());
    setText('');
    await queries.invalidateQueries({ queryKey: ['notes', petition] });
  });
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); if (text.trim()) void act.run(); }}>
      <Failure error={act.error} />
      <LongText label={t.add} value={text} onText={setText} wrong={wrongIn(act.error, 'text')} />
      <p className="row"><button aria-disabled={act.busy}>{act.busy ? kit.busy : t.save}</button></p>
    </form>
  );
}
