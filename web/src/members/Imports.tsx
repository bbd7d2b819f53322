import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Import } from '../api/members';
import { Loaded } from '../kit/Loaded';
import { Failure, Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { importsFiles, session } from '../shell/session';
import { useWords } from '../words';
import { fullMoment } from '../words/dates';
import { fetchImports, uploadImport } from './calls';
import './members.css';

const LARGEST = 20 * 1024 * 1024;

export default function Imports() {
  const { imports: t, failures } = useWords();
  const heading = usePage(t.title);
  const at = useStore(session);
  const may = at.state === 'signed-in' && importsFiles(at.me);
  return (
    <div className="pad narrow stack wide">
      <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
      {may ? <Uploads /> : <Notice kind="care" {...failures.byStatus[403]} />}
    </div>
  );
}

function Uploads() {
  const { imports: t, kit } = useWords();
  const [, go] = useLocation();
  const [id] = useState(() => crypto.randomUUID());
  const [file, setFile] = useState<File | null>(null);
  const wrong = file && (!file.name.toLowerCase().endsWith('.xlsx') ? t.notExcel : file.size > LARGEST ? t.tooLarge : null);
  const act = useAct(async () => {
    if (!file || wrong) return;
    await uploadImport(id, file);
    go(`/imports/${id}`);
  });
  return (
    <>
      <p>{t.lead}</p>
      <Failure error={act.error} />
      <form className="card stack" onSubmit={(e) => { e.preventDefault(); void act.run(); }}>
        <div className="field">
          <label htmlFor="file">{t.file}</label>
          <input id="file" type="file" accept=".xlsx" onChange={(e) => setFile(e.target.files?.[0] ?? null)} />
        </div>
        {wrong && <Notice kind="bad">{wrong}</Notice>}
        <button className="main" aria-disabled={act.busy || !file || !!wrong}>{act.busy ? kit.busy : t.upload}</button>
      </form>
      <Earlier />
    </>
  );
}

function Earlier() {
  const { imports: t } = useWords();
  const found = useQuery({ queryKey: ['imports'], queryFn: fetchImports });
  return (
    <section className="stack tight">
      <h2>{t.earlier}</h2>
      <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <p className="meta">{t.none}</p> }}>
        {({ items }) => <ul className="plain">{items.map((one) => <li key={one.id}><EarlierLine of={one} /></li>)}</ul>}
      </Loaded>
    </section>
  );
}

const EarlierLine = ({ of }: { of: Import }) => {
  const { imports: t } = useWords();
  return (
    <Link href={`/imports/${of.id}`}>
      <b>{of.filename}</b>
      <span className="chip">{t.state[of.state]}</span>
      <span className="meta">{fullMoment(of.made_at)}</span>
    </Link>
  );
};
