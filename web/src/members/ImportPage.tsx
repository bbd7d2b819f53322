import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Import } from '../api/members';
import { Dialog } from '../kit/Dialog';
import { Loaded } from '../kit/Loaded';
import { Failure, Notice } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { count } from '../words/dates';
import { applyImport, discardImport, fetchImport } from './calls';
import { Report } from './Report';
import './members.css';

const WORKING = ['checking', 'applying'];

/** One file on its way in: checked row by row, shown, and written only after the person has said so. */
export default function ImportPage({ id }: { id: string }) {
  const { imports: t } = useWords();
  const heading = usePage(t.title);
  const found = useQuery({
    queryKey: ['import', id],
    queryFn: () => fetchImport(id),
    refetchInterval: ({ state }) => (!state.data || WORKING.includes(state.data.state) ? 1_000 : false),
  });
  return (
    <div className="pad stack wide">
      <p><Link href="/imports" className="btn">{t.title}</Link></p>
      <h1 ref={heading} tabIndex={-1}>{found.data?.filename ?? t.title}</h1>
      <Loaded of={found}>{(one) => <Shown of={one} />}</Loaded>
    </div>
  );
}

function Shown({ of }: { of: Import }) {
  const { imports: t } = useWords();
  const kind = of.state === 'applied' ? 'good' : of.state === 'failed' ? 'bad' : 'info';
  return (
    <>
      <Notice kind={kind} title={t.state[of.state]}>{of.problem?.text}</Notice>
      {WORKING.includes(of.state) && (
        <div className="stack tight" role="status">
          <progress max={of.progress.total} value={of.progress.total > 1 ? of.progress.done : undefined} aria-label={t.state[of.state]} />
          {of.progress.total > 1 && <p className="num">{t.progress(count(of.progress.done), count(of.progress.total))}</p>}
        </div>
      )}
      {!WORKING.includes(of.state) && of.state !== 'failed' && <Counts of={of.counts} />}
      {of.state === 'applied' && <p><Link href="/units" className="btn main">{t.toUnits}</Link></p>}
      {of.state === 'checked' && <Decide of={of} />}
      {(of.state === 'checked' || of.state === 'applied') && <Report id={of.id} refused={of.counts.refused ?? 0} warnings={of.counts.warnings ?? 0} />}
    </>
  );
}

const SHOWN = ['units', 'members', 'accepted', 'warnings', 'refused', 'new', 'changed', 'unchanged'] as const;

function Counts({ of }: { of: Import['counts'] }) {
  const { imports: t } = useWords();
  return (
    <dl className="counts">
      {SHOWN.map((key) => <div key={key} className={key === 'refused' && of[key] ? 'bad' : ''}><dd>{count(of[key] ?? 0)}</dd><dt>{t.counts[key]}</dt></div>)}
    </dl>
  );
}

/** All of it, or all but the refused rows, or nothing. */
function Decide({ of }: { of: Import }) {
  const { imports: t, kit } = useWords();
  const [asking, ask] = useState(false);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const refused = of.counts.refused ?? 0;
  const apply = useAct(async (key) => {
    ask(false);
    queries.setQueryData(['import', of.id], await applyImport(of.id, refused > 0, key));
    void queries.invalidateQueries({ queryKey: ['import', of.id] });
  });
  const discard = useAct(async () => {
    await discardImport(of.id);
    go('/imports');
  });
  const nothing = !of.counts.new && !of.counts.changed;
  return (
    <div className="stack">
      <Failure error={apply.error ?? discard.error} />
      {nothing && <Notice>{t.nothingNew}</Notice>}
      <div className="row">
        <button className="main" aria-disabled={apply.busy} onClick={() => (refused ? ask(true) : void apply.run())}>{refused ? t.applyWithout(refused) : t.applyAll}</button>
        <button className="up" aria-disabled={discard.busy} onClick={() => void discard.run()}>{t.discard}</button>
      </div>
      {asking && (
        <Dialog title={t.without(refused)} onClose={() => ask(false)}>
          <p>{t.withoutText}</p>
          <div className="row">
            <button onClick={() => ask(false)}>{kit.cancel}</button>
            <button className="main" onClick={() => void apply.run()}>{t.applyWithout(refused)}</button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
