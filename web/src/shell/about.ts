import { useQuery } from '@tanstack/react-query';
import { data, door } from '../api/http';
import { session } from './session';

/** What the system says of itself before anyone has signed in. */
export const useAbout = () =>
  useQuery({
    queryKey: ['about'],
    queryFn: () => data(door.GET('/api/members/v1/about')),
    staleTime: Infinity,
    refetchInterval: (query) => (query.state.data ? false : session.get().state === 'signed-in' ? 30_000 : 2_000),
    retry: false,
  });
