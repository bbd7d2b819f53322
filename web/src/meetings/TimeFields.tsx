import { useId } from 'react';
import { useWords } from '../words';

type Props = { label: string; value: [string, string]; onTime: (value: [string, string]) => void; example: string; wrong?: string | undefined };

export function TimeFields({ label, value: [hour, minute], onTime, example, wrong }: Props) {
  const t = useWords().kit;
  const id = useId();
  const digits = (text: string) => text.replace(/\D/g, '').slice(0, 2);
  return (
    <fieldset className="field" aria-describedby={`${id}-hint`}>
      <legend>{label}</legend>
      <span className="hint" id={`${id}-hint`}>{t.forExample(example)}</span>
      <div className="parts">
        <span className="field">
          <label htmlFor={`${id}-hour`}>{t.hour}</label>
          <input id={`${id}-hour`} inputMode="numeric" value={hour} onChange={(e) => onTime([digits(e.target.value), minute])} />
        </span>
        <span className="field">
          <label htmlFor={`${id}-minute`}>{t.minute}</label>
          <input id={`${id}-minute`} inputMode="numeric" value={minute} onChange={(e) => onTime([hour, digits(e.target.value)])} />
        </span>
      </div>
      {wrong && <span className="wrong">{wrong}</span>}
    </fieldset>
  );
}
