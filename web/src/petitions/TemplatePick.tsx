import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Outcome, Petition } from '../api/petitions';
import { Select } from '../kit/Field';
import { useWords } from '../words';
import { day } from '../words/dates';
import { fetchTemplates, type Template } from './deskCalls';
import { useOffice } from './useOffice';

/** A template with what is known of this petition filled in. */
export const filledIn = ({ text }: Pick<Template, 'text'>, { code, branch_name }: Pick<Petition, 'code' | 'branch_name'>, on: string) =>
  text.replaceAll('{code}', code).replaceAll('{branch}', branch_name).replaceAll('{date}', on);

type Props = { petition: Petition; onPick: (filled: { text: string; outcome?: Outcome }) => void };

/** Words to begin with; nothing that has been typed already is lost by picking them. */
export function TemplatePick({ petition, onPick }: Props) {
  const { desk: { templates: t } } = useWords();
  const keeps = useOffice()?.unit === petition.holder?.unit_id;
  const unit = petition.holder?.unit_id ?? '';
  const { data } = useQuery({ queryKey: ['templates', unit], queryFn: () => fetchTemplates(unit), enabled: !!unit, staleTime: 60_000 });
  const pick = (id: string) => {
    const template = data?.items.find((one) => one.id === id);
    if (!template) return;
    onPick({ text: filledIn(template, petition, day(new Date().toISOString())), ...(template.outcome && { outcome: template.outcome }) });
  };
  if (!data?.items.length) return null;
  return (
    <div className="stack tight">
      <Select label={t.pick} hint={t.pickHint} none={t.none} value="" onPick={pick} options={data.items.map(({ id, name }) => ({ value: id, text: name }))} />
      {keeps && <p><Link href="/petitions/templates" className="btn quiet">{t.edit}</Link></p>}
    </div>
  );
}
