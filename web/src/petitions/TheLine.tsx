import type { Petition } from '../api/petitions';
import { useWords, type Words } from '../words';
import { daysUntil, moment, shortDay } from '../words/dates';

type Stop = { key: string; state: 'done' | 'here' | 'ahead'; name: string; notes: string[] };

/** Where it has been, where it is, what comes next: the same on every petition, for whoever reads it. */
export function TheLine({ petition }: { petition: Petition }) {
  const t = useWords().petitions.line;
  const said = { done: t.done, here: t.here, ahead: t.ahead };
  return (
    <section className="card" aria-label={t.title}>
      <ol className="line">
        {stopsOf(petition, t).map((stop) => (
          <li key={stop.key} className={stop.state} aria-current={stop.state === 'here' ? 'step' : undefined}>
            <b>{stop.name}</b>
            <span className="visually-hidden">{said[stop.state]}. </span>
            {stop.notes.map((note) => <span key={note} className="meta">{note}</span>)}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function stopsOf(petition: Petition, t: Words['petitions']['line'], now = new Date()): Stop[] {
  const { holders, path_ahead: ahead, answer, state } = petition;
  const toRead = state === 'answered';
  const stops: Stop[] = holders.map((held, i): Stop => {
    const here = !held.to_at;
    const days = -daysUntil(held.from_at, held.to_at ? new Date(held.to_at) : now);
    const notes = here ? [t.from(moment(held.from_at)), toRead ? t.backAt : t.heldDays(days)] : [moment(held.from_at), t.heldDays(days)];
    return { key: `${i}`, state: here ? 'here' : 'done', name: held.unit_name, notes };
  });
  for (const [i, stop] of ahead.entries()) {
    const beyond = stop.kind === 'unit' && !stop.likely;
    const name = stop.kind === 'read_out' ? t.readOut : stop.unit_name ?? '';
    const notes = stop.on ? [t.readOn(shortDay(stop.on))] : beyond ? [t.ifBeyond] : [];
    stops.push({ key: `ahead-${i}`, state: 'ahead', name, notes });
  }
  if (answer?.read_out_at && state === 'closed') {
    stops.push({ key: 'read', state: 'done', name: t.readOut, notes: [t.readDone(shortDay(answer.read_out_at))] });
  }
  return stops;
}
