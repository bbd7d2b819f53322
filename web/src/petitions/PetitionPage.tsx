import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Petition } from '../api/petitions';
import { Erased } from '../intake/Erased';
import { Signs } from '../intake/Signs';
import { Loaded } from '../kit/Loaded';
import { useStore } from '../kit/store';
import { usePage } from '../kit/usePage';
import { places, session } from '../shell/session';
import { useWords, type Words } from '../words';
import { day, moment } from '../words/dates';
import { headline, saysAll } from '../words/headline';
import { Actions } from './Actions';
import { AlikeLine } from './Alike';
import { AnswerBox } from './AnswerBox';
import { Attachments } from './Attachments';
import { fetchPetition } from './calls';
import { Followers } from './Followers';
import { NextStep } from './NextStep';
import { Notes } from './Notes';
import { Receipt } from './Receipt';
import { Reveal } from './Reveal';
import { leavesDesk } from './steps';
import { Story } from './Story';
import { TheLine } from './TheLine';
import { Waited } from './Waited';
import './petitions.css';

type Props = { id: string; listHref: string | null; onDone: (id: string, text: string) => void; beside?: boolean };

export function PetitionPage({ id, listHref, onDone, beside }: Props) {
  const t = useWords();
  const found = useQuery({ queryKey: ['petition', id], queryFn: () => fetchPetition(id), refetchInterval: 60_000 });
  return (
    <>
      {listHref && <p><Link href={listHref} className="btn">{t.petitions.back}</Link></p>}
      <Loaded of={found} page={!!listHref}>{(petition) => <Shown petition={petition} onDone={onDone} beside={beside} wide={!listHref} />}</Loaded>
    </>
  );
}

function Shown({ petition, onDone, beside, wide }: { petition: Petition; onDone: Props['onDone']; beside?: boolean | undefined; wide: boolean }) {
  const words = useWords();
  const t = words.petitions;
  const queries = useQueryClient();
  const at = useStore(session);
  const branch = at.state === 'signed-in' ? places(at.me).branch?.unit : undefined;
  const title = petition.text_erased ? words.intake.erased : headline(petition.text);
  const heading = usePage(title, { quiet: beside });
  const Heading = wide ? 'h2' : 'h1';
  const fresh = (after: Petition) => {
    queries.setQueryData(['petition', petition.id], after);
    for (const key of ['petitions', 'summary', 'similar', 'notes']) void queries.invalidateQueries({ queryKey: [key] });
  };
  const acted = (after: Petition, text: string) => {
    fresh(after);
    if (leavesDesk(petition, after)) onDone(petition.id, text);
  };
  const raised = t.raisedAt(day(petition.meeting.starts_at));
  return (
    <>
      <div>
        <p className="meta">{petition.code} · {petition.branch_name} · {raised}</p>
        <Heading ref={heading} tabIndex={-1} className="petition-title">{title}</Heading>
      </div>
      <TheLine petition={petition} />
      <section className="card stack" aria-label={t.next.yours}>
        {petition.text_erased && <Erased petition={petition} />}
        {!petition.text_erased && !saysAll(title, petition.text) && <blockquote>{petition.text}</blockquote>}
        {petition.texts.filter(({ text }) => text !== petition.text).map(({ text, at: added }) => (
          <blockquote key={added}><span className="meta">{t.added(moment(added))}</span><br />{text}</blockquote>
        ))}
        <p className="chips">{chipsOf(petition, words).map((text) => <span key={text} className={text === t.urgent ? 'chip urgent' : 'chip'}>{text}</span>)}</p>
        <Reveal petition={petition} onShown={fresh} />
        {petition.next.includes('redirect') && <Signs text={petition.texts.map(({ text }) => text).join('\n')} more={words.intake.atDesk} />}
        {petition.answer && <AnswerBox answer={petition.answer} />}
        <AlikeLine petition={petition} />
        <NextStep petition={petition} branchUnit={branch} />
        <Actions petition={petition} onActed={acted} />
      </section>
      <Attachments key={`files ${petition.id}`} petition={petition} />
      <Followers key={petition.id} petition={petition} />
      <Notes petition={petition} />
      <Story petition={petition} />
      <Waited petition={petition} />
      <Receipt petition={petition} />
    </>
  );
}

function chipsOf({ category, competence, urgent, complexity, raised_by }: Petition, { codes, petitions: t }: Words) {
  const who = raised_by && {
    member: raised_by.name ? t.raisedBy.member(raised_by.name) : t.raisedBy.memberHidden,
    residents: t.raisedBy.residents,
    branch: t.raisedBy.branch,
  }[raised_by.kind];
  return [urgent && t.urgent, codes.category[category], codes.competenceChip[competence], complexity && codes.complexity[complexity], who].filter((text) => !!text) as string[];
}
