import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Account, Unit } from '../api/members';
import { Refusal } from '../api/refusal';
import { Dialog } from '../kit/Dialog';
import { Empty, Loaded } from '../kit/Loaded';
import { Failure, Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { session } from '../shell/session';
import { useWords } from '../words';
import { freshCode, isDisabled, stateOf } from './accounts';
import { AppointForm } from './AppointForm';
import { AppointmentList, rolesToGive } from './Appointments';
import { disableAccount, fetchAccounts, fetchAppointments, newCode } from './calls';
import { UnitPicker } from './UnitPicker';
import './members.css';

/** Found by the login in the address. */
async function fetchAccount(login: string) {
  const { items } = await fetchAccounts({ q: login });
  const found = items.find((account) => account.login === login);
  if (!found) throw new Refusal(404, 'not-found', '', '');
  return found;
}

export default function AccountPage({ id }: { id: string }) {
  const { accounts: t } = useWords();
  const found = useQuery({ queryKey: ['account', id], queryFn: () => fetchAccount(id) });
  return (
    <div className="pad narrow stack wide">
      <p><Link href="/accounts" className="btn">{t.title}</Link></p>
      <Loaded of={found} page>{(account) => <Shown account={account} />}</Loaded>
    </div>
  );
}

function Shown({ account }: { account: Account }) {
  const { accounts: t } = useWords();
  const heading = usePage(account.name);
  return (
    <>
      <div>
        <p className="meta">{account.login} · {stateOf(account, t)}</p>
        <h1 ref={heading} tabIndex={-1}>{account.name}</h1>
      </div>
      <OneTimeCode person={account.person_id} />
      <Keys account={account} />
      <Given account={account} />
    </>
  );
}

/** Shown this once; leaving the page forgets it. */
function OneTimeCode({ person }: { person: string }) {
  const { accounts: t } = useWords();
  const fresh = useStore(freshCode);
  useEffect(() => () => freshCode.set(null), []);
  if (fresh?.person !== person) return null;
  return (
    <Notice kind="good" title={t.code}>
      <p className="one-time-code">{fresh.code}</p>
      <p>{t.codeText}</p>
      <div className="row"><button onClick={() => freshCode.set(null)}>{t.codeDone}</button></div>
    </Notice>
  );
}

function Keys({ account }: { account: Account }) {
  const { accounts: t, kit } = useWords();
  const queries = useQueryClient();
  const [asking, ask] = useState<'code' | 'disable' | null>(null);
  const code = useAct(async (key) => {
    ask(null);
    freshCode.set({ person: account.person_id, code: (await newCode(account.person_id, key)).one_time_code ?? '' });
  });
  const disable = useAct(async (key) => {
    ask(null);
    await disableAccount(account.person_id, key);
    await queries.invalidateQueries({ queryKey: ['account', account.login] });
  });
  return (
    <>
      <Failure error={code.error ?? disable.error} />
      <div className="row">
        <button onClick={() => ask('code')}>{t.newCode}</button>
        {!isDisabled(account) && <button onClick={() => ask('disable')}>{t.disable}</button>}
      </div>
      {asking && (
        <Dialog title={asking === 'code' ? t.newCode : t.disable} onClose={() => ask(null)}>
          <p>{asking === 'code' ? t.newCodeConfirm(account.name) : t.disableConfirm(account.name)}</p>
          <div className="row">
            <button onClick={() => ask(null)}>{kit.cancel}</button>
            <button className="main" onClick={() => void (asking === 'code' ? code : disable).run()}>{asking === 'code' ? t.newCode : t.disable}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Given({ account }: { account: Account }) {
  const { accounts: t, units } = useWords();
  const found = useQuery({ queryKey: ['appointments', 'person', account.person_id], queryFn: () => fetchAppointments({ person_id: account.person_id }) });
  const [unit, setUnit] = useState<Unit | null>(null);
  const [adding, add] = useState(false);
  const at = useStore(session);
  const person = { id: account.person_id, name: account.name };
  return (
    <section className="stack tight">
      <h2>{t.appointments}</h2>
      <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <Empty title={t.nothingYet}><p>{t.noAppointments}</p></Empty> }}>
        {({ items }) => <AppointmentList roles={items.map((a) => a.role)} items={items.map((a) => ({ ...a, person_name: a.unit_name }))} />}
      </Loaded>
      {!adding && <button onClick={() => add(true)}>{units.appoint}</button>}
      {adding && !unit && <UnitPicker label={t.unit} onPick={setUnit} />}
      {adding && unit && at.state === 'signed-in' && (
        <AppointForm unit={unit} person={person} roles={rolesToGive(at.me, unit)} onClose={() => { add(false); setUnit(null); }} />
      )}
    </section>
  );
}
