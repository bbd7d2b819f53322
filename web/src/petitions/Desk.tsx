import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { session } from '../shell/session';
import { useWords } from '../words';
import { headline } from '../words/headline';
import { KeyList } from './KeyList';
import { PetitionPage } from './PetitionPage';
import { Queue } from './Queue';
import { scopeOf, useFilters, useQueue, type Scope } from './useDesk';
import { useBulk } from './useBulk';
import { useKeys } from './useKeys';
import { usePicking } from './usePicking';
import { useDefaultView } from './Views';
import './petitions.css';

const WIDE = '(min-width: 900px)';

function useWide() {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const media = matchMedia(WIDE);
    const look = () => setWide(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return wide;
}

/** The first of a list stays the one that is shown, however the list changes under it, until another list is asked for. */
function useFirst(items: { id: string }[], list: string) {
  const kept = useRef<{ list: string; id: string } | null>(null);
  const [first] = items;
  if (kept.current?.list !== list) kept.current = first ? { list, id: first.id } : null;
  return kept.current?.id;
}

export default function Desk({ id }: { id: string | undefined }) {
  const words = useWords();
  const at = useStore(session);
  const scope = at.state === 'signed-in' ? scopeOf(at.me) : null;
  if (!scope && id) return <div className="pad"><PetitionPage key={id} id={id} listHref="/" onDone={() => {}} /></div>;
  if (!scope) return <div className="pad narrow"><h1>{words.petitions.title}</h1><Notice kind="care" {...words.failures.byStatus[403]} /></div>;
  return <DeskOf scope={scope} id={id} />;
}

/**
 * Wide: the list and one petition beside it. Narrow: the list, then the page. Turning the device keeps what was typed.
 * An office works through a queue, so the next one opens; a branch stays with what it has just sent.
 */
function DeskOf({ scope, id }: { scope: Scope; id: string | undefined }) {
  const t = useWords().petitions;
  const wide = useWide();
  const [, go] = useLocation();
  const filtering = useFilters(scope);
  useDefaultView(filtering, !id && scope.kind === 'office');
  const queue = useQueue(scope, filtering.tab, filtering.filters);
  const [done, setDone] = useState<{ id: string; text: string } | null>(null);
  const [asksKeys, askKeys] = useState(false);
  useKeys(useCallback(() => askKeys(true), []));
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const picking = usePicking(items);
  const bulk = useBulk(picking.end);
  const settled = queue.isPlaceholderData ? [] : items;
  const first = useFirst(settled, filtering.search);
  const shown = id ?? (wide ? first : undefined);
  const place = useRef(shown);
  if (shown) place.current = shown;
  const href = (petition: string) => `/petitions/${petition}${filtering.search ? `?${filtering.search}` : ''}`;
  const list = `/petitions${filtering.search ? `?${filtering.search}` : ''}`;
  const openNext = (finished: string, text: string) => {
    if (scope.kind === 'branch' || scope.kind === 'member') return;
    const at = items.findIndex((item) => item.id === finished);
    const next = items[at + 1] ?? items.find((item) => item.id !== finished);
    setDone({ id: finished, text });
    go(next ? href(next.id) : list);
    scrollTo(0, 0);
  };
  const opened = items.find((item) => item.id === shown);
  const page = shown && (
    <>
      <div role="status">
        {done && done.id !== shown && (
          <div className="notice good">
            <b>{done.text}</b> {t.nextOpened} {opened && <span className="visually-hidden">{headline(opened.text)}</span>}
            <div className="row"><button onClick={() => go(href(done.id))}>{t.seeDone}</button></div>
          </div>
        )}
      </div>
      <PetitionPage key={shown} id={shown} listHref={wide ? null : list} onDone={openNext} beside={wide && !id} />
    </>
  );
  return (
    <div className="desk">
      {(wide || !id) && <Queue scope={scope} filtering={filtering} queue={queue} items={items} shown={wide ? shown : undefined} place={place.current} href={href} onKeys={wide ? () => askKeys(true) : null} picking={picking} bulk={bulk} />}
      {(wide || id) && <article className="stack wide">{page ?? <div className="quietly"><h2>{t.choose}</h2><p>{t.chooseText}</p></div>}</article>}
      {asksKeys && <KeyList onClose={() => askKeys(false)} />}
    </div>
  );
}
