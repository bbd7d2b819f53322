import type { Category, Competence, Complexity } from '../api/petitions';
import { Choice, Select } from '../kit/Field';
import { wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { useFilled } from './filled';
import type { FormProps } from './forms';

const COMPETENCES: Competence[] = ['branch', 'ward', 'city', 'external'];
const COMPLEXITIES: Complexity[] = ['simple', 'normal', 'complex'];

type Filled = { category: Category; competence: Competence; complexity: Complexity };

/** Begins with what the branch thought, so that agreeing is one press. */
export function ClassifyForm(props: FormProps) {
  const { petition, error, onSend, children } = props;
  const { petitions: { form: t }, codes } = useWords();
  const [{ category, competence, complexity }, fill] = useFilled<Filled>(props, {
    category: petition.category, competence: petition.competence, complexity: petition.complexity ?? 'normal',
  });
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); onSend({ category, competence, complexity }); }}>
      <Select label={t.category} value={category} onPick={(picked) => fill({ category: picked })} wrong={wrongIn(error, 'category')}
        options={(Object.keys(codes.category) as Category[]).map((value) => ({ value, text: codes.category[value] }))} />
      <Choice label={t.competence} equal value={competence} onPick={(picked) => fill({ competence: picked })}
        options={COMPETENCES.map((value) => ({ value, text: codes.competence[value] }))} />
      <Choice label={t.complexity} equal hint={t.complexityHint} value={complexity} onPick={(picked) => fill({ complexity: picked })}
        options={COMPLEXITIES.map((value) => ({ value, text: codes.complexity[value] }))} />
      {children}
    </form>
  );
}
