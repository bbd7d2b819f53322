import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import './tokens.css';
import './base.css';
import './kit/kit.css';
import './shell/shell.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ended } from './api/http';
import { Refusal } from './api/refusal';
import { registerWorker } from './pwa';
import { App, Shield } from './shell/App';
import { newVersion } from './shell/NewVersion';
import { begin, end } from './shell/session';
import { speakAsBefore } from './words';

/** A refusal stays one however often it is asked again; only silence is worth a second try. */
const queries = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: 10_000, retry: (n, error) => !(error instanceof Refusal) && n < 1, retryDelay: 1500 },
    mutations: { networkMode: 'always' },
  },
});

ended.watch(() => end());
void registerWorker(newVersion.set);
void speakAsBefore().then(begin);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Shield><App /></Shield>
    </QueryClientProvider>
  </StrictMode>,
);
