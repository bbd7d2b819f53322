import { useQueryClient } from '@tanstack/react-query';
import type { Petition } from '../api/petitions';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';
import { time } from '../words/dates';
import { beginWork, useColleagues, type useWork } from './work';

/** In the form: a colleague was first. What has been typed stays; it can be sent once the work is taken over. */
export function HeldByOther({ work: { held, takeOver } }: { work: ReturnType<typeof useWork> }) {
  const t = useWords().desk.work;
  if (!held) return null;
  return (
    <Notice kind="care" title={t.first}>
      {held.detail}
      <div className="row"><button type="button" onClick={takeOver}>{t.takeOver}</button></div>
    </Notice>
  );
}

/** On the page, before a form is opened: who is at work on it, since when. */
export function InHand({ petition }: { petition: Petition }) {
  const { desk: { work: t } } = useWords();
  const queries = useQueryClient();
  const [work] = useColleagues(petition.holder?.unit_id).filter((one) => one.petition_id === petition.id);
  if (!work) return null;
  const takeOver = async () => {
    await beginWork(petition.id, 'answer', true).catch(() => {});
    await queries.invalidateQueries({ queryKey: ['work'] });
  };
  return (
    <Notice kind="care">
      {t.busy(work.name, t.doing[work.verb] ?? t.doing.other!, time(work.since))}
      {petition.next.length > 0 && <div className="row"><button type="button" onClick={() => void takeOver()}>{t.takeOver}</button></div>}
    </Notice>
  );
}
