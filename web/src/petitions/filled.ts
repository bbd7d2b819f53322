import { useState } from 'react';
import type { Verb } from '../api/petitions';
import { draftsOf, dropDraft, keepDraft } from '../offline/drafts';
import type { FormProps } from './forms';

export type KeptForm = { verb: Verb; filled: object };

const within = (petition: string) => `step/${petition}/`;

/** The step that was being written on this petition when the page was left, with what stood in its form. */
export async function keptForm(petition: string): Promise<KeptForm | null> {
  const latest = (await draftsOf(within(petition))).sort((a, b) => b.at.localeCompare(a.at))[0];
  return latest ? { verb: latest.id.slice(within(petition).length) as Verb, filled: latest.value as object } : null;
}

export const forgetForm = (petition: string, verb: Verb) => dropDraft(within(petition) + verb);

/** A form begins with what was kept of it; every change is kept, until it is sent or given up. */
export function useFilled<T extends object>({ petition, verb, kept }: Pick<FormProps, 'petition' | 'verb' | 'kept'>, blank: T) {
  const [filled, setFilled] = useState<T>({ ...blank, ...(kept as Partial<T> | undefined) });
  const fill = (part: Partial<T>) => {
    const next = { ...filled, ...part };
    setFilled(next);
    void keepDraft(within(petition.id) + verb, next);
  };
  return [filled, fill] as const;
}
