import { useState } from 'react';
import { useWords } from '../words';
import { BulkForm } from './BulkForm';
import { KeyOf, useKeyOf } from './KeyList';
import { MOST, type BulkVerb, type useBulk } from './useBulk';
import type { usePicking } from './usePicking';

const VERBS: BulkVerb[] = ['acknowledge', 'classify', 'assign'];

/** Above the list: what can be done with all that are chosen. */
export function BulkBar({ picking, bulk, unit }: { picking: ReturnType<typeof usePicking>; bulk: ReturnType<typeof useBulk>; unit: string }) {
  const { desk: { bulk: t }, petitions: { verbs } } = useWords();
  const keyOf = useKeyOf();
  const [asked, ask] = useState<BulkVerb | null>(null);
  const { chosen } = picking;
  const begin = (verb: BulkVerb, body: object) => {
    ask(null);
    bulk.begin(verb, chosen, body);
    picking.end();
  };
  const press = (verb: BulkVerb) => {
    if (!chosen.length) return;
    if (verb === 'acknowledge') begin(verb, {});
    else ask(verb);
  };
  if (!picking.on) {
    return <p className="row inset"><button className="quiet" onClick={picking.begin} {...keyOf('x')}>{t.begin} <KeyOf letter="x" /></button></p>;
  }
  return (
    <div className="bulk stack tight inset">
      <p role="status"><b>{t.chosen(chosen.length)}</b> {chosen.length >= MOST && t.most(MOST)}</p>
      <div className="row">
        {VERBS.map((verb) => <button key={verb} className={verb === 'acknowledge' ? 'main' : ''} aria-disabled={!chosen.length} onClick={() => press(verb)}>{t.doMany(verbs[verb], chosen.length)}</button>)}
      </div>
      <div className="row">
        <button className="quiet" onClick={picking.all}>{t.all}</button>
        <button className="quiet" onClick={picking.end}>{t.end}</button>
      </div>
      {asked && <BulkForm verb={asked} count={chosen.length} unit={unit} onSend={(body) => begin(asked, body)} onClose={() => ask(null)} />}
    </div>
  );
}
