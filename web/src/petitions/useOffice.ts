import { useStore } from '../kit/store';
import { places, session } from '../shell/session';

/** The office whose desk this person keeps in order: the city's, else a ward's. */
export function useOffice() {
  const at = useStore(session);
  if (at.state !== 'signed-in') return null;
  const { city, ward } = places(at.me);
  const office = city ?? ward;
  const keeps = at.me.appointments.some(({ role, unit_id }) => unit_id === office?.unit && ['WOF', 'WLE', 'COF', 'CLE'].includes(role));
  return office && keeps ? office : null;
}
