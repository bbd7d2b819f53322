import { useEffect, useId, useRef, type ReactNode } from 'react';

/** A native dialog: the browser keeps the focus inside, Escape closes it, the focus returns to where it was. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} aria-labelledby={id} onClose={onClose} onCancel={onClose}>
      <div className="stack">
        <h2 id={id} tabIndex={-1} autoFocus>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
