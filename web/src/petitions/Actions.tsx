import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Petition, Verb } from '../api/petitions';
import { Refusal } from '../api/refusal';
import { Dialog } from '../kit/Dialog';
import { Failure } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { session } from '../shell/session';
import { useWords } from '../words';
import { doVerb } from './calls';
import { FORMS } from './forms';
import { arrange } from './steps';

type Acted = (after: Petition, text: string) => void;

/** What the server says may be done now: two big actions, the others beside them, each with a small form of its own. */
export function Actions({ petition, onActed }: { petition: Petition; onActed: Acted }) {
  const t = useWords().petitions;
  const [open, setOpen] = useState<Verb | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const { main, second, others } = arrange(petition);
  const named = useVerbNames(petition);
  const choose = (verb: Verb | null) => {
    setFailure(null);
    setOpen(verb);
  };
  const done: Acted = (after, text) => {
    choose(null);
    onActed(after, text);
  };
  if (!petition.next.length) return <Failure error={failure} />;
  if (open && petition.next.includes(open)) {
    return <Act key={open} verb={open} petition={petition} name={named(open)} onClose={() => choose(null)} onActed={done} onFailed={setFailure} />;
  }
  return (
    <>
      <Failure error={failure} />
      <div className="acts" role="group" aria-label={t.next.yours}>
        {main && (main === 'acknowledge'
          ? <AtOnce verb={main} petition={petition} name={named(main)} onActed={done} onFailed={setFailure} />
          : <button className="main" onClick={() => choose(main)}>{named(main)}</button>)}
        {second && <button className="up" onClick={() => choose(second)}>{named(second)}</button>}
        {others.map((verb) => <button key={verb} className="quiet" onClick={() => choose(verb)}>{named(verb)}</button>)}
      </div>
    </>
  );
}

/** Whoever it is assigned to drafts the answer; the holder sends it. */
function useDrafts({ assignee }: Petition) {
  const at = useStore(session);
  return at.state === 'signed-in' && assignee?.person_id === at.me.person_id;
}

function useVerbNames(petition: Petition) {
  const t = useWords().petitions;
  const drafts = useDrafts(petition);
  const { state } = petition;
  return (verb: Verb) => {
    if (verb === 'classify' && ['classified', 'assigned'].includes(state)) return t.reclassify;
    if (verb === 'assign' && state === 'assigned') return t.reassign;
    if (verb === 'answer' && drafts) return t.draftAnswer;
    return t.verbs[verb];
  };
}

type ActProps = { verb: Verb; petition: Petition; name: string; onActed: Acted; onFailed: (failure: unknown) => void };

/** A refusal stays on the page although the petition, fetched again, may no longer offer the step. */
function useVerb({ verb, petition, name, onActed, onFailed }: ActProps) {
  const t = useWords().petitions;
  const queries = useQueryClient();
  return useAct(async (key: string, body: unknown) => {
    try {
      onActed(await doVerb(petition.id, verb, body, key), t.didIt(name));
    } catch (failure) {
      onFailed(failure);
      if (failure instanceof Refusal && failure.status === 409) void queries.invalidateQueries({ queryKey: ['petition', petition.id] });
      throw failure;
    }
  });
}

function AtOnce(props: ActProps) {
  const act = useVerb(props);
  const { kit } = useWords();
  return <button className="main" aria-disabled={act.busy} onClick={() => void act.run({})}>{act.busy ? kit.busy : props.name}</button>;
}

/** A form, and a question before it is sent where the step cannot be taken back. */
function Act({ onClose, ...props }: ActProps & { onClose: () => void }) {
  const words = useWords();
  const { verb, petition, name } = props;
  const act = useVerb(props);
  const [asking, ask] = useState<object | null>(null);
  const confirm = useDrafts(petition) && verb === 'answer' ? undefined : confirmOf(verb, petition, words.petitions);
  const Form = FORMS[verb];
  const send = (body: object) => (confirm ? ask(body) : void act.run(body));
  return (
    <section className="act stack" aria-label={name}>
      <h2>{name}</h2>
      <Failure error={act.error} />
      <Form petition={petition} error={act.error} onSend={send}>
        <div className="acts">
          <button className="main" aria-disabled={act.busy}>{act.busy ? words.kit.busy : name}</button>
          <button type="button" onClick={onClose}>{words.kit.cancel}</button>
        </div>
      </Form>
      {asking && confirm && (
        <Dialog title={confirm.title} onClose={() => ask(null)}>
          <p>{confirm.text}</p>
          <div className="row">
            <button onClick={() => ask(null)}>{words.kit.cancel}</button>
            <button className="main" onClick={() => { ask(null); void act.run(asking); }}>{name}</button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function confirmOf(verb: Verb, { path_ahead }: Petition, { confirm: t, aboveUnit }: ReturnType<typeof useWords>['petitions']) {
  const above = path_ahead.find((stop) => stop.kind === 'unit')?.unit_name ?? aboveUnit;
  const asked: Partial<Record<Verb, { title: string; text: string }>> = {
    escalate: { title: t.escalate(above), text: t.escalateText },
    answer: { title: t.answer, text: t.answerText },
    return: { title: t.return, text: t.returnText },
    redirect: { title: t.redirect, text: t.redirectText },
    merge: { title: t.merge, text: t.mergeText },
    withdraw: { title: t.withdraw, text: t.withdrawText },
    reopen: { title: t.reopen, text: t.reopenText },
  };
  return asked[verb];
}
