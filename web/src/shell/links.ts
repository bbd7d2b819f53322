import type { Me } from '../api/members';
import type { Words } from '../words';
import { importsFiles, places } from './session';

/** The screens that a person's roles have work in; what a screen may show is for the server to say. */
export function linksOf(me: Me, { shell: { nav } }: Words) {
  const { branch, ward, city, assignee, liaison, admin, member } = places(me);
  const officer = ward || city;
  return [
    (branch || liaison?.roles.includes('WLI')) && { href: '/meetings', text: nav.meetings },
    (branch || officer || assignee || liaison || member) && { href: '/petitions', text: nav.petitions },
    city && { href: '/petitions/overview', text: nav.overview },
    officer && { href: '/reports', text: nav.reports },
    (branch || officer || admin) && { href: '/units', text: nav.units },
    importsFiles(me) && { href: '/imports', text: nav.imports },
    admin && { href: '/accounts', text: nav.accounts },
  ].filter((link) => !!link);
}
