import { codes } from './codes';
import { desk } from './desk';
import { files } from './files';
import { intake } from './intake';
import { failures, kit } from './kit';
import { meetings, offline, recommendations } from './meetings';
import { accounts, imports, units } from './members';
import { inbox, petitions } from './petitions';
import { reports } from './reports';
import { home, shell, signIn, starting } from './shell';

export const vi = {
  kit, failures, shell, signIn, starting, home, codes, meetings, recommendations, offline, petitions, intake, desk, files, inbox, units,
  imports, accounts, reports,
};
