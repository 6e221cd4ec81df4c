import { accountsContract } from './contract/accounts';
import { aimingContract } from './contract/aiming';
import { askingAgainContract } from './contract/asking-again';
import { auditContract } from './contract/audit';
import { broadcastsContract } from './contract/broadcasts';
import { bulkContract } from './contract/bulk';
import { clicksContract } from './contract/clicks';
import { countsContract } from './contract/counts';
import { endsContract } from './contract/ends';
import { followContract } from './contract/follow';
import { followCourseContract } from './contract/follow-course';
import { checker, type Make } from './contract/given';
import { groupSettlingContract } from './contract/group-settling';
import { groupsContract } from './contract/groups';
import { inboxesContract } from './contract/inboxes';
import { invitationsContract } from './contract/invitations';
import { keptAnswersContract } from './contract/kept-answers';
import { keyedActsContract } from './contract/keyed-acts';
import { leavingSendersContract } from './contract/leaving-senders';
import { lifeContract } from './contract/life';
import { logContract } from './contract/log';
import { marksContract } from './contract/marks';
import { operationsContract } from './contract/operations';
import { peopleContract } from './contract/people';
import { propertyContract } from './contract/property';
import { purgingContract } from './contract/purging';
import { racesContract } from './contract/races';
import { redraftingContract } from './contract/redrafting';
import { replayContract } from './contract/replay';
import { searchContract } from './contract/search';
import { settlingContract } from './contract/settling';

/**
 * What every implementation of `Store` promises. `make` opens an empty one; `moved` collects, in order, what
 * it tells its listener. Each sentence gets a store of its own. `runs` is the number of random sequences of acts.
 */
export function storeContract(name: string, make: Make, { runs }: { runs: number }): void {
  const check = checker(name, make);
  accountsContract(check);
  aimingContract(check);
  auditContract(check);
  peopleContract(check);
  invitationsContract(check);
  inboxesContract(check);
  marksContract(check);
  clicksContract(check);
  bulkContract(check);
  keyedActsContract(check);
  operationsContract(check);
  keptAnswersContract(check);
  purgingContract(check);
  logContract(check);
  broadcastsContract(check);
  redraftingContract(check);
  replayContract(check);
  settlingContract(check);
  lifeContract(check);
  leavingSendersContract(check);
  askingAgainContract(check);
  endsContract(check);
  racesContract(check);
  countsContract(check);
  groupsContract(check);
  groupSettlingContract(check);
  followContract(check);
  followCourseContract(check);
  searchContract(check);
  propertyContract(name, make, runs);
}
