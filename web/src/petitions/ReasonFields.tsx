import { useQuery } from '@tanstack/react-query';
import type { Petition, Verb } from '../api/petitions';
import { Choice, LongText } from '../kit/Field';
import { Notice, wrongIn } from '../kit/Notice';
import { useLanguage, useWords } from '../words';
import { fetchReasons } from './calls';

export type Why = { reason_code: string; reason: string };
export const NO_REASON: Why = { reason_code: '', reason: '' };

export const useReasonList = () => useQuery({ queryKey: ['reasons'], queryFn: fetchReasons, staleTime: 3_600_000 });

/** The list of a verb as it holds today. Completing what was returned is not a reason: what was missing is written. */
function useReasons({ state }: Petition, verb: Verb | 'reveal') {
  const { data } = useReasonList();
  const completes = verb === 'escalate' && state === 'returned';
  return completes ? [] : (data?.items ?? []).filter((one) => one.verb === verb);
}

/** A reason is chosen, written, or both; without a list, as when it could not be fetched, it is written. What a pause
    waits for is always chosen. Beside a reason that keeps no text nothing is written. */
export function useWhy(petition: Petition, verb: Verb | 'reveal', { reason_code, reason }: Why) {
  const reasons = useReasons(petition, verb);
  const chosen = reasons.find((one) => one.code === reason_code);
  const said = chosen?.keeps_text === false ? '' : reason.trim();
  const enough = chosen ? !!said || !chosen.needs_text : !!said && verb !== 'pause';
  return { reasons, chosen, enough, mustChoose: verb === 'pause', body: { ...(chosen && { reason_code: chosen.code }), ...(said && { reason: said }) } };
}

type Props = { why: ReturnType<typeof useWhy>; value: Why; label: string; tried: boolean; error: unknown; onFill: (part: Partial<Why>) => void; lone?: boolean };

/** The list as big choices, the words below. */
export function ReasonFields({ why: { reasons, chosen, enough, mustChoose }, value, label, tried, error, onFill, lone }: Props) {
  const { petitions: { form: t }, intake, kit } = useWords();
  const inVietnamese = useLanguage() === 'vi';
  const missing = mustChoose && !chosen ? t.pauseChoose : !reasons.length ? kit.required : chosen ? t.reasonInWords : t.reasonMissing;
  return (
    <>
      {reasons.length > 0 && (
        <Choice label={t.chooseReason} value={chosen?.code ?? ''} onPick={(code) => onFill({ reason_code: code })} wrong={wrongIn(error, 'reason_code')}
          options={reasons.map(({ code, vi, en }) => ({ value: code, text: inVietnamese ? vi : en }))} />
      )}
      {chosen?.keeps_text === false ? <Notice kind="care">{intake.willErase}</Notice> : <LongText label={label} hint={chosen && !chosen.needs_text ? t.reasonMore : undefined} value={value.reason} autoFocus={lone && !reasons.length}
        onText={(reason) => onFill({ reason })} wrong={tried && !enough ? missing : wrongIn(error, 'reason')} />}
    </>
  );
}
