import { useEffect, useState } from 'react';
import type { Category, PetitionState } from '../api/petitions';
import { Check, Select, Text } from '../kit/Field';
import { useWords } from '../words';
import type { useFilters } from './useDesk';
import { Views } from './Views';

const SHOWN_STATES: PetitionState[] = ['recorded', 'submitted', 'received', 'classified', 'assigned', 'returned', 'answered', 'reopened', 'closed', 'redirected', 'withdrawn'];
const PAUSE = 350;

export function Filters({ filtering }: { filtering: ReturnType<typeof useFilters> }) {
  const { filters, set, active } = filtering;
  const { petitions: t, codes, kit } = useWords();
  const [shown, show] = useState(active > 0);
  return (
    <div className="filters">
      <button className="quiet" aria-expanded={shown} onClick={() => show(!shown)}>{active ? t.filtered(active) : t.filters}</button>
      {shown && (
        <div className="stack">
          <Search value={filters.q} onText={(q) => set({ q })} label={t.searchLabel} />
          <div className="filter-pair">
            <Select label={t.form.category} none={t.anyCategory} value={filters.category as Category} onPick={(category) => set({ category })}
              options={(Object.keys(codes.category) as Category[]).map((value) => ({ value, text: codes.category[value] }))} />
            <Select label={kit.state} none={t.anyState} value={filters.state as PetitionState} onPick={(state) => set({ state })}
              options={SHOWN_STATES.map((value) => ({ value, text: codes.state[value] }))} />
          </div>
          <Check label={t.onlyOverdue} checked={filters.overdue === 'true'} onCheck={(on) => set({ overdue: on ? 'true' : '' })} />
          {active > 0 && <button onClick={() => set({ q: '', category: '', state: '', overdue: '' })}>{t.clear}</button>}
          <Views filtering={filtering} />
        </div>
      )}
    </div>
  );
}

/** Asks the server when typing has paused, never while a Vietnamese letter is being composed. */
function Search({ value, onText, label }: { value: string; onText: (text: string) => void; label: string }) {
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  useEffect(() => {
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (composing || typed === value) return;
    const timer = setTimeout(() => onText(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, composing]);
  return <Text type="search" label={label} value={typed} onText={setTyped} onCompositionStart={() => setComposing(true)} onCompositionEnd={() => setComposing(false)} />;
}
