import 'server-only';

/** Ben writes the payments back end and is often on call. Same form as Ana's. */
export const BEN = `
oncall | info | You are on call until Friday 09:00 | Handed over by Noor. Nothing is open. | /on-call
reviews | info | Ana Duarte asked you to review “Store refunds in minor units” | 9 files, +244 −198. There is a migration. | /reviews/1839
builds | success | payments-api #2291 passed | 1,204 tests in 6 min 12 s on main. | /builds/2291
monitoring | warning | Disk on db-replica-2 is 85 % full | It grew by 6 % since yesterday. | /monitoring/db-replica-2
mentions | info | Ana Duarte commented on “Retry card webhooks with backoff” | “What happens after the eighth attempt?” | /reviews/1842#c4
builds | critical | payments-api #2294 failed on main | RefundScheduler › keeps the currency of the charge: expected EUR, received null. | /builds/2294
tasks | info | “Alert on settlement delay” was assigned to you | Ana Duarte: ten minutes is too late, five is right. | /tasks/718
monitoring | success | Disk on db-replica-2 is back to 61 % | Old write-ahead files were removed. | /monitoring/db-replica-2
reviews | success | Your change “Retry card webhooks with backoff” was approved | Approved by Ana Duarte. | /reviews/1842
deploys | success | payments-api 4.18.0 is live | You started it. Error rate unchanged after 15 minutes. | /deploys/4.18.0
security | critical | A dependency has a known hole | jsonpath-lite below 2.1.4 runs code from its input. payments-api uses 2.1.1 in tests only. | /security/advisories/77
builds | success | payments-api #2297 passed | jsonpath-lite is now 2.1.4. | /builds/2297
security | success | The advisory for jsonpath-lite is closed | Fixed in #2297. Nothing that is live was affected. | /security/advisories/77
mentions | info | Carla Rossi mentioned you in “Error messages at checkout” | “@Ben which of these codes can really happen?” | /docs/checkout-errors#c9
incidents | critical | Page: authorisation timeouts above 10 % in one region | Acknowledge within 5 minutes or Ana Duarte is called. | /incidents/93
incidents | info | You acknowledged incident 93 | After 1 min 40 s. | /incidents/93
incidents | success | Incident 93 is resolved | 58 minutes from page to resolution. Please write the summary within two days. | /incidents/93
tasks | warning | The summary of incident 93 is due tomorrow | Nothing is written yet. | /tasks/740
calendar | info | Invitation: incident review, Thursday 15:00 | Ana, Carla and two people from the acquirer. | /calendar/incident-93
reviews | info | Noor Haddad asked you to review “Rotate the signing keys” | 5 files, +96 −12. | /reviews/1853
builds | success | payments-api #2301 passed | 1,211 tests in 6 min 3 s on main. | /builds/2301
tasks | success | “Alert on settlement delay” is done | Closed by your change #1855. | /tasks/718
monitoring | critical | Settlement lag is 9 minutes | It began 4 minutes after 4.18.1 went live. | /monitoring/settlement
deploys | warning | payments-api 4.18.1 was rolled back | You started it. The previous version is live again. | /deploys/4.18.1
mentions | info | Ana Duarte replied in “Settlement cursor” | “Off by one at midnight UTC, I would bet on it.” | /reviews/1858#c1
reviews | success | Your change “Fix the settlement cursor” was approved | Approved by Ana Duarte after 7 minutes. | /reviews/1858
deploys | success | payments-api 4.18.2 is live | Settlement lag is back under 20 seconds. | /deploys/4.18.2
oncall | info | Your on-call week ends tomorrow at 09:00 | Noor Haddad takes over. Two notes are in the handover. | /on-call
support | info | Carla Rossi asked you about ticket #5540 | “Is SEPA instant switched on in the sandbox?” | /tickets/5540
builds | warning | payments-api #2306 passed after a retry | PayoutClock › closes the day at midnight failed once. It did so three times this month. | /builds/2306
reviews | info | Ana Duarte asked you to review “Export the ledger as CSV” | 7 files, +310 −14. | /reviews/1861
security | info | Your SSH key “old laptop” has not been used for a year | It will be removed in 30 days. | /security/keys
calendar | info | Cancelled: pairing with Noor | She is at the dentist and proposes Monday. | /calendar/pairing-noor
builds | success | payments-api #2308 passed | 1,217 tests in 6 min 5 s on main. | /builds/2308
tasks | info | “Show payouts by value date” was assigned to you | From ticket #5552. | /tasks/746
mentions | info | Ana Duarte mentioned you in “Quarterly planning” | “@Ben how long would the second acquirer take, done properly?” | /docs/quarterly-planning#c5
monitoring | warning | p99 of POST /charges is 820 ms | The usual is 460 ms. It started with the nightly export. | /monitoring/charges
reviews | info | Noor Haddad commented on “Show payouts by value date” | “The index is not used when the zone is null.” | /reviews/1867#c2
builds | success | payments-api #2310 passed | 1,219 tests in 6 min 1 s on main. | /builds/2310
`;
