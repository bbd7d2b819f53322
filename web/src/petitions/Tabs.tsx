import type { Tab } from '../api/petitions';
import { useWords } from '../words';
import { useSummary, type Scope } from './useDesk';

/** Which part of the work is listed; buttons that are pressed or not, because they filter one list. */
export function Tabs({ scope, tab, onTab }: { scope: Scope; tab: Tab; onTab: (tab: Tab) => void }) {
  const t = useWords().petitions;
  const counted = scope.kind === 'office' || scope.kind === 'branch';
  const summary = useSummary(counted ? scope.unit : undefined);
  const names = scope.kind === 'branch' || scope.kind === 'member' ? t.branchTabs : t.tabs;
  if (scope.tabs.length < 2) return null;
  return (
    <div className="tabs" role="group" aria-label={t.list}>
      {scope.tabs.map((one) => (
        <button key={one} aria-pressed={one === tab} onClick={() => onTab(one)}>
          {names[one]} {summary.data && <b className="num">{summary.data[one]}</b>}
        </button>
      ))}
    </div>
  );
}
