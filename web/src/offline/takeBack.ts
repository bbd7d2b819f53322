import type { Operation } from '../api/meetings';
import type { Device } from './device';

/** What an operation has shown on this device is shown no longer; what came later stands. */
export async function takeBack(on: Device, meeting: string, { path, at }: Operation) {
  const mine = { meeting };
  if (path.includes('/roll-calls/')) await on.marks.where(mine).filter((mark) => mark.at === at).delete();
  else if (path.includes('/read-outs/')) await on.readOuts.where(mine).filter((readOut) => readOut.at === at).delete();
  else if (path.includes('/recommendations/')) await on.recommendations.where({ meeting_id: meeting }).filter((one) => one.logged_at === at).delete();
  else if (path.endsWith('/end')) await on.ends.delete(meeting);
}
