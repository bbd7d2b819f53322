import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { WardLine } from '../api/petitions';
import { Empty, Loaded } from '../kit/Loaded';
import { useStore } from '../kit/store';
import { usePage } from '../kit/usePage';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { count } from '../words/dates';
import { fetchOverview } from './calls';
import { useSummary } from './useDesk';
import './overview.css';
import './petitions.css';

/** The whole city, a row a ward: numbers that answer a question. */
export default function Overview() {
  const { petitions: { overview: t, title } } = useWords();
  const heading = usePage(t.title);
  const at = useStore(session);
  const city = at.state === 'signed-in' ? places(at.me).city : null;
  const found = useQuery({ queryKey: ['overview'], queryFn: fetchOverview, refetchInterval: 60_000 });
  return (
    <div className="pad stack wide">
      <div className="overview-head">
        <div>
          <p className="meta">{city?.name ?? title}</p>
          <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
        </div>
        <Link href="/petitions" className="btn main">{t.open}</Link>
      </div>
      <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <Empty title={t.empty} /> }}>
        {({ items }) => <><Numbers items={items} unit={city?.unit} /><Wards items={items} /></>}
      </Loaded>
    </div>
  );
}

function Numbers({ items, unit }: { items: WardLine[]; unit: string | undefined }) {
  const { petitions: { overview: t } } = useWords();
  const { data } = useSummary(unit);
  const sum = (key: 'total' | 'answered' | 'overdue') => items.reduce((all, ward) => all + ward[key], 0);
  const without = data?.without_holder ?? 0;
  const late = sum('overdue');
  return (
    <ul className="nums">
      <li><b>{count(sum('total'))}</b>{t.total}</li>
      <li className={without ? 'bad' : 'good'}><b>{without}</b>{t.withoutHolder}</li>
      <li><b>{count(sum('answered'))}</b>{t.answered}</li>
      <li className={late ? 'bad' : 'good'}><b>{late}</b>{t.overdue}</li>
    </ul>
  );
}

function Wards({ items }: { items: WardLine[] }) {
  const { petitions: { overview: t } } = useWords();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="sheet wards">
        <thead>
          <tr>
            <th scope="col">{t.ward}</th><th scope="col" className="n">{t.total}</th><th scope="col">{t.where}</th>
            <th scope="col" className="n">{t.key.answered}</th><th scope="col" className="n">{t.key.inProgress}</th><th scope="col" className="n">{t.key.overdue}</th>
          </tr>
        </thead>
        <tbody>{items.map((ward) => <Ward key={ward.unit_id} ward={ward} />)}</tbody>
      </table>
    </div>
  );
}

function Ward({ ward: { unit_name, total, answered, in_progress, overdue } }: { ward: WardLine }) {
  const part = (n: number) => ({ width: `${total ? (100 * n) / total : 0}%` });
  return (
    <tr>
      <th scope="row">{unit_name}</th>
      <td className="n">{total}</td>
      <td>
        <div className="bar" aria-hidden="true">
          <i className="good" style={part(answered)} /><i className="care" style={part(Math.max(0, in_progress - overdue))} /><i className="bad" style={part(overdue)} />
        </div>
      </td>
      <td className="n">{answered}</td><td className="n">{in_progress}</td><td className={overdue ? 'n late' : 'n'}>{overdue}</td>
    </tr>
  );
}
