import type { Petition } from '../api/petitions';
import { useWords } from '../words';
import { moment } from '../words/dates';
import { parts } from './length';

/** How long it waited with whom, spell by spell; the lines add up to the last one, to the second. */
export function Waited({ petition }: { petition: Petition }) {
  const t = useWords().petitions.waited;
  const { spells } = petition;
  return (
    <section className="card stack">
      <h2>{t.title}</h2>
      {spells.map((spell) => (
        <table key={spell.spell} className="waited">
          <caption>{spells.length > 1 && `${t.spell(spell.spell)}, `}{spell.to_at ? t.fromTo(moment(spell.from_at), moment(spell.to_at)) : t.since(moment(spell.from_at))}</caption>
          <tbody>
            {spell.waited.map((one) => (
              <tr key={one.unit_id}>
                <th scope="row">{one.unit_name}{one.now && <span className="meta"> {t.now}</span>}</th>
                <td>{t.length(parts(one.seconds))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row">{t.total}</th><td>{t.length(parts(spell.seconds))}</td></tr></tfoot>
        </table>
      ))}
    </section>
  );
}
