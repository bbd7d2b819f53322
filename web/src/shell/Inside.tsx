import { lazy, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { keepSending } from '../offline/outbox';
import { keepTidy } from '../offline/retention';
import { Frame } from './Frame';
import { NotFound } from './NotFound';
import { Plain } from './Plain';

const Password = lazy(() => import('./Password'));
const Home = lazy(() => import('./Home'));
const Meetings = lazy(() => import('../meetings/Meetings'));
const Schedule = lazy(() => import('../meetings/Schedule'));
const MeetingPage = lazy(() => import('../meetings/MeetingPage'));
const Live = lazy(() => import('../meetings/Live'));
const Desk = lazy(() => import('../petitions/Desk'));
const Overview = lazy(() => import('../petitions/Overview'));
const Reports = lazy(() => import('../reports/Reports'));
const ReportPage = lazy(() => import('../reports/ReportPage'));
const CountedPage = lazy(() => import('../reports/CountedPage'));
const Templates = lazy(() => import('../petitions/Templates'));
const BodiesPage = lazy(() => import('../petitions/BodiesPage'));
const Inbox = lazy(() => import('../notifications/Inbox'));
const Units = lazy(() => import('../members/Units'));
const UnitPage = lazy(() => import('../members/UnitPage'));
const Imports = lazy(() => import('../members/Imports'));
const ImportPage = lazy(() => import('../members/ImportPage'));
const Accounts = lazy(() => import('../members/Accounts'));
const NewAccount = lazy(() => import('../members/NewAccount'));
const AccountPage = lazy(() => import('../members/AccountPage'));

/** Everything behind the sign-in; each screen is fetched when it is first opened. */
export default function Inside() {
  useEffect(keepSending, []);
  useEffect(keepTidy, []);
  return (
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
            <Route path="/petitions/templates" component={Templates} />
            <Route path="/petitions/bodies" component={BodiesPage} />
            <Route path="/petitions/:id?">{({ id }) => <Desk id={id} />}</Route>
            <Route path="/reports" component={Reports} />
            <Route path="/reports/:id">{({ id }) => <ReportPage key={id} id={id} />}</Route>
            <Route path="/reports/:id/petitions">{({ id }) => <CountedPage key={id} id={id} />}</Route>
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
}
