import { useId, useState, type FormEvent, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from 'react';
import { useWords } from '../words';

type Common = { label: string; hint?: ReactNode; wrong?: string | undefined };

/** Label above, hint between, what is wrong beside the field: always visible, always tied to it. */
function Framed({ label, hint, wrong, children }: Common & { children: (ids: { id: string; describedBy?: string }) => ReactNode }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && <span className="hint" id={`${id}-hint`}>{hint}</span>}
      {children({ id, describedBy })}
      {wrong && <span className="wrong" id={`${id}-wrong`}>{wrong}</span>}
    </div>
  );
}

type TextProps = Common & { value: string; onText: (value: string) => void } & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'>;

/** What the browser itself finds missing is said here too: its own bubble goes away by itself and speaks its own language. */
export function Text({ label, hint, wrong: told, onText, ...input }: TextProps) {
  const t = useWords().kit;
  const [missed, miss] = useState(false);
  const wrong = told ?? (missed && !input.value ? t.required : undefined);
  const say = (e: FormEvent<HTMLInputElement>) => {
    e.preventDefault();
    miss(true);
    if (e.currentTarget.form?.querySelector('input:invalid') === e.currentTarget) e.currentTarget.focus();
  };
  return (
    <Framed label={label} hint={hint} wrong={wrong}>
      {({ id, describedBy }) => (
        <input id={id} aria-describedby={describedBy} aria-invalid={!!wrong || undefined} autoComplete="off"
          onChange={(e) => onText(e.target.value)} onInvalid={say} {...input} />
      )}
    </Framed>
  );
}

type LongProps = Common & { value: string; onText: (value: string) => void } & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'>;

export function LongText({ label, hint, wrong, onText, ...area }: LongProps) {
  return (
    <Framed label={label} hint={hint} wrong={wrong}>
      {({ id, describedBy }) => (
        <textarea id={id} aria-describedby={describedBy} aria-invalid={!!wrong || undefined} maxLength={5000}
          onChange={(e) => onText(e.target.value)} {...area} />
      )}
    </Framed>
  );
}

export type Option<V extends string = string> = { value: V; text: string };

export function Select<V extends string>(
  { label, hint, wrong, value, options, onPick, none }:
  Common & { value: V | ''; options: readonly Option<V>[]; onPick: (value: V) => void; none?: string },
) {
  return (
    <Framed label={label} hint={hint} wrong={wrong}>
      {({ id, describedBy }) => (
        <select id={id} value={value} aria-describedby={describedBy} aria-invalid={!!wrong || undefined}
          onChange={(e) => onPick(e.target.value as V)}>
          {none !== undefined && <option value="">{none}</option>}
          {options.map((o) => <option key={o.value} value={o.value}>{o.text}</option>)}
        </select>
      )}
    </Framed>
  );
}

/** A few big buttons of which one is pressed: radio buttons underneath, so keys and screen readers know them. */
export function Choice<V extends string>(
  { label, hint, wrong, value, options, onPick, equal }:
  Common & { value: V | ''; options: readonly Option<V>[]; onPick: (value: V) => void; equal?: boolean },
) {
  const name = useId();
  return (
    <fieldset className="field" aria-describedby={wrong ? `${name}-wrong` : undefined}>
      <legend>{label}</legend>
      {hint && <span className="hint">{hint}</span>}
      <div className={equal ? 'opts equal' : 'opts'} data-count={options.length}>
        {options.map((o) => (
          <label key={o.value}>
            <input type="radio" name={name} checked={value === o.value} onChange={() => onPick(o.value)} />
            <span>{o.text}</span>
          </label>
        ))}
      </div>
      {wrong && <span className="wrong" id={`${name}-wrong`}>{wrong}</span>}
    </fieldset>
  );
}

export function Check({ label, checked, onCheck }: { label: ReactNode; checked: boolean; onCheck: (on: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(e) => onCheck(e.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
