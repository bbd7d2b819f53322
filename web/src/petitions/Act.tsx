import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Channel, Petition, Verb } from '../api/petitions';
import { Refusal } from '../api/refusal';
import { Dialog } from '../kit/Dialog';
import { Failure } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords, type Words } from '../words';
import { doVerb, fetchPetition } from './calls';
import { FORMS } from './forms';
import { HeldByOther } from './InHand';
import { KeyOf, useKeyOf } from './KeyList';
import { LETTERS } from './keys';
import { useReasonList } from './ReasonFields';
import { useVerbNames } from './verbs';
import { useWork } from './work';

export type Acted = (after: Petition, text: string) => void;
type ActProps = { verb: Verb; petition: Petition; onActed: Acted; onFailed: (failure: unknown) => void };

/** A refusal stays on the page although the petition, fetched again, may no longer offer the step. */
function useVerb({ verb, petition, onActed, onFailed }: ActProps) {
  const words = useWords();
  const name = useVerbNames(petition)(verb);
  const queries = useQueryClient();
  return useAct(async (key: string, body: unknown) => {
    try {
      onActed(await doVerb(petition.id, verb, body, key), words.petitions.didIt(name));
    } catch (failure) {
      const told = await why(failure, petition, queries, words);
      onFailed(told);
      throw told;
    }
  });
}

/** Who may act depends on who holds it: "not yours to do" often means that somebody else has just done it. */
async function why(failure: unknown, before: Petition, queries: QueryClient, { petitions: { changed }, codes }: Words) {
  if (!(failure instanceof Refusal) || ![403, 409].includes(failure.status)) return failure;
  const now = await queries.fetchQuery({ queryKey: ['petition', before.id], queryFn: () => fetchPetition(before.id), staleTime: 0 }).catch(() => null);
  if (!now || now.sequence === before.sequence || failure.status === 409) return failure;
  return new Refusal(409, 'changed', changed.title, changed.text(codes.state[now.state], now.holder?.unit_name ?? ''));
}

export function AtOnce(props: ActProps) {
  const act = useVerb(props);
  const name = useVerbNames(props.petition)(props.verb);
  const { kit } = useWords();
  const letter = LETTERS[props.verb];
  return (
    <button className="main" aria-disabled={act.busy} onClick={() => void act.run({})} {...useKeyOf()(letter)}>
      {act.busy ? kit.busy : name} <KeyOf letter={letter} />
    </button>
  );
}

/** A form, and a question before it is sent where the step cannot be taken back. */
export function Act({ onClose, kept, ...props }: ActProps & { kept: object; onClose: () => void }) {
  const words = useWords();
  const { verb, petition } = props;
  const name = useVerbNames(petition)(verb);
  const act = useVerb(props);
  const [asking, ask] = useState<object | null>(null);
  const drafts = petition.only_drafts && verb === 'answer';
  const erases = useErases(verb, asking);
  const confirm = drafts ? undefined : erases ?? confirmOf(verb, petition, words.petitions);
  const submit = drafts ? words.petitions.form.sendDraft : name;
  const heading = useOpened();
  const work = useWork(petition, verb);
  const Form = FORMS[verb];
  const send = (body: object) => (confirm ? ask(body) : void act.run(body));
  return (
    <section className="act stack" aria-label={name}>
      <h2 ref={heading} tabIndex={-1}>{name}</h2>
      <HeldByOther work={work} />
      <Failure error={act.error} />
      <Form petition={petition} verb={verb} kept={kept} error={act.error} onSend={send}>
        <div className="acts">
          <button className="main" aria-disabled={act.busy}>{act.busy ? words.kit.busy : submit}</button>
          <button type="button" onClick={onClose}>{words.kit.cancel}</button>
        </div>
      </Form>
      {asking && confirm && (
        <Dialog title={confirm.title} onClose={() => ask(null)}>
          <p>{confirm.text}</p>
          <div className="row">
            <button onClick={() => ask(null)}>{words.kit.cancel}</button>
            <button className="main" onClick={() => { ask(null); void act.run(asking); }}>{erases?.submit ?? name}</button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

/** Some reasons erase what was said: that is asked in other words. */
function useErases(verb: Verb, body: object | null) {
  const { intake: t, codes } = useWords();
  const { data } = useReasonList();
  const { reason_code, channel } = (body ?? {}) as { reason_code?: string; channel?: Channel };
  const erases = data?.items.some((one) => one.verb === verb && one.code === reason_code && !one.keeps_text);
  return erases && channel ? { title: t.eraseTitle, text: t.eraseText(codes.channel[channel]), submit: t.eraseDo } : undefined;
}

/** The form has opened: it comes into sight, and the focus to its heading where no field has taken it. */
function useOpened() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const form = heading.current?.parentElement;
    form?.scrollIntoView({ block: 'nearest' });
    if (!form?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}

function confirmOf(verb: Verb, { path_ahead, state }: Petition, { confirm: t, aboveUnit }: Words['petitions']) {
  const above = path_ahead.find((stop) => stop.kind === 'unit')?.unit_name ?? aboveUnit;
  const asked: Partial<Record<Verb, { title: string; text: string }>> = {
    escalate: state === 'returned' ? { title: t.complete(above), text: t.completeText } : { title: t.escalate(above), text: t.escalateText },
    answer: { title: t.answer, text: t.answerText },
    return: { title: t.return, text: t.returnText },
    redirect: { title: t.redirect, text: t.redirectText },
    merge: { title: t.merge, text: t.mergeText },
    pause: { title: t.pause, text: t.pauseText },
    withdraw: { title: t.withdraw, text: t.withdrawText },
    reopen: { title: t.reopen, text: t.reopenText },
  };
  return asked[verb];
}
