import { useQuery } from '@tanstack/react-query';
import { open } from '../api/http';
import type { About } from '../api/members';

/** What the system says of itself before anyone has signed in. */
export const useAbout = () =>
  useQuery({
    queryKey: ['about'],
    queryFn: () => open<About>('GET', '/api/members/v1/about'),
    staleTime: Infinity,
    refetchInterval: (query) => (query.state.data ? false : 2_000),
    retry: false,
  });
