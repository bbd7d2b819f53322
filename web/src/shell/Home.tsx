import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Me } from '../api/members';
import { Empty } from '../kit/Loaded';
import { useStore } from '../kit/store';
import { usePage } from '../kit/usePage';
import { MeetingLine, useMeetings } from '../meetings/Meetings';
import { fetchPetitions } from '../petitions/calls';
import { useSummary } from '../petitions/useDesk';
import { useWords } from '../words';
import { linksOf } from './links';
import { importsFiles, places, session, type Place } from './session';
import './home.css';

/** What waits for this person, by what they are: nothing to look for, one press to be there. */
export default function Home() {
  const at = useStore(session);
  return at.state === 'signed-in' ? <HomeOf me={at.me} /> : null;
}

function HomeOf({ me }: { me: Me }) {
  const words = useWords();
  const t = words.home;
  const heading = usePage(t.title);
  const { branch, ward, city, assignee, liaison, admin, member } = places(me);
  const office = city ?? ward;
  const onlyMember = !branch && !office && !assignee && !liaison && !admin && member;
  return (
    <div className="pad narrow stack wide">
      <div>
        <h1 ref={heading} tabIndex={-1}>{t.hello(me.name)}</h1>
        <p className="meta">{me.appointments.filter((a) => a.role !== 'MEM').map((a) => `${words.codes.role[a.role]}, ${a.unit_name}`).join(' · ')}</p>
      </div>
      {branch && <BranchWork branch={branch} />}
      {office && <OfficeWork office={office} />}
      {assignee && <Door href="/petitions" title={t.assigned}><Assigned /></Door>}
      {city && <Door href="/petitions/overview" title={words.shell.nav.overview}>{t.overviewText}</Door>}
      {liaison && !branch && <Door href="/petitions" title={words.petitions.ofBranch}>{liaison.name}</Door>}
      {liaison?.roles.includes('WLI') && !branch && <Door href="/meetings" title={words.meetings.title}>{liaison.name}</Door>}
      {onlyMember && <Door href="/petitions" title={t.mine}>{t.mineText}</Door>}
      {admin && <Door href="/accounts" title={t.accounts}>{t.accountsText}</Door>}
      {(branch || office || admin) && <Door href="/units" title={t.units}>{t.unitsText}</Door>}
      {importsFiles(me) && <Door href="/imports" title={t.imports}>{t.importsText}</Door>}
      {!linksOf(me, words).length && <Empty title={t.nothing}><p>{t.notAppointed}</p></Empty>}
    </div>
  );
}

function Door({ href, title, children }: { href: string; title: string; children?: ReactNode }) {
  return (
    <Link href={href} className="door">
      <b>{title}</b>
      {children && <span className="meta">{children}</span>}
    </Link>
  );
}

/** This month's meeting, the answers that wait to be read out, what the branch holds. */
function BranchWork({ branch }: { branch: Place }) {
  const words = useWords();
  const t = words.home;
  const { meetings, asked } = useMeetings(branch.unit);
  const summary = useSummary(branch.unit);
  const waiting = useQuery({
    queryKey: ['petitions', branch.unit, 'to-read'],
    queryFn: () => fetchPetitions({ raised_unit: branch.unit, state: ['answered'], limit: 200 }),
  });
  const open = meetings?.filter((m) => m.state === 'in_progress' || m.state === 'scheduled').sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const now = open?.find((m) => m.state === 'in_progress') ?? open?.[0];
  const toRead = waiting.data?.items.length ?? 0;
  return (
    <>
      <section className="stack tight">
        <h2>{now?.state === 'in_progress' ? t.meetingNow : t.meetingNext}</h2>
        {now && <ul className="plain"><MeetingLine meeting={now} /></ul>}
        {now && <Link href={`/meetings/${now.id}`} className="btn main wide">{now.state === 'in_progress' ? t.goOn : t.openMeeting}</Link>}
        {!now && asked.isPending && !meetings && <p className="meta" role="status">{words.kit.loading}</p>}
        {!now && meetings && <p>{t.noMeeting}</p>}
        {!now && meetings && <Link href="/meetings/new" className="btn main wide">{t.schedule}</Link>}
      </section>
      <section className="stack tight">
        <h2>{t.waits}</h2>
        {toRead > 0 && <Door href={now ? `/meetings/${now.id}` : '/petitions?tab=answered'} title={t.answers(toRead)}>{t.answersText}</Door>}
        {summary.data && summary.data.todo > 0 && <Door href="/petitions?tab=todo" title={t.branchHolds(summary.data.todo)} />}
        <Door href="/petitions" title={words.petitions.ofBranch}>{summary.data ? t.above(summary.data.above) : ''}</Door>
      </section>
    </>
  );
}

function OfficeWork({ office }: { office: Place }) {
  const words = useWords();
  const t = words.home;
  const { data } = useSummary(office.unit);
  return (
    <section className="stack tight">
      <h2>{t.waits}</h2>
      <Link href="/petitions" className="door main">
        <b>{data ? t.todo(data.todo) : t.desk}</b>
        <span className="meta">{data && [t.overdue(data.overdue), words.petitions.watch.unacknowledged(data.unacknowledged)].join(' · ')}</span>
      </Link>
    </section>
  );
}

function Assigned() {
  const t = useWords().home;
  const found = useQuery({ queryKey: ['petitions', 'assigned'], queryFn: () => fetchPetitions({ tab: 'todo', limit: 200 }) });
  return found.data ? t.todo(found.data.items.length) : '';
}
