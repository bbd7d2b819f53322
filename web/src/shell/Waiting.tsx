import { useWords } from '../words';

export const Waiting = () => <p className="quietly pad" role="status">{useWords().kit.loading}</p>;
