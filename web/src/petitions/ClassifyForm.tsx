import { useState } from 'react';
import type { Category, Competence, Complexity } from '../api/petitions';
import { Choice, Select } from '../kit/Field';
import { wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import type { FormProps } from './forms';

const COMPETENCES: Competence[] = ['branch', 'ward', 'city', 'external'];
const COMPLEXITIES: Complexity[] = ['simple', 'normal', 'complex'];

/** Begins with what the branch thought, so that agreeing is one press. */
export function ClassifyForm({ petition, error, onSend, children }: FormProps) {
  const { petitions: { form: t }, codes } = useWords();
  const [category, setCategory] = useState<Category>(petition.category);
  const [competence, setCompetence] = useState<Competence>(petition.competence);
  const [complexity, setComplexity] = useState<Complexity>(petition.complexity ?? 'normal');
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); onSend({ category, competence, complexity }); }}>
      <Select label={t.category} value={category} onPick={setCategory} wrong={wrongIn(error, 'category')}
        options={(Object.keys(codes.category) as Category[]).map((value) => ({ value, text: codes.category[value] }))} />
      <Choice label={t.competence} equal value={competence} onPick={setCompetence}
        options={COMPETENCES.map((value) => ({ value, text: codes.competence[value] }))} />
      <Choice label={t.complexity} equal hint={t.complexityHint} value={complexity} onPick={setComplexity}
        options={COMPLEXITIES.map((value) => ({ value, text: codes.complexity[value] }))} />
      {children}
    </form>
  );
}
