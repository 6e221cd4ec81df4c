import 'server-only';

/** Carla designs the checkout and talks with merchants. Same form as Ana's. */
export const CARLA = `
design | info | Ana Duarte commented on “Pay button, three states” | “The waiting state reads as an error to me.” | /designs/pay-button#c2
support | info | Ticket #5509 was assigned to you | A merchant wants their logo on the receipt. | /tickets/5509
research | success | Test 31 is complete: short labels won | 64 % against 36 %, 1,840 people. | /research/31
reviews | success | Your change “Receipt: room for a logo” was approved | Approved by Ana Duarte. | /reviews/1840
builds | success | checkout-web #868 passed | Screenshots changed on 2 pages. | /builds/868
mentions | info | Ana Duarte mentioned you in “Refund wording” | “@Carla yes, three to five everywhere. Legal agrees.” | /docs/refund-wording#c14
calendar | info | Invitation: merchant round table, Wednesday 11:00 | Six merchants, forty minutes, you present the receipt. | /calendar/round-table
support | success | Ticket #5509 is solved | The merchant wrote: “exactly what we needed.” | /tickets/5509
design | info | Noor Haddad shared “Empty states” with you | Nine screens. She asks for a second pair of eyes by Friday. | /designs/empty-states
builds | success | checkout-web #871 passed | Bundle is 3.1 kB smaller than yesterday. | /builds/871
research | info | 12 people signed up for the interviews | Four more than planned. Two speak Portuguese only. | /research/32
mentions | info | Ben Okafor replied in “Error messages at checkout” | “Only 04, 05 and 51 happen in practice. The rest is folklore.” | /docs/checkout-errors#c10
tasks | info | “Write the three messages that do happen” was assigned to you | Ana Duarte, due Thursday. | /tasks/733
incidents | warning | Card payments are failing in one region | Merchants may write to you. A text for answers is in the incident. | /incidents/93
support | warning | 7 tickets mention the payment failures | They are collected in one place. | /tickets?incident=93
incidents | success | Card payments are back to normal | All 7 tickets were answered. | /incidents/93
calendar | info | Invitation: incident review, Thursday 15:00 | Ana, Ben and two people from the acquirer. | /calendar/incident-93
reviews | info | Noor Haddad asked you to review “Focus order of the card form” | 3 files, +41 −18. | /reviews/1854
design | success | Ana Duarte approved “Pay button, three states” | “Now it reads as patience.” | /designs/pay-button#c6
research | info | Interview notes of Tuesday are complete | Five people; the summary is one page. | /research/32/notes
builds | success | checkout-web #876 passed | Screenshots changed on 1 page. | /builds/876
mentions | info | Ben Okafor mentioned you in ticket #5540 | “@Carla it is on since this morning, please let them try.” | /tickets/5540
support | success | Ticket #5540 is solved | The partner’s first instant transfer took 4 seconds. | /tickets/5540
billing | info | Your design tool’s licence was renewed | Three seats, €540 a year. | /billing/licences
tasks | success | “Write the three messages that do happen” is done | Closed by your change #1856. | /tasks/733
security | warning | Somebody tried your password five times | All attempts failed. They came from one address in another country. | /security/sign-ins
research | warning | Test 33 has too few people | 212 of 1,500 after three days. It would end in three weeks. | /research/33
mentions | info | Noor Haddad mentioned you in “Empty states” | “@Carla I took your bell idea, hope that is fine.” | /designs/empty-states#c8
builds | critical | checkout-web #884 failed on main | Type error in pay-button.tsx: Property 'label' is missing. | /builds/884
builds | success | checkout-web #885 passed | Your fix, 11 minutes later. | /builds/885
calendar | info | Tomorrow: quarterly planning, 09:30 | Bring the three numbers we agreed on. | /calendar/quarterly-planning
support | info | Ticket #5552: you were asked for a screenshot | Where would a merchant look for yesterday’s payouts? | /tickets/5552
deploys | info | checkout-web 2.40.0 is waiting for Ana Duarte’s approval | 6 changes, no migrations. | /deploys/2.40.0
design | info | Ben Okafor commented on “Payouts by value date” | “Can the table show both dates? Merchants ask for either.” | /designs/payouts#c1
research | success | The interview summary was read by 9 people | The most read page of this week. | /research/32
`;
