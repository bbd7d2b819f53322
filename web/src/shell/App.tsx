import { useQueryClient } from '@tanstack/react-query';
import { Component, lazy, Suspense, useEffect, type ReactNode } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { starting } from '../api/starting';
import { useStore } from '../kit/store';
import { useWords } from '../words';
import { useAbout } from './about';
import { Frame, Plain } from './Frame';
import { NotFound } from './NotFound';
import { session } from './session';
import { SignIn } from './SignIn';
import { Starting } from './Starting';

const Activation = lazy(() => import('./Activation'));
const FirstAdmin = lazy(() => import('./FirstAdmin'));
const Password = lazy(() => import('./Password'));
const Home = lazy(() => import('./Home'));
const Meetings = lazy(() => import('../meetings/Meetings'));
const Schedule = lazy(() => import('../meetings/Schedule'));
const MeetingPage = lazy(() => import('../meetings/MeetingPage'));
const Live = lazy(() => import('../meetings/Live'));
const Desk = lazy(() => import('../petitions/Desk'));
const Overview = lazy(() => import('../petitions/Overview'));
const Inbox = lazy(() => import('../notifications/Inbox'));
const Units = lazy(() => import('../members/Units'));
const UnitPage = lazy(() => import('../members/UnitPage'));
const Imports = lazy(() => import('../members/Imports'));
const ImportPage = lazy(() => import('../members/ImportPage'));
const Accounts = lazy(() => import('../members/Accounts'));
const NewAccount = lazy(() => import('../members/NewAccount'));
const AccountPage = lazy(() => import('../members/AccountPage'));

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

const Inside = () => (
  <Switch>
    <Route path="/meetings/:id/:step">{({ id, step }) => (step === 'edit' ? <Frame><Schedule id={id} /></Frame> : <Plain><Live id={id} step={step} /></Plain>)}</Route>
    <Route>
      <Frame>
        <Switch>
          <Route path="/" component={Home} />
          <Route path="/sign-in"><Redirect to="/" /></Route>
          <Route path="/activation"><Redirect to="/" /></Route>
          <Route path="/password" component={Password} />
          <Route path="/meetings" component={Meetings} />
          <Route path="/meetings/new"><Schedule /></Route>
          <Route path="/meetings/:id">{({ id }) => <MeetingPage key={id} id={id} />}</Route>
          <Route path="/petitions/overview" component={Overview} />
          <Route path="/petitions/:id?">{({ id }) => <Desk id={id} />}</Route>
          <Route path="/inbox" component={Inbox} />
          <Route path="/units" component={Units} />
          <Route path="/units/:id">{({ id }) => <UnitPage key={id} id={id} />}</Route>
          <Route path="/imports" component={Imports} />
          <Route path="/imports/:id">{({ id }) => <ImportPage key={id} id={id} />}</Route>
          <Route path="/accounts" component={Accounts} />
          <Route path="/accounts/new" component={NewAccount} />
          <Route path="/accounts/:id">{({ id }) => <AccountPage key={id} id={id} />}</Route>
          <Route component={NotFound} />
        </Switch>
      </Frame>
    </Route>
  </Switch>
);

export const Waiting = () => <p className="quietly pad" role="status">{useWords().kit.loading}</p>;

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
