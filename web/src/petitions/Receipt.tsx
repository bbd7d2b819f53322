import { useState } from 'react';
import type { Petition } from '../api/petitions';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';
import { fetchReceipt, fetchReceiptCode } from './calls';

type Shown = { kept?: 'provisional' | 'sealed'; code?: string; failed?: boolean };

/** What a branch takes home, to check later that nothing was changed: a small file, or a code for the screen and paper. */
export function Receipt({ petition }: { petition: Petition }) {
  const t = useWords().petitions.receipt;
  const [shown, show] = useState<Shown>({});
  const doing = (act: () => Promise<Shown>) => () => { act().then(show, () => show({ failed: true })); };
  const keep = async (): Promise<Shown> => {
    const receipt = await fetchReceipt(petition.id);
    save(`bien-nhan-${petition.code}.json`, new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }));
    return { kept: receipt.provisional ? 'provisional' : 'sealed' };
  };
  const draw = async (): Promise<Shown> => ({ code: `data:image/svg+xml,${encodeURIComponent(await fetchReceiptCode(petition.id))}` });
  return (
    <section className="card stack">
      <h2>{t.title}</h2>
      <p>{t.what}</p>
      <p className="row">
        <button type="button" onClick={doing(keep)}>{t.file}</button>
        <button type="button" onClick={doing(draw)}>{t.code}</button>
      </p>
      <div role="status">{shown.kept && <p>{t[shown.kept]}</p>}</div>
      {shown.code && <img className="qr" src={shown.code} alt={t.alt(petition.code)} />}
      {shown.failed && <Notice kind="bad">{t.failed}</Notice>}
    </section>
  );
}

function save(name: string, blob: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
