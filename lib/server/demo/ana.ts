import 'server-only';

/** Ana leads the payments team. Oldest first: `category | severity | title | body | path in the team's tools`. */
export const ANA = `
reviews | info | Ben Okafor asked you to review “Retry card webhooks with backoff” | 4 files, +182 −37. Ben notes: the jitter is the part I am unsure about. | /reviews/1842
builds | success | payments-api #2291 passed | 1,204 tests in 6 min 12 s on main. | /builds/2291
calendar | info | Moved: payments weekly is now Tuesday at 10:00 | Room Lisbon is taken, so it is Porto this week. | /calendar/payments-weekly
mentions | info | Carla Rossi mentioned you in “Refund wording” | “@Ana can we say three to five working days everywhere?” | /docs/refund-wording#c12
builds | critical | payments-api #2294 failed on main | RefundScheduler › keeps the currency of the charge: expected EUR, received null. | /builds/2294
reviews | success | Your change “Store refunds in minor units” was approved | Approved by Ben Okafor. Two comments are still open. | /reviews/1839
deploys | success | payments-api 4.18.0 is live | 14 changes since 4.17.2. Error rate unchanged after 15 minutes. | /deploys/4.18.0
support | warning | Ticket #5521 was escalated to your team | Customer was charged twice for order 88-20419; both charges settled. | /tickets/5521
mentions | info | Ben Okafor replied to you in “Webhook retries” | “Good catch. I moved the cap to thirty minutes and added a test.” | /reviews/1842#c7
billing | info | The July invoice of your data provider is ready | €412.60, due in 14 days. | /billing/2291-07
builds | success | checkout-web #871 passed | Bundle is 3.1 kB smaller than yesterday. | /builds/871
security | warning | A new device signed in to the payments dashboard | Firefox on Linux, Lisbon. If this was not you, change your password. | /security/sign-ins
tasks | info | “Document the ledger export” was assigned to you | Due Friday. From the audit checklist. | /tasks/731
reviews | info | Carla Rossi asked you to review “Shorter labels on the pay button” | 2 files, +11 −11. | /reviews/1851
support | success | Ticket #5521 is solved | The second charge was returned. The customer thanked the team. | /tickets/5521
incidents | critical | Card payments are failing in one region | 12 % of authorisations time out since 14:02. On call: Ben Okafor. | /incidents/93
incidents | warning | Card payments: a workaround is in place | Traffic goes through the second acquirer. Failures are down to 0.4 %. | /incidents/93
incidents | success | Card payments are back to normal | The acquirer confirmed a faulty router. The review is on Thursday. | /incidents/93
calendar | info | Invitation: incident review, Thursday 15:00 | Ben, Carla and two people from the acquirer. | /calendar/incident-93
mentions | info | Carla Rossi mentioned you in “Checkout copy, autumn” | “@Ana this is the version we tested, the short one won by a lot.” | /docs/checkout-copy#c3
builds | success | payments-api #2301 passed | 1,211 tests in 6 min 3 s on main. | /builds/2301
tasks | success | Ben Okafor finished “Alert on settlement delay” | You asked to be told. | /tasks/718
deploys | warning | payments-api 4.18.1 was rolled back | Settlement lag rose to 9 minutes. The previous version is live again. | /deploys/4.18.1
reviews | info | Ben Okafor asked you to review “Fix the settlement cursor” | 1 file, +9 −4. Marked urgent. | /reviews/1858
builds | success | payments-api #2304 passed | 1,213 tests in 6 min 8 s on main. | /builds/2304
deploys | success | payments-api 4.18.2 is live | Settlement lag is back under 20 seconds. | /deploys/4.18.2
billing | warning | You have used 80 % of this month’s test-card quota | 8,012 of 10,000 calls. It resets on the first. | /billing/quota
support | info | Carla Rossi added you to ticket #5540 | A partner asks for SEPA instant in their sandbox. | /tickets/5540
security | info | Your API token “ledger-export” expires in 7 days | Nothing has used it since March. | /security/tokens
mentions | info | Ben Okafor mentioned you in “Ledger export” | “@Ana the sums match to the cent for all of June.” | /docs/ledger-export#c21
tasks | info | “Ledger export” is due tomorrow | Two of its five steps are open. | /tasks/731
reviews | success | Your change “Export the ledger as CSV” was merged | Merged by Ben Okafor into main. | /reviews/1861
builds | critical | checkout-web #884 failed on main | Type error in pay-button.tsx: Property 'label' is missing. | /builds/884
builds | success | checkout-web #885 passed | Fixed by Carla Rossi 11 minutes later. | /builds/885
calendar | info | Tomorrow: quarterly planning, 09:30 | Bring the three numbers we agreed on. | /calendar/quarterly-planning
support | warning | Ticket #5552 has waited for your team for four hours | A merchant cannot see yesterday’s payouts. | /tickets/5552
deploys | info | checkout-web 2.40.0 is waiting for your approval | Carla Rossi asked for it. 6 changes, no migrations. | /deploys/2.40.0
reviews | info | Ben Okafor asked you to review “Show payouts by value date” | 6 files, +140 −22. Closes ticket #5552. | /reviews/1867
mentions | info | Carla Rossi mentioned you in “Release notes 2.40” | “@Ana is ‘value date’ a word our merchants know?” | /docs/release-notes-240#c2
builds | success | payments-api #2310 passed | 1,219 tests in 6 min 1 s on main. | /builds/2310
`;
