import { useQueryClient } from '@tanstack/react-query';
import { Component, lazy, Suspense, useEffect, type ReactNode } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { starting } from '../api/starting';
import { useStore } from '../kit/store';
import { useWords } from '../words';
import { useAbout } from './about';
import { Plain } from './Plain';
import { session } from './session';
import { SignIn } from './SignIn';
import { Starting } from './Starting';
import { Waiting } from './Waiting';

const Activation = lazy(() => import('./Activation'));
const Inside = lazy(() => import('./Inside'));
const FirstAdmin = lazy(() => import('./FirstAdmin'));

export function App() {
  const { state } = useStore(session);
  const progress = useStore(starting);
  const queries = useQueryClient();
  useAbout();
  useEffect(() => {
    if (state === 'signed-out') queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'about' });
  }, [state, queries]);
  if (progress && state !== 'signed-in') return <Starting progress={progress} />;
  if (state === 'beginning') return <Waiting />;
  return <Shielded>{state === 'signed-in' ? <Inside /> : <Outside />}</Shielded>;
}

/** Whoever is not signed in keeps the address they came for: the page opens there after signing in. */
const Outside = () => (
  <Plain>
    <Switch>
      <Route path="/activation" component={Activation} />
      <Route path="/first-admin" component={FirstAdmin} />
      <Route component={SignIn} />
    </Switch>
  </Plain>
);

function Shielded({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  return (
    <Shield at={location}>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </Shield>
  );
}

/** A screen that breaks says so and leaves the way out; what was recorded is in IndexedDB and stays. */
export class Shield extends Component<{ children: ReactNode; at?: string }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override componentDidUpdate(before: { at?: string }) {
    if (this.state.broken && before.at !== this.props.at) this.setState({ broken: false });
  }
  override render = () => (this.state.broken ? <Broken /> : this.props.children);
}

function Broken() {
  const t = useWords().shell;
  return (
    <main className="pad stack">
      <h1>{t.broken}</h1>
      <p><button className="main" onClick={() => location.reload()}>{t.reload}</button></p>
    </main>
  );
}
