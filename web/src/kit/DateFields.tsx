import { useId } from 'react';
import { useWords } from '../words';

export type DateParts = { day: string; month: string; year: string };

export const partsOf = (iso: string): DateParts => {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { day, month, year };
};

const digits = (text: string, most: number) => text.replace(/\D/g, '').slice(0, most);

/** Three numeric fields: the browser's own date field follows the phone's language, not the page's. */
export function DateFields(
  { label, value, onParts, wrong, example }:
  { label: string; value: DateParts; onParts: (parts: DateParts) => void; wrong?: string | undefined; example?: string },
) {
  const t = useWords().kit;
  const id = useId();
  const part = (name: keyof DateParts, text: string, most: number) => (
    <span className="field">
      <label htmlFor={`${id}-${name}`}>{text}</label>
      <input id={`${id}-${name}`} className={name} inputMode="numeric" value={value[name]} aria-invalid={!!wrong || undefined}
        onChange={(e) => onParts({ ...value, [name]: digits(e.target.value, most) })} />
    </span>
  );
  return (
    <fieldset className="field" aria-describedby={`${id}-hint${wrong ? ` ${id}-wrong` : ''}`}>
      <legend>{label}</legend>
      <span className="hint" id={`${id}-hint`}>{t.forExample(example ?? '03 12 2026')}</span>
      <div className="parts">
        {part('day', t.day, 2)}
        {part('month', t.month, 2)}
        {part('year', t.year, 4)}
      </div>
      {wrong && <span className="wrong" id={`${id}-wrong`}>{wrong}</span>}
    </fieldset>
  );
}
